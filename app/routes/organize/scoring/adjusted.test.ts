import { extractText, getDocumentProxy } from "unpdf";
import { beforeAll, expect, test } from "vitest";
import { confirmInputs } from "~/commands/scoring/confirm-inputs.ts";
import { confirmScore } from "~/commands/scoring/confirm-score.ts";
import { enterAdjustment } from "~/commands/scoring/enter-adjustment.ts";
import { takeStep } from "~/commands/stage/take-step.ts";
import { readPapers } from "~/reads/documents/paper.ts";
import type { ConductStep } from "~/rules/stage/conduct.ts";
import { conductPicture, stagePicture } from "~/services/live/stage-picture.ts";
import { makeContestant } from "~/testing/contestants.ts";
import { pagesOf } from "~/testing/pages.ts";
import { findJudgedInputs } from "~db/queries/scoring/judged-inputs.ts";
import { makeClosedHeat } from "~db/seed/factories/finals.ts";
import { releaseRound } from "~db/seed/factories/heats.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as application from "../../apply/applications/application.tsx";
import * as stage from "../../stage/stage/stage.tsx";
import * as confirmation from "../documents/confirmation.tsx";
import * as paperFile from "../documents/paper-file.ts";
import * as conduct from "../stage/conduct.tsx";
import * as table from "./score-table.tsx";

/** Where a penalty shows once it counts, and that it shows nowhere before. */
const database = testDatabase();
const pages = pagesOf({
  "apply/:code": application,
  "stage/:key": stage,
  "organize/rounds/:round/conduct": conduct,
  "organize/rounds/:round/confirmations/:entry": confirmation,
  "organize/rounds/:round/table": table,
  "organize/rounds/:round/summary.pdf": paperFile,
  "organize/rounds/:round/slips.pdf": paperFile,
});
type Heat = Awaited<ReturnType<typeof makeClosedHeat>>;

let heat: Heat;
let at: string;
const begin = Date.parse("2026-09-12T01:00:00Z");

beforeAll(async () => {
  const { db } = database;
  heat = await makeClosedHeat(db, { judges: 3, entries: 3 });
  at = `/organize/rounds/${heat.round.slug}`;
  await db.updateTable("rounds").set({ scoresOnStage: true }).where("id", "=", heat.round.id).execute();
});

const text = async (path: string, actor = heat.scorer, locale: "zh-CN" | "en" = "zh-CN") =>
  (await (await pages(path, { db: database.db, actor, locale })).text()).replaceAll("<!-- -->", "");
const pdf = async (name: string) => {
  const answer = await pages(`${at}/${name}.pdf`, { db: database.db, actor: heat.organizer });
  const { text: words } = await extractText(await getDocumentProxy(new Uint8Array(await answer.arrayBuffer())), {
    mergePages: true,
  });
  return words.replace(/\s+/g, "");
};
const waiting = async () => (await findJudgedInputs(database.db, heat.round.id)).waiting.map(({ id }) => id);

async function step(second: number, step: ConductStep) {
  const after = (await conductPicture(database.db, heat.round.id))?.conduct.seq ?? 0;
  const by = { db: database.db, actor: heat.scorer, at: new Date(begin + second * 1000) };
  const answer = await takeStep(by, { round: heat.round.slug, after, step });
  if (!answer.ok) throw new Error(JSON.stringify(answer.error));
  return answer.value.seq;
}

test("what waits shows nowhere but as a warning to whoever lets the contestant sign", async () => {
  const by = { db: database.db, actor: heat.scorer };
  const penalty = {
    round: heat.round.slug,
    entry: "1",
    kind: "penalty",
    points: "0.2",
    article: "第12条",
    reason: "超时15秒",
  };
  expect(await enterAdjustment(by, penalty)).toMatchObject({ ok: true });
  const signing = await text(`${at}/confirmations/1`);
  expect(signing).toContain("还有1项客观分或加扣分待确认，得分可能变化。");
  expect(signing).not.toContain("扣分 −0.20");
  expect(await text(`${at}/confirmations/2`)).not.toContain("待确认");
  expect(await text(`${at}/table`)).not.toContain("扣分 −0.20");
});

