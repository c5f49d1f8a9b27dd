import type { AppLoadContext } from "@remix-run/node";
import { beforeEach, expect, test } from "vitest";
import { takeStep } from "~/commands/stage/take-step.ts";
import type { Actor } from "~/rules/accounts/access.ts";
import { stagePicture } from "~/services/live/stage-picture.ts";
import { xlsxTable } from "~/services/spreadsheet/xlsx.ts";
import { pagesOf } from "~/testing/pages.ts";
import { findJudgedInputs } from "~db/queries/scoring/judged-inputs.ts";
import { findRule, replaceRule } from "~db/queries/standings/rules.ts";
import { makeHeat, makeSheet } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as confirmation from "../documents/confirmation.tsx";
import * as desk from "../rounds/desk.tsx";
import * as parts from "./parts.tsx";
import * as partsFile from "./parts-file.ts";
import * as table from "./score-table.tsx";

const database = testDatabase();
const pages = pagesOf({
  organize: desk,
  "organize/rounds/:round/parts": parts,
  "organize/rounds/:round/parts.csv": partsFile,
  "organize/rounds/:round/confirmations/:entry": confirmation,
  "organize/rounds/:round/table": table,
});
const ruleParts = [
  { key: "base", label: "基础项目", min: 0, max: 30, step: 0.01, weight: 1 },
  { key: "video", label: "视频", min: -5, max: 5, step: 0.5, weight: 2 },
];

let heat: Awaited<ReturnType<typeof makeHeat>>;
let supervisor: Actor;
let path: string;

beforeEach(async () => {
  const { db } = database;
  heat = await makeHeat(db);
  const rule = await findRule(db, heat.round.id);
  if (!rule) throw new Error("a heat has a rule");
  await db.transaction().execute((trx) => replaceRule(trx, heat.round.id, { ...rule, parts: ruleParts }));
  supervisor = await makePerson(db, { name: "监督员", grants: [{ role: "supervisor", roundId: heat.round.id }] });
  path = `/organize/rounds/${heat.round.slug}/parts`;
});

const visit = async (actor: Actor, at = path) =>
  (await (await pages(at, { db: database.db, actor })).text()).replaceAll("<!-- -->", "");
const send = (actor: Actor, form: Record<string, string>) =>
  pages(path, { db: database.db, actor, form: { idempotencyKey: crypto.randomUUID(), ...form } });
const inputs = () => findJudgedInputs(database.db, heat.round.id);
const versionOn = (html: string) => /name="version" value="([0-9a-f]+)"/.exec(html)?.[1] ?? "";

async function upload(file: Blob) {
  const form = new FormData();
  form.set("intent", "upload");
  form.set("idempotencyKey", crypto.randomUUID());
  form.set("file", file, "parts.csv");
  const answer = await parts.action({
    params: { round: heat.round.slug },
    request: new Request(`http://localhost${path}`, { method: "POST", body: form }),
    context: {
      db: database.db,
      locale: "zh-CN",
      actor: async () => heat.scorer,
    } as unknown as AppLoadContext,
  });
  return answer as { data?: Record<string, unknown>; status?: number };
}

test("the scorer fills in the parts in one go; a supervisor sees them on the desk and at the table, and confirms", async () => {
  const { scorer } = heat;
  const page = await visit(scorer);
  expect(page).toContain("0—30，间隔0.01");
  expect(page).toContain("系数2");
  const version = versionOn(page);
  const saved = await send(scorer, {
    intent: "save-parts",
    version,
    "score 1 base": "27.5",
    "score 1 video": "",
    "score 2 base": "30",
  });
  expect([saved.status, saved.headers.get("Location")]).toEqual([303, `${path}?done=parts`]);
  expect((await inputs()).waiting).toHaveLength(2);
  expect(await visit(scorer)).toContain("待确认 27.5");

  expect(await visit(supervisor, "/organize")).toContain("2 项客观分或加扣分待您确认");
  expect(await visit(scorer, "/organize")).not.toContain("待您确认");
  const matters = await visit(supervisor, `/organize/rounds/${heat.round.slug}/table`);
  expect(matters).toContain("2项客观分或加扣分待监督员确认");
  expect(matters).toContain(`${path}#waiting`);

  const ids = (await inputs()).waiting.map(({ id }) => String(id));
  const confirmed = await pages(path, {
    db: database.db,
    actor: supervisor,
    form: { intent: "confirm", idempotencyKey: crypto.randomUUID(), proposal: ids[0] ?? "" },
  });
  expect(confirmed.headers.get("Location")).toBe(`${path}?done=confirmed`);
  expect((await inputs()).parts).toMatchObject([{ part: "base", score: "27.5" }]);
  expect(await visit(supervisor, "/organize")).toContain("1 项客观分或加扣分待您确认");
});

