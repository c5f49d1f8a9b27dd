import { beforeEach, expect, test } from "vitest";
import { advanceToFinal } from "~/commands/advancement/advance-to-final.ts";
import { moveUpSubstitute } from "~/commands/advancement/move-up-substitute.ts";
import { withdrawFinalist } from "~/commands/advancement/withdraw-finalist.ts";
import { withdrawRelease } from "~/commands/releases/withdraw-release.ts";
import { planOf, previewDigest } from "~/reads/advancement/advancement-plan.ts";
import * as runSheet from "~/routes/organize/heats/sign-in.tsx";
import type { Actor } from "~/rules/accounts/access.ts";
import { visibleAdvanced } from "~/rules/releases/visible.ts";
import { pagesOf } from "~/testing/pages.ts";
import { withoutChance } from "~/testing/without-chance.ts";
import { findPublicAdvanced } from "~db/queries/advancement/advancement-lines.ts";
import { findAdvancementTask } from "~db/queries/advancement/advancements.ts";
import { makeTour } from "~db/seed/factories/finals.ts";
import { releaseRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as edition from "../editions/edition.tsx";
import * as roundResults from "./round-results.tsx";

const database = testDatabase();
const pages = pagesOf({
  "editions/:edition": edition,
  "results/:round": roundResults,
  "organize/rounds/:round/run-sheet": runSheet,
});
let tour: Awaited<ReturnType<typeof makeTour>>;

beforeEach(async () => {
  tour = await makeTour(database.db, { heats: 2, rule: { wildcards: { places: 1, by: "z-score" }, ties: "all" } });
});

const by = () => ({ db: database.db, actor: tour.organizer });
const html = async (path: string, actor: Actor | null = null) =>
  await (await pages(path, { db: database.db, actor })).text();
const editionPage = () => html(`/editions/${tour.edition.slug}`);
const resultsOf = (number: number) => html(`/results/${tour.heats[number]?.round.slug}`);
const shown = async () => {
  const all = await findPublicAdvanced(database.db, { editionId: tour.edition.id });
  return all.map(
    ({ heat, entry, means }) => `${tour.heats.findIndex(({ round }) => round.slug === heat)}-${entry} ${means}`,
  );
};
async function draw(without = false) {
  const row = await database.db
    .selectFrom("editions")
    .selectAll()
    .where("id", "=", tour.edition.id)
    .executeTakeFirstOrThrow();
  const task = await findAdvancementTask(database.db, row);
  const plan = planOf(task);
  const digest = plan ? previewDigest(task, plan) : "";
  const answer = await advanceToFinal(by(), { edition: tour.edition.slug, digest, without });
  expect(answer.ok).toBe(true);
}

test("nobody reads who goes on before the line is drawn; then beside the published results, without any figure of the line", async () => {
  expect(await shown()).toEqual([]);
  for (const page of [await editionPage(), await resultsOf(0)]) expect(page).not.toContain("晋级总决赛");
  await draw();
  expect(await shown()).toEqual(["0-1 advanced", "0-2 wildcard", "1-1 advanced", "1-2 wildcard"]);
  const whole = await editionPage();
  const one = await resultsOf(0);
  for (const page of [whole, one]) {
    expect(page).toContain("晋级总决赛");
    expect(page).toContain("外卡");
  }
  const mine = one.slice(one.indexOf("晋级总决赛")).split("</section>")[0];
  expect(mine).toContain(`赛区${tour.heats[0]?.round.id}项目1`);
  expect(mine).not.toContain(`赛区${tour.heats[1]?.round.id}`);
  const told = withoutChance(await findPublicAdvanced(database.db, { editionId: tour.edition.id }));
  for (const secret of ["square", "rank", "total", "standing", "reason", "substitute", "60.00"])
    expect(told).not.toContain(secret);
});

test("who withdraws is shown no more, and who moves up is", async () => {
  await draw();
  const of = { edition: tour.edition.slug, heat: tour.heats[0]?.round.slug };
  await withdrawFinalist(by(), { ...of, entry: "1", reason: "另有安排" });
  expect(await shown()).toEqual(["0-2 wildcard", "1-1 advanced", "1-2 wildcard"]);
  expect((await moveUpSubstitute(by(), { ...of, entry: "3" })).ok).toBe(true);
  expect(await shown()).toEqual(["0-2 wildcard", "0-3 moved-up", "1-1 advanced", "1-2 wildcard"]);
  for (const page of [await editionPage(), await resultsOf(0)]) expect(page).not.toContain("另有安排");
});

test("with a withdrawn result its part of the list is gone at once, and with a corrected one until the line is drawn anew", async () => {
  await draw();
  const heat = tour.heats[0];
  if (!heat) throw new Error("no heat");
  await database.db
    .updateTable("entries")
    .set({ title: "改名" })
    .where("id", "=", heat.entries[3]?.id ?? 0)
    .execute();
  await releaseRound(database.db, heat, "published", { reason: "项目名称有误" });
  expect(await shown()).toEqual(["1-1 advanced", "1-2 wildcard"]);
  expect(await resultsOf(0)).not.toContain("晋级总决赛");
  await draw();
  expect(await shown()).toHaveLength(4);
  await withdrawRelease({ ...by(), actor: heat.organizer }, { round: heat.round.slug, version: 2, reason: "异议成立" });
  expect(await shown()).toEqual(["1-1 advanced", "1-2 wildcard"]);
  expect(await editionPage()).not.toContain(`赛区${heat.round.id}项目`);
});

test("the rule: only beside results, only by the version that stands, only who is still there", () => {
  const entry = { release: { state: "published" }, withdrawn: false } as const;
  expect(visibleAdvanced({ results: true }, [entry])).toEqual([entry]);
  expect(visibleAdvanced({ results: false }, [entry])).toEqual([]);
  expect(visibleAdvanced({ results: true }, [{ ...entry, withdrawn: true }])).toEqual([]);
  for (const state of ["proposed", "confirmed", "superseded", "voided", "withdrawn"] as const)
    expect(visibleAdvanced({ results: true }, [{ ...entry, release: { state } }])).toEqual([]);
});

test("one query, however many go on", async () => {
  await draw();
  const { id: editionId } = tour.edition;
  expect((await database.queriesOf(() => findPublicAdvanced(database.db, { editionId }))).queries).toHaveLength(1);
});

test("the desk of the final sees how a finalist got there, and a judge does not", async () => {
  await draw();
  const path = `/organize/rounds/${tour.final.slug}/run-sheet?entry=1`;
  const desk = await html(path, tour.organizer);
  for (const words of ["晋级经过", "第1名，77.50", "成绩第1版 · 晋级", tour.heats[0]?.round.title ?? ""])
    expect(desk).toContain(words);
  const judge = await makePerson(database.db, { grants: [{ role: "judge", roundId: tour.final.id }] });
  expect(await html(path, judge)).not.toContain("晋级经过");
});
