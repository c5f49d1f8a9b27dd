import { beforeEach, expect, test } from "vitest";
import { withdrawRelease } from "~/commands/releases/withdraw-release.ts";
import { digestOf } from "~/primitives/canonical-json.ts";
import type { Actor } from "~/rules/accounts/access.ts";
import { areAwardsVisible } from "~/rules/releases/visible.ts";
import { findAwardSettings, findGrant, findPublicAwards } from "~db/queries/awards/awards.ts";
import { findFinalOf } from "~db/queries/diligence.ts";
import { examine, makePublishedFinal } from "~db/seed/factories/finals.ts";
import { releaseRound } from "~db/seed/factories/heats.ts";
import { testDatabase } from "~db/testing/database.ts";
import { findAwardTask } from "./award-task.ts";
import { grantAwards } from "./grant-awards.ts";
import { revokeAwards } from "./revoke-awards.ts";
import { saveAwardSettings } from "./save-award-settings.ts";

const database = testDatabase();
let final: Awaited<ReturnType<typeof makePublishedFinal>>;

beforeEach(async () => {
  final = await makePublishedFinal(database.db);
});

const by = (actor: Actor = final.organizer, at?: Date) => ({ db: database.db, actor, ...(at ? { at } : {}) });
const refusal = (type: string) => ({ ok: false, error: { type } });
async function task(at = new Date()) {
  const { id: editionId } = final.edition;
  return await findAwardTask(database.db, {
    editionId,
    at,
    final: (await findFinalOf(database.db, editionId)) ?? null,
  });
}
async function settle(moveUp: boolean, places = [1, 2]) {
  const kept = await findAwardSettings(database.db, final.edition.id);
  const levels = kept.levels.map((level, at) => ({ ...level, places: places[at] ?? 1 }));
  const settings = { moveUp, levels };
  return await saveAwardSettings(by(), { edition: final.edition.slug, version: digestOf(kept), settings });
}
const grant = async (actor?: Actor, at?: Date) =>
  await grantAwards(by(actor, at), { edition: final.edition.slug, digest: (await task(at)).digest });
const revoke = () => revokeAwards(by(), { edition: final.edition.slug, reason: "核查有误" });
const granted = async () =>
  (await findGrant(database.db, final.edition.id))?.awards.map(
    ({ entry, title, yuan, rank, awardedRank }) => `${entry} ${title} ${yuan} ${rank}→${awardedRank}`,
  );
const shown = async () =>
  (await findPublicAwards(database.db, final.edition.id)).map(({ title, award }) => `${title} ${award}`);

test("a finalist fails, the next moves up where the edition says so; awarded ranks stand beside the provisional ones", async () => {
  const before = await database.db.selectFrom("releases").selectAll().execute();
  expect((await settle(true)).ok).toBe(true);
  await examine(database.db, final, { 1: "failed", 2: "passed", 3: "passed" });
  expect(await grant()).toEqual(refusal("finalists-undecided"));
  await examine(database.db, final, { 4: "passed" });
  expect(await grant()).toEqual({ ok: true, value: { awards: 3 } });
  expect(await granted()).toEqual(["2 一等奖 500000 2→1", "3 二等奖 300000 3→2", "4 二等奖 300000 4→3"]);
  expect(await shown()).toEqual(["决赛项目2 一等奖", "决赛项目3 二等奖", "决赛项目4 二等奖"]);
  expect(await database.db.selectFrom("releases").selectAll().execute()).toEqual(before);
});

test("where nobody moves up, the place that was lost is given to nobody", async () => {
  await examine(database.db, final, { 1: "withdrawn", 2: "passed", 3: "passed" });
  expect(await grant()).toEqual({ ok: true, value: { awards: 2 } });
  expect(await granted()).toEqual(["2 二等奖 300000 2→2", "3 二等奖 300000 3→3"]);
});

test("nothing is granted before its notice is over in Beijing", async () => {
  final = await makePublishedFinal(database.db, { noticeEndsOn: "2099-12-05" });
  await examine(database.db, final, { 1: "passed", 2: "passed", 3: "passed" });
  expect(await grant(undefined, new Date("2099-12-05T15:59:59Z"))).toEqual(refusal("notice-open"));
  expect(await grant(undefined, new Date("2099-12-05T16:00:00Z"))).toMatchObject({ ok: true });
});