test("what is wrong is said at its field, and what was typed stays", async () => {
  const version = versionOn(await visit(heat.scorer));
  const answer = await send(heat.scorer, {
    intent: "save-parts",
    version,
    "score 1 base": "31",
    "score 2 base": "12.34",
    "score 2 video": "0.3",
  });
  expect(answer.status).toBe(422);
  const html = (await answer.text()).replaceAll("<!-- -->", "");
  expect(html).toContain("1 项目1 · 基础项目：高于最高分 30");
  expect(html).toContain("2 项目2 · 视频：不合间隔 0.5");
  for (const typed of ["31", "12.34", "0.3"]) expect(html).toContain(`value="${typed}"`);
  expect((await inputs()).waiting).toEqual([]);
});

test("a penalty is entered with article and reason; without them the fields say so, and nothing is lost", async () => {
  const form = { intent: "enter-adjustment", entry: "2", kind: "penalty", points: "0.2", article: "", reason: "冒名" };
  const refused = await send(heat.scorer, form);
  expect(refused.status).toBe(422);
  const html = await refused.text();
  expect(html).toContain("请填条款");
  expect(html).toContain("冒名");
  const done = await send(heat.scorer, { ...form, article: "第12条" });
  expect(done.headers.get("Location")).toBe(`${path}?done=adjustment`);
  expect(await visit(supervisor)).toContain("−0.2 分（第12条）：冒名");
});

test("declining asks for a reason; who entered it withdraws it without one", async () => {
  const form = {
    intent: "enter-adjustment",
    entry: "2",
    kind: "penalty",
    points: "0.2",
    article: "第12条",
    reason: "超时",
  };
  await send(heat.scorer, form);
  const proposal = String((await inputs()).waiting[0]?.id);
  const refused = await send(supervisor, { intent: "decline", proposal, reason: "" });
  expect(refused.status).toBe(422);
  expect(await refused.text()).toContain("请写明理由");
  const none = await send(supervisor, { intent: "confirm" });
  expect(none.status).toBe(422);
  expect(await none.text()).toContain("请先勾选");
  expect(await visit(heat.scorer)).toContain("撤回勾选的");
  expect((await send(heat.scorer, { intent: "decline", proposal })).headers.get("Location")).toBe(
    `${path}?done=declined`,
  );
  expect((await inputs()).waiting).toEqual([]);
  expect(await visit(supervisor)).toContain("计分员 录入后撤回");
});

test("a table of parts goes in whole or not at all, and says by cell what keeps it out", async () => {
  const wrong = await upload(new Blob(["entry,base,video\n1,27.5,0.3\n9,1,\n"]));
  expect(wrong.data).toMatchObject({
    count: 2,
    problems: [
      { cell: "C2", reason: "off-step" },
      { cell: "A3", reason: "unknown-entry" },
    ],
  });
  expect((await inputs()).waiting).toEqual([]);
  expect(await upload(new Blob(["entry,bonus\n1,2\n"]))).toMatchObject({
    data: { refusal: { type: "unknown-column", columns: ["bonus"] } },
  });
  expect(await upload(new Blob([]))).toMatchObject({ data: { refusal: { type: "no-file" } } });
  const right = await upload(new Blob(["entry,part,score\n1,base,27.5\n1,video,-1.5\n2,base,30\n"]));
  expect(right).toMatchObject({ status: 303 });
  expect((await inputs()).waiting.map(({ part, score }) => [part, score])).toEqual([
    ["base", "27.5"],
    ["video", "-1.5"],
    ["base", "30"],
  ]);
  const again = await upload(new Blob(["entry,part,score\n1,base,27.5\n"]));
  expect(again.data).toMatchObject({ error: { type: "nothing-entered" } });
});