test("a confirmed penalty outdates the contestant's signature, and shows on the page that is signed, with article and reason", async () => {
  const { db } = database;
  const { slug, id } = heat.round;
  const scoreOf = async (entry: string) =>
    (await readPapers(db, { id, slug })).scores.find((each) => each.entry.key === entry);
  const sign = async (entry: string) =>
    confirmScore(
      { db, actor: heat.scorer },
      { round: slug, entry, name: "王小明", digest: (await scoreOf(entry))?.digest, signing: { means: "paper" } },
    );
  expect(await sign("1")).toMatchObject({ ok: true });
  expect(await sign("2")).toMatchObject({ ok: true });
  const before = (await scoreOf("1"))?.standing?.total;
  const confirmed = await confirmInputs({ db, actor: heat.supervisor }, { round: slug, proposals: await waiting() });
  expect(confirmed).toMatchObject({ ok: true });
  const after = await scoreOf("1");
  expect(Number(before) - Number(after?.standing?.total)).toBeCloseTo(0.2, 6);
  expect(after?.signature?.outdated).toBe(true);
  // Whoever the penalty is not about has signed for good
  expect((await scoreOf("2"))?.signature?.outdated).toBe(false);
  const signing = await text(`${at}/confirmations/1`);
  expect(signing).toContain("扣分 −0.20（第12条）");
  expect(signing).toContain("超时15秒");
  expect(signing).not.toContain("待确认");
  expect(await text(`${at}/confirmations/1`, heat.scorer, "en")).toContain("Penalty −0.20 (第12条)");
});

test("two adjustments that make up for each other leave the total, and still the contestant signs anew", async () => {
  const { db } = database;
  const { slug, id } = heat.round;
  const digest = async () => (await readPapers(db, { id, slug })).scores.find(({ entry }) => entry.key === "3")?.digest;
  const before = await digest();
  for (const kind of ["penalty", "bonus"])
    await enterAdjustment(
      { db, actor: heat.scorer },
      { round: slug, entry: "3", kind, points: "1", article: "第8条", reason: "更正" },
    );
  await confirmInputs({ db, actor: heat.supervisor }, { round: slug, proposals: await waiting() });
  expect(await digest()).not.toBe(before);
});

test("the hall sees it with the score that is announced, with its article, and without the reason", async () => {
  await step(0, { type: "show", screen: { name: "score", entry: "1" } });
  const view = (await stagePicture(database.db, heat.round.id))?.view;
  expect(view?.score?.adjustments).toEqual([{ amount: "-0.20", article: "第12条" }]);
  const html = await text(`/stage/${heat.round.stageKey}`);
  expect(html).toContain("扣分 −0.20（第12条）");
  expect(html).toContain("Penalty −0.20 (第12条)");
  expect(html).not.toContain("超时15秒");
});

test("it stands on the summary table, on the printed summary and on the slip", async () => {
  expect(await text(`${at}/table`)).toContain("扣分 −0.20（第12条）");
  expect(await pdf("summary")).toContain("第1号：扣分−0.20（第12条）。");
  expect(await pdf("slips")).toContain("扣分−0.20（第12条）");
});

test("the conductor's desk shows a pitch beyond its time; who keeps the scores decides there, who only conducts reads it", async () => {
  const { db } = database;
  const table = { article: "第12条", steps: [{ reach: "over" as const, seconds: 10, points: 20 }] };
  await db.updateTable("editions").set({ overtime: table }).where("id", "=", heat.round.editionId).execute();
  await db.updateTable("rounds").set({ state: "judging" }).where("id", "=", heat.round.id).execute();
  await step(10, { type: "call", entry: "2" });
  const seq = await step(10, { type: "start", phase: "pitch" });
  await step(10 + 8 * 60 + 34.2, { type: "start", phase: "defence" });
  expect((await conductPicture(db, heat.round.id))?.overtimes).toEqual([
    { seq, panel: "", entry: "2", tenths: 342, points: 20, article: "第12条" },
  ]);
  const desk = await text(`${at}/conduct`);
  expect(desk).toContain("超时 34.2 秒，按第12条扣 0.2 分");
  expect(desk).toContain("录入扣分");
  const watching = await text(`${at}/conduct`, heat.organizer);
  expect(watching).toContain("超时 34.2 秒");
  expect(watching).toContain("由计分员决定是否录入。");
  expect(watching).not.toContain("录入扣分");
});

test("once the result is published the contestant's own page tells of the own penalty, and of nobody else's", async () => {
  const { db } = database;
  const other = await makeClosedHeat(db, { judges: 3, entries: 2 });
  const own = await makeContestant(db, other.round, other.entries[0]?.id ?? 0);
  const { slug, id } = other.round;
  for (const [entry, article] of [
    ["1", "第12条"],
    ["2", "第99条"],
  ])
    await enterAdjustment(
      { db, actor: other.scorer },
      { round: slug, entry, kind: "penalty", points: "0.5", article, reason: "超时" },
    );
  const proposals = (await findJudgedInputs(db, id)).waiting.map((each) => each.id);
  await confirmInputs({ db, actor: other.supervisor }, { round: slug, proposals });
  const page = () => text(`/apply/${own.code}`, own.applicant);
  expect(await page()).not.toContain("扣分 −0.50");
  await releaseRound(db, other, "published");
  expect(await page()).toContain("扣分 −0.50（第12条）");
  expect(await page()).not.toContain("第99条");
});
