import { beforeEach, describe, expect, test } from "vitest";
import { withdrawRelease } from "~/commands/releases/withdraw-release.ts";
import { digestOf } from "~/primitives/canonical-json.ts";
import { planOf, previewDigest } from "~/reads/advancement/advancement-plan.ts";
import type { Actor } from "~/rules/accounts/access.ts";
import { type AdvancementRule, defaultAdvancementRule } from "~/rules/advancement/advancement-rule.ts";
import { findAdvancementTask } from "~db/queries/advancement/advancements.ts";
import { findRunSheet } from "~db/queries/heats/attendances.ts";
import { makeTour } from "~db/seed/factories/finals.ts";
import { releaseRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { advanceToFinal } from "./advance-to-final.ts";
import { moveUpSubstitute } from "./move-up-substitute.ts";
import { saveAdvancementRule } from "./save-advancement-rule.ts";
import { settleAdvancementTie } from "./settle-advancement-tie.ts";
import { withdrawFinalist } from "./withdraw-finalist.ts";

const database = testDatabase();
type Tour = Awaited<ReturnType<typeof makeTour>>;
let tour: Tour;

const by = (actor: Actor = tour.organizer, more: object = {}) => ({ db: database.db, actor, ...more });
const refusal = (type: string) => ({ ok: false, error: { type } });
const edition = async () =>
  await database.db.selectFrom("editions").selectAll().where("id", "=", tour.edition.id).executeTakeFirstOrThrow();
const task = async () => await findAdvancementTask(database.db, await edition());
async function digest() {
  const now = await task();
  const plan = planOf(now);
  return plan ? previewDigest(now, plan) : "0".repeat(64);
}
const draw = async (more: object = {}, actor?: Actor, at?: object) =>
  await advanceToFinal(by(actor, at), { edition: tour.edition.slug, digest: await digest(), ...more });
const slugOf = (number: number) => tour.heats[number]?.round.slug ?? "";
const withdraw = (number: number, entry: string) =>
  withdrawFinalist(by(), { edition: tour.edition.slug, heat: slugOf(number), entry, reason: "创始人生病" });
const moveUp = (number: number, entry: string) =>
  moveUpSubstitute(by(), { edition: tour.edition.slug, heat: slugOf(number), entry });
const finalists = async () => (await findRunSheet(database.db, tour.final.id)).map(({ title }) => title).sort();
const titleOf = (number: number, key: string) => `赛区${tour.heats[number]?.round.id}项目${key}`;
/** The entries of a heat, the best first, by their keys. */
async function ranked(number: number): Promise<string[]> {
  const { published } = await task();
  const entries = published.find(({ slug }) => slug === slugOf(number))?.entries ?? [];
  return [...entries].sort((a, b) => (a.rank ?? 99) - (b.rank ?? 99)).map(({ entry }) => entry);
}
const lines = () =>
  database.db.selectFrom("advancements").selectAll().where("roundId", "=", tour.final.id).orderBy("version").execute();
const setRule = async (given: Partial<AdvancementRule>) => {
  const rule = { ...defaultAdvancementRule, places: 1, afterNotice: false, ...given };
  const version = digestOf((await edition()).advancement);
  return await saveAdvancementRule(by(), { edition: tour.edition.slug, version, rule });
};
const beginFinal = () =>
  database.db.updateTable("rounds").set({ state: "ready" }).where("id", "=", tour.final.id).execute();

beforeEach(async () => {
  tour = await makeTour(database.db);
});

test("one command fills the final with the first of each heat, keeping what each went on by; the same again changes nothing", async () => {
  const firsts = [(await ranked(0))[0] ?? "", (await ranked(1))[0] ?? ""];
  const first = await draw();
  expect(first).toEqual({ ok: true, value: { going: 2, added: 2, removed: 0, version: 1 } });
  const titles = [titleOf(0, firsts[0] ?? ""), titleOf(1, firsts[1] ?? "")].sort();
  expect(await finalists()).toEqual(titles);
  const { drawn } = await task();
  const own = drawn?.places.filter(({ outcome }) => outcome === "advanced");
  expect(own?.map(({ rank, version, digest }) => [rank, version, digest])).toEqual(
    [...tour.heats]
      .sort((a, b) => (a.round.slug < b.round.slug ? -1 : 1))
      .map(({ signed }) => [1, signed.version, signed.digest]),
  );
  expect(drawn?.places).toHaveLength(8);

  expect(await draw()).toEqual({ ok: true, value: { going: 2, added: 0, removed: 0, version: 1 } });
  expect(await lines()).toHaveLength(1);
  const trail = await database.db
    .selectFrom("auditEntries")
    .select(["command", "actorId"])
    .where("roundId", "=", tour.final.id)
    .execute();
  expect(trail).toEqual([0, 1].map(() => ({ command: "advance-to-final", actorId: tour.organizer.id })));
});

test("a repeated request draws once; nobody but an organizer of the edition draws", async () => {
  const input = { edition: tour.edition.slug, digest: await digest() };
  const key = { idempotencyKey: "draw-once-12345" };
  const answers = [
    await advanceToFinal(by(tour.organizer, key), input),
    await advanceToFinal(by(tour.organizer, key), input),
  ];
  expect(answers[1]).toEqual(answers[0]);
  const { editionId } = tour.final;
  for (const role of ["scorer", "supervisor", "screener", "conductor", "judge"] as const) {
    const other = await makePerson(database.db, { grants: [{ role, editionId }] });
    expect(await draw({}, other)).toEqual(refusal("not-found"));
  }
  const elsewhere = await makeTour(database.db, { heats: 0 });
  expect(await draw({}, elsewhere.organizer)).toEqual(refusal("not-found"));
});

describe("drawing is refused", () => {
  test("when the preview is no longer what would happen", async () => {
    const seen = await digest();
    await withdraw(0, (await ranked(0))[0] ?? "");
    expect(await draw({ digest: seen })).toEqual(refusal("stale-preview"));
  });

  test("while a heat has no published result, unless it is left out by name", async () => {
    const heat = tour.heats[1];
    if (!heat) throw new Error("no heat");
    await withdrawRelease(by(heat.organizer), { round: heat.round.slug, version: 1, reason: "异议成立" });
    expect(await draw()).toEqual(refusal("heats-unpublished"));
    expect(await draw({ without: true })).toMatchObject({ ok: true, value: { going: 1 } });
    expect(await finalists()).toEqual([titleOf(0, (await ranked(0))[0] ?? "")]);
  });

  test("while a public notice is open or there is none, where the rule waits for it", async () => {
    await setRule({ afterNotice: true });
    expect(await draw()).toEqual(refusal("notice-open"));
    tour = await makeTour(database.db, { noticeEndsOn: "2099-12-05", rule: { afterNotice: true } });
    expect(await draw({}, tour.organizer, { at: new Date("2099-12-05T15:59:59Z") })).toEqual(refusal("notice-open"));
    expect(await draw({}, tour.organizer, { at: new Date("2099-12-05T16:00:00Z") })).toMatchObject({ ok: true });
  });

  test("once the final has begun: its state is beyond ready, or somebody has a sheet", async () => {
    await beginFinal();
    expect(await draw()).toMatchObject({ ok: true });
    await database.db.updateTable("rounds").set({ state: "judging" }).where("id", "=", tour.final.id).execute();
    const entry = (await ranked(0))[0] ?? "";
    expect(await draw()).toEqual(refusal("final-begun"));
    expect(await withdraw(0, entry)).toEqual(refusal("final-begun"));
    expect(await moveUp(0, entry)).toEqual(refusal("final-begun"));
  });

  test("without a rule, and without a final", async () => {
    await database.db.updateTable("editions").set({ advancement: null }).where("id", "=", tour.edition.id).execute();
    expect(await draw()).toEqual(refusal("no-advancement-rule"));
    await setRule({});
    await database.db.updateTable("rounds").set({ kind: "preliminary" }).where("id", "=", tour.final.id).execute();
    expect(await draw()).toEqual(refusal("no-final"));
  });
});

test("a key that somebody has left the final with is given to nobody else", async () => {
  await draw();
  const [first = "", second = ""] = await ranked(1);
  const [last] = (await findRunSheet(database.db, tour.final.id)).filter(({ title }) => title === titleOf(1, first));
  expect(last?.key).toBe("2");
  await withdraw(1, first);
  await moveUp(1, second);
  expect((await findRunSheet(database.db, tour.final.id)).map(({ key }) => key)).toEqual(["1", "3"]);
});

test("one who withdraws leaves the final, with the reason in the trail alone; the next one moves up, and nobody else", async () => {
  await draw();
  const [first = "", second = "", third = ""] = await ranked(0);
  const before = await finalists();
  expect(await moveUp(0, second)).toEqual(refusal("not-next"));
  expect(await withdraw(0, first)).toEqual({ ok: true, value: { left: true } });
  expect(await withdraw(0, first)).toEqual(refusal("withdrawn-already"));
  expect(await withdraw(0, "nobody")).toEqual(refusal("no-such-entry"));
  expect(await finalists()).toEqual(before.filter((title) => title !== titleOf(0, first)));
  expect(await moveUp(0, third)).toEqual(refusal("not-next"));
  expect(await moveUp(0, second)).toMatchObject({ ok: true });
  expect(await moveUp(0, second)).toEqual(refusal("not-next"));
  expect(await finalists()).toEqual(
    [...before.filter((title) => title !== titleOf(0, first)), titleOf(0, second)].sort(),
  );
  // The key that was left is nobody else's: the trail names it
  expect((await findRunSheet(database.db, tour.final.id)).map(({ key }) => key).sort()).toEqual(["2", "3"]);
  const { drawn } = await task();
  expect(drawn?.places.filter(({ movedUpAt }) => movedUpAt).map(({ title }) => title)).toEqual([titleOf(0, second)]);
  const trail = await database.db
    .selectFrom("auditEntries")
    .leftJoin("auditReasons", "auditReasons.entryId", "auditEntries.id")
    .select(["command", "roundId", "reason", "facts"])
    .where("command", "in", ["withdraw-finalist", "move-up-substitute"])
    .where("editionId", "=", tour.edition.id)
    .orderBy("id")
    .execute();
  const heatId = tour.heats[0]?.round.id;
  const finalId = tour.final.id;
  expect(trail.map(({ command, roundId, reason }) => [command, roundId, reason])).toEqual([
    ["withdraw-finalist", finalId, null],
    ["withdraw-finalist", heatId, "创始人生病"],
    ["move-up-substitute", finalId, null],
    ["move-up-substitute", heatId, null],
  ]);
  expect(JSON.stringify(trail.map(({ facts }) => facts))).not.toContain("生病");
  // The line still agrees: a withdrawal is no difference, and drawing it again changes nothing
  expect(await draw()).toMatchObject({ ok: true, value: { added: 0, removed: 0, version: 1 } });
});

test("after the final's draw whoever moves up appears last", async () => {
  await draw();
  const { db } = database;
  const sheet = await findRunSheet(db, tour.final.id);
  for (const [at, { id }] of sheet.entries())
    await db
      .updateTable("entries")
      .set({ drawNumber: at + 1, runningOrder: at + 1 })
      .where("id", "=", id)
      .execute();
  const record = { roundId: tour.final.id, method: "sha256-sort", seed: "x".repeat(32), drawnById: tour.organizer.id };
  await db
    .insertInto("draws")
    .values({ ...record, entryKeys: sheet.map(({ key }) => key) })
    .execute();
  const [first = "", second = ""] = await ranked(0);
  await withdraw(0, first);
  await moveUp(0, second);
  expect((await findRunSheet(db, tour.final.id)).at(-1)).toMatchObject({ title: titleOf(0, second), runningOrder: 3 });
});

test("nobody moves up where the rule says so", async () => {
  await setRule({ substitutes: false });
  await draw();
  const [first = "", second = ""] = await ranked(0);
  await withdraw(0, first);
  expect(await moveUp(0, second)).toEqual(refusal("not-next"));
  expect(await finalists()).toHaveLength(1);
});

test("equals on the line wait for the panel's vote, which is recorded once for those who are equal", async () => {
  // Both heats have the same marks, so the best behind their lines are equal by the result
  await setRule({ wildcards: { places: 1, by: "total" } });
  expect(await draw()).toEqual(refusal("ties-undecided"));
  const [first = "", second = "", third = ""] = await ranked(0);
  const vote = (places: object[], reason = "评委组 3 比 2") =>
    settleAdvancementTie(by(), { edition: tour.edition.slug, places, reason });
  const place = (number: number, entry: string, place: number) => ({ heat: slugOf(number), entry, place });
  expect(await vote([place(0, second, 1), place(1, second, 1)])).toMatchObject({ error: { type: "invalid-input" } });
  expect(await vote([place(0, second, 1), place(1, third, 2)])).toEqual(refusal("not-tied"));
  expect(await vote([place(0, second, 2), place(1, second, 1)])).toEqual({ ok: true, value: { settled: 2 } });
  expect(await draw()).toMatchObject({ ok: true, value: { going: 3 } });
  expect(await finalists()).toEqual([titleOf(0, first), titleOf(1, first), titleOf(1, second)].sort());
  expect(await vote([place(0, second, 1), place(1, second, 2)])).toEqual(refusal("not-tied"));
});

test("after a correction the line no longer agrees: nobody moves up by it, and drawn anew it takes out who no longer goes on", async () => {
  await draw();
  const [first = "", second = ""] = await ranked(0);
  const heat = tour.heats[0];
  if (!heat) throw new Error("no heat");
  const { db } = database;
  await withdraw(0, first);
  await db
    .updateTable("entries")
    .set({ title: "改名" })
    .where("id", "=", heat.entries[3]?.id ?? 0)
    .execute();
  await releaseRound(db, heat, "published", { reason: "项目名称有误" });
  // The titles alone differ: everybody stands where they stood
  expect(await moveUp(0, second)).toMatchObject({ ok: true });
  await withdrawRelease(by(heat.organizer), { round: heat.round.slug, version: 2, reason: "异议成立" });
  expect(await moveUp(0, second)).toEqual(refusal("advancement-differs"));
  expect(await draw({ without: true })).toMatchObject({ ok: true, value: { going: 1, removed: 1, version: 2 } });
  expect(await finalists()).toEqual([titleOf(1, (await ranked(1))[0] ?? "")]);
});

test("a line stands as it was drawn, and the rule is saved by whoever saw the latest one", async () => {
  await draw();
  const { db } = database;
  await expect(db.updateTable("advancementPlaces").set({ standing: "cut" }).execute()).rejects.toThrow(
    "as it was drawn",
  );
  await expect(db.deleteFrom("advancementPlaces").execute()).rejects.toThrow("only grows");
  await expect(db.deleteFrom("advancements").execute()).rejects.toThrow("only grows");
  const rule = { ...defaultAdvancementRule, places: 2 };
  expect(await saveAdvancementRule(by(), { edition: tour.edition.slug, version: "old", rule })).toEqual(
    refusal("stale-version"),
  );
});

test("what the line rests on is asked in five queries, however many heats there are", async () => {
  for (const heats of [1, 3]) {
    tour = await makeTour(database.db, { heats });
    const row = await edition();
    expect((await database.queriesOf(() => findAdvancementTask(database.db, row))).queries).toHaveLength(5);
  }
});