test("the table that the page gives out is one that it takes again", async () => {
  await upload(new Blob(["entry,part,score\n1,video,-1.5\n2,base,30\n"]));
  const bytes = await (await pages(`${path}.csv`, { db: database.db, actor: heat.scorer })).arrayBuffer();
  expect(new TextDecoder().decode(bytes)).toBe(
    "entry,title,base,video\r\n1,项目1,,-1.5\r\n2,项目2,30,\r\n3,项目3,,\r\n",
  );
  const edited = new TextDecoder().decode(bytes).replace("-1.5", "-2");
  expect(await upload(new Blob([edited]))).toMatchObject({ status: 303 });
  expect((await inputs()).waiting.map(({ score }) => score).toSorted()).toEqual(["-2", "30"]);
  expect((await pages(`${path}.csv`, { db: database.db, actor: supervisor })).status).toBe(404);
});

test("an uploaded workbook is read like its CSV", async () => {
  async function* rows() {
    yield ["entry", "基础项目"];
    yield ["1", 0.1 + 0.2];
    yield ["2", 27.5];
  }
  const pieces: BlobPart[] = [];
  for await (const piece of xlsxTable({ name: "parts", widths: [], rows: rows() })) pieces.push(new Uint8Array(piece));
  expect(await upload(new Blob(pieces))).toMatchObject({ status: 303 });
  expect((await inputs()).waiting.map(({ score }) => score)).toEqual(["0.3", "27.5"]);
});

test("the page takes as many queries with three of everything as with one", async () => {
  const args = {
    params: { round: heat.round.slug },
    request: new Request(`http://localhost${path}`),
    context: { db: database.db, locale: "zh-CN", actor: async () => heat.scorer } as unknown as AppLoadContext,
  };
  const counts: number[] = [];
  for (const entries of [["1"], ["2", "3"]]) {
    for (const entry of entries) {
      await send(heat.scorer, {
        intent: "enter-adjustment",
        entry,
        kind: "bonus",
        points: "1",
        article: "a",
        reason: "b",
      });
      const proposal = String((await inputs()).waiting.at(-1)?.id);
      await send(supervisor, { intent: "confirm", proposal });
      await send(heat.scorer, {
        intent: "enter-adjustment",
        entry,
        kind: "penalty",
        points: "1",
        article: "a",
        reason: "b",
      });
    }
    const { answer, queries } = await database.queriesOf(() => parts.loader(args));
    expect(answer.adjustments.length + answer.waiting.length).toBeGreaterThan(1);
    counts.push(queries.length);
  }
  expect(counts).toEqual([3, 3]);
});

test("the contestant who signs, and the hall, see the points of each part beside what the judges gave", async () => {
  const { db } = database;
  const { round, entries, seats } = heat;
  const marks = { tech: 2500, market: 1700, business: 1600, team: 1500, landing: 700 };
  for (const { id: judgeId } of seats)
    await makeSheet(db, { roundId: round.id, entryId: entries[0]?.id ?? 0, judgeId, marks });
  await upload(new Blob(["entry,part,score\n1,base,27.5\n"]));
  await send(supervisor, { intent: "confirm", proposal: String((await inputs()).waiting[0]?.id) });
  const signing = await visit(heat.scorer, `/organize/rounds/${round.slug}/confirmations/1`);
  expect(signing).toMatch(/基础项目<\/span> <span class="font-medium">27\.5</);
  expect(signing).toContain("107.50");
  await db.updateTable("rounds").set({ scoresOnStage: true }).where("id", "=", round.id).execute();
  const show = { type: "show", screen: { name: "score", entry: "1" } };
  const step = await takeStep({ db, actor: heat.scorer }, { round: round.slug, after: 0, step: show });
  expect(step).toMatchObject({ ok: true });
  const score = (await stagePicture(db, round.id))?.view.score;
  expect(score).toMatchObject({
    total: "107.50",
    parts: [
      { label: "基础项目", points: "27.5" },
      { label: "视频", points: "0" },
    ],
  });
});
