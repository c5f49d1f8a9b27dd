import { sql } from "kysely";
import { expect, test } from "vitest";
import { bundleText } from "~/rules/releases/bundle.ts";
import { verifyBundle } from "~/rules/releases/verify-bundle.ts";
import { sealTrail } from "~/services/audit/audit-sealing.ts";
import { verifyTrail } from "~/services/audit/audit-verification.ts";
import { publicKeyOf } from "~/services/vault/bundle-key.ts";
import { findSealByDigest, tryLockSealing } from "~db/queries/audit/audit-seals.ts";
import { makeClosedHeat } from "~db/seed/factories/finals.ts";
import { releaseRound } from "~db/seed/factories/heats.ts";
import { testDatabase } from "~db/testing/database.ts";
import { makeBundle } from "./make-bundle.ts";
import { withdrawRelease } from "./withdraw-release.ts";

const database = testDatabase();
const key = "05".repeat(32);
const at = new Date("2026-11-27T10:00:00.000Z");

async function publishedHeat() {
  const heat = await makeClosedHeat(database.db, { judges: 5, entries: 4, note: "只有评委自己看得到的话" });
  const { round, digest } = await releaseRound(database.db, heat, "published");
  return { heat, round, digest };
}

test("a published round's bundle verifies by itself, and names the hands that released it but no judge", async () => {
  const { heat, round, digest } = await publishedHeat();
  const made = await makeBundle(database.db, { round, key });
  if (!made.ok) throw new Error(made.error.type);
  const text = bundleText(made.bundle);
  expect(verifyBundle(new TextEncoder().encode(text), publicKeyOf(key))).toMatchObject({ ok: true });
  const { inputs, release, result } = made.bundle.statement;
  expect(result.standings).toHaveLength(4);
  expect(inputs.sheets).toHaveLength(20);
  expect(inputs.sheets.every(({ marks }) => Object.keys(marks).length === inputs.criteria.length)).toBe(true);
  expect(release).toMatchObject({ version: 1, digest, proposed: { name: heat.scorer.name } });
  expect(release).toMatchObject({ confirmed: { name: "监督员", factor: "totp" } });
  expect(release).toMatchObject({ published: { name: "组织者", factor: "totp" }, correction: null });
  expect(inputs.judges.map((judge) => Object.keys(judge))).toEqual(inputs.judges.map(() => ["key", "head"]));
  expect(text).not.toContain("只有评委自己看得到的话");
  for (const { name } of await database.db.selectFrom("panelMembers").select("name").execute())
    expect(text).not.toContain(name);
});

test("where the database stamps the trail by its own clock, as of a role that owns no table, the bundle verifies all the same", async () => {
  const { heat, round } = await publishedHeat();
  await database.db.transaction().execute(async (trx) => {
    await sql`alter table audit_entries disable trigger user`.execute(trx);
    await sql`update audit_entries set at = at + interval '7.204 milliseconds'
      where round_id = ${heat.round.id} and command = 'publish-release'`.execute(trx);
    await sql`alter table audit_entries enable trigger user`.execute(trx);
  });
  const made = await makeBundle(database.db, { round, key });
  if (!made.ok) throw new Error(made.error.type);
  const bytes = new TextEncoder().encode(bundleText(made.bundle));
  expect(verifyBundle(bytes, publicKeyOf(key))).toMatchObject({ ok: true });
});

test("a bundle holds the audit trail's seal over its publication, and is the same whatever is sealed later", async () => {
  const { heat, round } = await publishedHeat();
  const made = await makeBundle(database.db, { round, key });
  if (!made.ok) throw new Error(made.error.type);
  const { audit } = made.bundle.statement;
  const seal = await findSealByDigest(database.db, audit.seal.digest);
  expect(audit.seal).toEqual(seal);
  expect(audit.entry).toMatchObject({ command: "publish-release", actorId: heat.organizer.id });
  expect(await verifyTrail(database.db, at, { head: audit.seal.digest })).toMatchObject({
    ok: true,
    noted: seal?.number,
  });
  await publishedHeat();
  await sealTrail(database.db, () => at, { patienceMs: 0 });
  expect(await makeBundle(database.db, { round, key })).toEqual(made);
});

test("while somebody else seals the trail, a publication that is in no seal yet is not bundled", async () => {
  const { round } = await publishedHeat();
  await database.db.transaction().execute(async (trx) => {
    expect(await tryLockSealing(trx)).toBe(true);
    expect(await makeBundle(database.db, { round, key })).toEqual({ ok: false, error: { type: "not-sealed" } });
  });
  expect((await makeBundle(database.db, { round, key })).ok).toBe(true);
});

test("judges are named where the edition said so when the result was published, whatever it says since", async () => {
  const { db } = database;
  const heat = await makeClosedHeat(db, { judges: 5, entries: 2 });
  const say = (bundleNamesJudges: boolean) =>
    db.updateTable("editions").set({ bundleNamesJudges }).where("id", "=", heat.round.editionId).execute();
  const named = async () => {
    const made = await makeBundle(db, { round: heat.round.slug, key });
    return made.ok ? made.bundle.statement.inputs.judges.map((judge) => judge.name) : [];
  };
  await say(true);
  await releaseRound(db, heat, "published");
  await say(false);
  expect(await named()).toEqual(heat.seats.map(({ name }) => name));
  await db.updateTable("entries").set({ title: "改名" }).where("roundId", "=", heat.round.id).execute();
  await releaseRound(db, heat, "published", { reason: "名称有误" });
  await say(true);
  expect(await named()).toEqual(heat.seats.map(() => undefined));
});

test("sheets that do not count are not in it: drafts, and those of judges who left", async () => {
  const heat = await makeClosedHeat(database.db, { judges: 5, entries: 3, open: true });
  const [gone] = heat.seats;
  await database.db
    .updateTable("panelMembers")
    .set({ removedAt: at })
    .where("id", "=", gone?.id ?? 0)
    .execute();
  await database.db.updateTable("rounds").set({ state: "closed" }).where("id", "=", heat.round.id).execute();
  const { round } = await releaseRound(database.db, heat, "published");
  const made = await makeBundle(database.db, { round, key });
  expect(made.ok && made.bundle.statement.inputs.judges).toHaveLength(4);
  expect(made.ok && made.bundle.statement.inputs.sheets).toHaveLength(12);
});

test("nothing that is not published is bundled", async () => {
  expect(await makeBundle(database.db, { round: "nowhere", key })).toEqual({
    ok: false,
    error: { type: "unknown-round" },
  });
  const closed = await makeClosedHeat(database.db);
  expect(await makeBundle(database.db, { round: closed.round.slug, key })).toEqual({
    ok: false,
    error: { type: "not-published" },
  });
  const other = await publishedHeat();
  const withdrawn = { round: other.round, version: 1, reason: "计分有误" };
  expect((await withdrawRelease({ db: database.db, actor: other.heat.organizer }, withdrawn)).ok).toBe(true);
  expect(await makeBundle(database.db, { round: other.round, key })).toEqual({
    ok: false,
    error: { type: "not-published" },
  });
});
