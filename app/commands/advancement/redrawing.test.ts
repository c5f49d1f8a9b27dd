import { beforeEach, describe, expect, test } from "vitest";
import { deleteOwnData } from "~/commands/accounts/delete-own-data.ts";
import { withdrawRelease } from "~/commands/releases/withdraw-release.ts";
import { digestOf } from "~/primitives/canonical-json.ts";
import { planOf, previewDigest } from "~/reads/advancement/advancement-plan.ts";
import { type AdvancementRule, defaultAdvancementRule } from "~/rules/advancement/advancement-rule.ts";
import { findPastLines, findPublicAdvanced } from "~db/queries/advancement/advancement-lines.ts";
import { findAdvancementTask } from "~db/queries/advancement/advancements.ts";
import { findRunSheet } from "~db/queries/heats/attendances.ts";
import { makeApplication } from "~db/seed/factories/applications.ts";
import { makeTour } from "~db/seed/factories/finals.ts";
import { makeRound, releaseRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { advanceToFinal } from "./advance-to-final.ts";
import { moveUpSubstitute } from "./move-up-substitute.ts";
import { saveAdvancementRule } from "./save-advancement-rule.ts";
import { settleAdvancementTie } from "./settle-advancement-tie.ts";
import { withdrawFinalist } from "./withdraw-finalist.ts";

const database = testDatabase();
let tour: Awaited<ReturnType<typeof makeTour>>;
beforeEach(async () => {
  tour = await makeTour(database.db);
});

const by = (more: object = {}) => ({ db: database.db, actor: tour.organizer, ...more });
const refusal = (type: string) => ({ ok: false, error: { type } });
const edition = async () =>
  await database.db.selectFrom("editions").selectAll().where("id", "=", tour.edition.id).executeTakeFirstOrThrow();
const task = async () => await findAdvancementTask(database.db, await edition());
async function draw(more: object = {}, at: object = {}) {
  const now = await task();
  const plan = planOf(now);
  const digest = plan ? previewDigest(now, plan) : "0".repeat(64);
  return await advanceToFinal(by(at), { edition: tour.edition.slug, digest, ...more });
}
const slugOf = (number: number) => tour.heats[number]?.round.slug ?? "";
const of = (number: number, entry: string) => ({ edition: tour.edition.slug, heat: slugOf(number), entry });
const withdraw = (number: number, entry: string) => withdrawFinalist(by(), { ...of(number, entry), reason: "生病" });
const moveUp = (number: number, entry: string, at: object = {}) => moveUpSubstitute(by(at), of(number, entry));
const vote = (...entries: [number: number, entry: string][]) =>
  settleAdvancementTie(by(), {
    edition: tour.edition.slug,
    places: entries.map(([number, entry], at) => ({ heat: slugOf(number), entry, place: at + 1 })),
    reason: "评委组 3 比 2",
  });
async function ranked(number: number): Promise<string[]> {
  const { published } = await task();
  const entries = published.find(({ slug }) => slug === slugOf(number))?.entries ?? [];
  return [...entries].sort((a, b) => (a.rank ?? 99) - (b.rank ?? 99)).map(({ entry }) => entry);
}
const setRule = async (given: Partial<AdvancementRule>) => {
  const rule = { ...defaultAdvancementRule, places: 1, afterNotice: false, ...given };
  const version = digestOf((await edition()).advancement);
  return await saveAdvancementRule(by(), { edition: tour.edition.slug, version, rule });
};
/** Who is in the final: key there, number of the heat, key there. */
async function finalists(): Promise<string[]> {
  const { final, published } = await task();
  const own = await findRunSheet(database.db, tour.final.id);
  return [...(final?.entries ?? [])]
    .flatMap(([from, { key }]) =>
      published.flatMap(({ slug, entries }) =>
        entries.filter(({ id }) => id === from).map(({ entry }) => [key, slug, entry] as const),
      ),
    )
    .filter(([key]) => own.some((each) => each.key === key))
    .map(([key, slug, entry]) => `${key}: ${tour.heats.findIndex(({ round }) => round.slug === slug)}-${entry}`)
    .sort();
}
async function takeOut(number: number) {
  const heat = tour.heats[number];
  if (!heat) throw new Error("no heat");
  await withdrawRelease(by({ actor: heat.organizer }), { round: heat.round.slug, version: 1, reason: "异议成立" });
  return heat;
}

describe("a line drawn anew", () => {
  test("gives the key of whoever is taken out to nobody else, and back to them alone", async () => {
    await draw();
    const [first] = await ranked(1);
    const heat = await takeOut(1);
    expect(await draw({ without: true })).toMatchObject({ ok: true, value: { removed: 1 } });
    await setRule({ places: 2 });
    await draw({ without: true });
    const [mine, next] = await ranked(0);
    expect(await finalists()).toEqual([`1: 0-${mine}`, `3: 0-${next}`]);
    await setRule({ places: 1 });
    await releaseRound(database.db, heat, "published", { reason: "驳回异议" });
    expect(await draw()).toMatchObject({ ok: true });
    expect(await finalists()).toEqual([`1: 0-${mine}`, `2: 1-${first}`]);
  });

  test("brings declared ties, sign-in and ticket back with the entry that it took out", async () => {
    const { db } = database;
    await draw();
    await db.updateTable("rounds").set({ state: "ready" }).where("id", "=", tour.final.id).execute();
    const roundId = tour.final.id;
    const entries = () =>
      db.selectFrom("entries").select(["id", "key", "ticket"]).where("roundId", "=", roundId).orderBy("key").execute();
    const before = await entries();
    const { id: judgeId } = await db
      .insertInto("panelMembers")
      .values({ roundId, key: "J1", name: "甲" })
      .returning("id")
      .executeTakeFirstOrThrow();
    for (const { id: entryId } of before) {
      const seen = { state: "present", means: "hand", recordedById: tour.organizer.id };
      await db
        .insertInto("attendances")
        .values({ entryId, roundId, ...seen })
        .execute();
      await db.insertInto("recusals").values({ roundId, entryId, judgeId, reason: "亲属" }).execute();
    }
    const heat = await takeOut(1);
    await draw({ without: true });
    expect(await entries()).toHaveLength(1);
    await releaseRound(db, heat, "published", { reason: "驳回异议" });
    expect(await draw()).toMatchObject({ ok: true, value: { added: 1 } });
    const after = await entries();
    expect(after.map(({ key, ticket }) => [key, ticket])).toEqual(before.map(({ key, ticket }) => [key, ticket]));
    const of = after.map(({ id }) => id);
    const ties = await db.selectFrom("recusals").select(["entryId", "reason"]).where("roundId", "=", roundId).execute();
    expect(ties.map(({ entryId }) => entryId).sort()).toEqual(of.sort());
    expect(ties.every(({ reason }) => reason === "亲属")).toBe(true);
    const signed = await db
      .selectFrom("attendances")
      .select(["entryId", "state"])
      .where("roundId", "=", roundId)
      .execute();
    expect(signed.map(({ entryId }) => entryId).sort()).toEqual(of.sort());
  });

  test("still says who had moved up", async () => {
    await draw();
    const [first = "", second = ""] = await ranked(0);
    await withdraw(0, first);
    expect(await moveUp(0, second)).toMatchObject({ ok: true });
    const key = (await finalists()).find((each) => each.endsWith(`0-${second}`))?.split(":")[0] ?? "";
    const past = await findPastLines(database.db, tour.final.id, key);
    await takeOut(1);
    expect(await draw({ without: true })).toMatchObject({ ok: true, value: { version: 2 } });
    const shown = await findPublicAdvanced(database.db, { editionId: tour.edition.id });
    expect(shown.map(({ entry, means }) => [entry, means])).toEqual([[second, "moved-up"]]);
    const now = await findPastLines(database.db, tour.final.id, key);
    expect([now?.outcome, now?.movedUpAt]).toEqual(["substitute", past?.movedUpAt]);
    expect(past?.movedUpAt).not.toBeNull();
  });

  test("is what a new rule waits for: until then the next moves up by the rule of the line that was drawn", async () => {
    await draw();
    const [first = "", second = ""] = await ranked(0);
    await withdraw(0, first);
    await setRule({ substitutes: false, places: 2 });
    expect(await moveUp(0, second)).toMatchObject({ ok: true });
    tour = await makeTour(database.db, { rule: { substitutes: false } });
    await draw();
    const [best = "", next = ""] = await ranked(0);
    await withdraw(0, best);
    await setRule({ substitutes: true });
    expect(await moveUp(0, next)).toEqual(refusal("not-next"));
  });
});

test("nobody moves up during a public notice, where the rule of the line waits for it", async () => {
  tour = await makeTour(database.db, { noticeEndsOn: "2099-12-04", rule: { afterNotice: true } });
  const at = { at: new Date("2099-12-10T00:00:00Z") };
  expect(await draw({}, at)).toMatchObject({ ok: true });
  const [heat] = tour.heats;
  if (!heat) throw new Error("no heat");
  const [first = "", second = ""] = await ranked(0);
  await withdraw(0, first);
  const changed = { reason: "名称有误", noticeEndsOn: "2099-12-31" };
  await database.db
    .updateTable("entries")
    .set({ title: "改名" })
    .where("id", "=", heat.entries[3]?.id ?? 0)
    .execute();
  await releaseRound(database.db, heat, "published", changed);
  expect(await moveUp(0, second, at)).toEqual(refusal("notice-open"));
  expect(await moveUp(0, second, { at: new Date("2100-01-01T00:00:00Z") })).toMatchObject({ ok: true });
});

describe("the panel's vote", () => {
  beforeEach(async () => {
    await setRule({ wildcards: { places: 1, by: "total" } });
  });

  test("is on exactly one tie; a mistyped one is recorded anew until the line is drawn", async () => {
    const [, mine = ""] = await ranked(0);
    const [, other = ""] = await ranked(1);
    expect(await vote([0, mine], [1, other], [0, (await ranked(0))[2] ?? ""])).toEqual(refusal("not-tied"));
    expect(await vote([0, mine], [1, other])).toMatchObject({ ok: true });
    expect(await vote([1, other], [0, mine])).toEqual({ ok: true, value: { settled: 2 } });
    expect(await draw()).toMatchObject({ ok: true, value: { going: 3 } });
    expect((await finalists()).map((each) => each.split(" ")[1])).toContain(`1-${other}`);
    expect((await finalists()).map((each) => each.split(" ")[1])).not.toContain(`0-${mine}`);
    expect(await vote([0, mine], [1, other])).toEqual(refusal("not-tied"));
    const kept = await database.db
      .selectFrom("advancementDecisionPlaces as places")
      .innerJoin("entries", "entries.id", "places.entryId")
      .where(
        "entries.roundId",
        "in",
        tour.heats.map(({ round }) => round.id),
      )
      .select("places.decisionId")
      .execute();
    expect(new Set(kept.map(({ decisionId }) => decisionId)).size).toBe(2);
  });

  test("is not waited for where those left fit: one of the equals withdraws, and the line can be drawn", async () => {
    const [, mine = ""] = await ranked(0);
    const [, other = ""] = await ranked(1);
    expect(await draw()).toEqual(refusal("ties-undecided"));
    await withdraw(0, mine);
    expect(await draw()).toMatchObject({ ok: true, value: { going: 3 } });
    expect((await finalists()).map((each) => each.split(" ")[1])).toContain(`1-${other}`);
  });
});

test("a heat that is a draft is missing, by name", async () => {
  const draft = await makeRound(database.db, { editionId: tour.edition.id, kind: "heat", state: "draft" });
  expect((await task()).heats.filter(({ release }) => !release).map(({ slug }) => slug)).toEqual([draft.slug]);
  expect(await draw()).toEqual(refusal("heats-unpublished"));
  expect(await draw({ without: true })).toMatchObject({ ok: true });
});

test("a finalist who erases their own data leaves the line too: the next moves up, and no line brings them back", async () => {
  const { db } = database;
  const [heat] = tour.heats;
  if (!heat) throw new Error("no heat");
  const applicant = await makePerson(db);
  const { id: applicationId } = await makeApplication(db, {
    editionId: tour.edition.id,
    applicant,
    groupId: tour.groups.team.id,
    roundId: heat.round.id,
  });
  const [first = "", second = ""] = await ranked(0);
  await db
    .updateTable("entries")
    .set({ applicationId })
    .where("roundId", "=", heat.round.id)
    .where("key", "=", first)
    .execute();
  await draw();
  const key = (await finalists()).find((each) => each.endsWith(`0-${first}`))?.split(":")[0];
  expect(await deleteOwnData(by({ actor: applicant }), { email: applicant.email })).toMatchObject({ ok: true });
  const gone = await db
    .selectFrom("advancementWithdrawals")
    .innerJoin("entries", "entries.id", "advancementWithdrawals.entryId")
    .where("entries.roundId", "=", heat.round.id)
    .select(["entries.key", "leftKey", "withdrawnById"])
    .execute();
  expect(gone).toEqual([{ key: first, leftKey: key, withdrawnById: applicant.id }]);
  const shown = await findPublicAdvanced(db, { editionId: tour.edition.id });
  expect(shown.filter(({ heat: slug }) => slug === heat.round.slug)).toEqual([]);
  const trail = await db
    .selectFrom("auditEntries")
    .select(["roundId", "facts"])
    .where("command", "=", "withdraw-finalist")
    .where("actorId", "=", applicant.id)
    .orderBy("id")
    .execute();
  expect(trail).toEqual([
    { roundId: tour.final.id, facts: { entry: key, heat: heat.round.slug } },
    { roundId: heat.round.id, facts: { entry: first, heat: heat.round.slug, left: true } },
  ]);
  expect(await moveUp(0, second)).toMatchObject({ ok: true });
  expect(await draw()).toMatchObject({ ok: true, value: { added: 0, removed: 0 } });
  expect((await finalists()).filter((each) => each.includes(": 0-")).map((each) => each.split("-")[1])).toEqual([
    second,
  ]);
});