test("nothing is granted without a published result, without awards, or by a list that has changed", async () => {
  const { digest } = await task();
  await examine(database.db, final, { 1: "passed", 2: "passed", 3: "passed" });
  expect(await grantAwards(by(), { edition: final.edition.slug, digest })).toEqual(refusal("stale-preview"));
  const { id, slug } = final.edition;
  await database.db.updateTable("editions").set({ page: {} }).where("id", "=", id).execute();
  expect(await grant()).toEqual(refusal("no-prizes"));
  await withdrawRelease(by(), { round: final.round.slug, version: 1, reason: "异议成立" });
  expect(await grant()).toEqual(refusal("nothing-published"));
  expect(slug).not.toBe("");
});

test("nobody but an organizer of the edition grants; granted twice it is granted once", async () => {
  await examine(database.db, final, { 1: "passed", 2: "passed", 3: "passed" });
  for (const actor of [final.supervisor, final.scorer]) expect(await grant(actor)).toEqual(refusal("not-found"));
  const input = { edition: final.edition.slug, digest: (await task()).digest };
  const key = { ...by(), idempotencyKey: "grant-once-12345" };
  const first = await grantAwards(key, input);
  expect(await grantAwards(key, input)).toEqual(first);
  expect(await grant()).toEqual(refusal("awards-granted"));
  const entries = await database.db
    .selectFrom("auditEntries")
    .select(["facts", "roundId"])
    .where("command", "=", "grant-awards")
    .where("editionId", "=", final.edition.id)
    .execute();
  expect(entries).toEqual([{ roundId: final.round.id, facts: { version: 1, awards: 3, digest: input.digest } }]);
});

test("granted awards do not change, save by being revoked with a reason; then they vanish, and may be granted anew", async () => {
  const { db } = database;
  await examine(db, final, { 1: "passed", 2: "passed", 3: "passed" });
  expect(await revoke()).toEqual(refusal("not-granted"));
  await grant();
  expect(await settle(true)).toEqual(refusal("awards-granted"));
  const { id: editionId } = final.edition;
  await expect(db.updateTable("awards").set({ yuan: 1 }).execute()).rejects.toThrow("only grows");
  const change = db.updateTable("awardGrants").set({ moveUp: true }).where("editionId", "=", editionId);
  await expect(change.execute()).rejects.toThrow("a grant stays");
  expect((await revoke()).ok).toBe(true);
  expect(await shown()).toEqual([]);
  expect((await settle(true)).ok).toBe(true);
  expect(await grant()).toMatchObject({ ok: true });
  expect(await shown()).toHaveLength(3);
});

test("the public sees awards once they are granted, and no more once the result is corrected or withdrawn", async () => {
  const { db } = database;
  await examine(db, final, { 1: "passed", 2: "passed", 3: "passed" });
  expect(await shown()).toEqual([]);
  await grant();
  const { queries } = await database.queriesOf(() => findPublicAwards(db, final.edition.id));
  expect([queries.length, (await shown()).length]).toEqual([1, 3]);
  const words = JSON.stringify(await findPublicAwards(db, final.edition.id));
  for (const secret of ["total", "reason", "decision", "rank", "决赛项目4"]) expect(words).not.toContain(secret);
  await db
    .updateTable("entries")
    .set({ title: "改名" })
    .where("id", "=", final.entries[3]?.id ?? 0)
    .execute();
  await releaseRound(db, final, "published", { reason: "名称有误" });
  expect(await shown()).toEqual([]);
  await revoke();
  await grant();
  expect(await shown()).toHaveLength(3);
  await withdrawRelease(by(), { round: final.round.slug, version: 2, reason: "异议成立" });
  expect(await shown()).toEqual([]);
});

test("the rule: only granted, only beside results, only by the version that stands", () => {
  const grantOf = (state: "published" | "superseded" | "withdrawn", revoked = false) => ({
    release: { state },
    revoked,
  });
  expect(areAwardsVisible({ results: true }, grantOf("published"))).toBe(true);
  expect(areAwardsVisible({ results: false }, grantOf("published"))).toBe(false);
  expect(areAwardsVisible({ results: true }, null)).toBe(false);
  expect(areAwardsVisible({ results: true }, grantOf("published", true))).toBe(false);
  for (const state of ["superseded", "withdrawn"] as const)
    expect(areAwardsVisible({ results: true }, grantOf(state))).toBe(false);
});
