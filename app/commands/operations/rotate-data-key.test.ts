import { sql } from "kysely";
import { beforeEach, expect, test } from "vitest";
import { openVault } from "~/services/vault/vault.ts";
import { findIdentity, upsertIdentity } from "~db/queries/applications/identities.ts";
import { countSealedByKey } from "~db/queries/applications/identity-keys.ts";
import { makeEdition } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { rotateDataKey } from "./rotate-data-key.ts";

const database = testDatabase();
const keyOf = (name: string, byte: number) => `${name}:${Buffer.alloc(32, byte).toString("base64")}`;
const indexKey = { personalDataIndexKey: "what numbers are found by, long enough" };
const before = openVault({ personalDataKeys: keyOf("old", 1), ...indexKey });
const after = openVault({ personalDataKeys: `${keyOf("new", 2)},${keyOf("old", 1)}`, ...indexKey });
const alone = openVault({ personalDataKeys: keyOf("new", 2), ...indexKey });
const numberOf = (at: number) => `E1234567${at}`;
let ids: number[];

/** Seven applications with a number each, the first two with another one that their applicant is writing. */
beforeEach(async () => {
  await database.db.deleteFrom("identities").execute();
  await database.db.deleteFrom("secondFactors").execute();
  await database.db.updateTable("applications").set({ working: null }).execute();
  const { edition } = await makeEdition(database.db, { slug: `edition-${Math.random().toString(36).slice(2)}` });
  const person = await makePerson(database.db);
  ids = [];
  for (let at = 0; at < 7; at++) {
    const code = `T${Math.random().toString(36).slice(2, 10).toUpperCase()}`;
    const working = {
      answers: {},
      choices: {},
      savedAt: "2026-11-01T04:00:00.000Z",
      identity: { kind: "passport", ...before.seal("passport", "E87654321") },
    };
    const consent = { consentVersion: "2026-11", consentedAt: new Date() };
    const { id } = await database.db
      .insertInto("applications")
      .values({
        editionId: edition.id,
        applicantId: person.id,
        code,
        ...consent,
        working: at < 2 ? { ...working } : null,
      })
      .returning("id")
      .executeTakeFirstOrThrow();
    ids.push(id);
    const identity = { applicationId: id, kind: "passport", ...before.seal("passport", numberOf(at)), at: new Date() };
    await database.db.transaction().execute((trx) => upsertIdentity(trx, identity));
  }
});

async function numbersOf(vault: typeof alone): Promise<string[]> {
  const rows = await Promise.all(ids.map((id) => findIdentity(database.db, id)));
  return rows.map((row) => (row ? vault.unseal(row.sealed, row.keyName) : ""));
}

test("every number is sealed under the new key, and the old key is needed no more", async () => {
  const blind = (await findIdentity(database.db, ids[0] ?? 0))?.blind;
  const outcome = await rotateDataKey(database.db, after, { batch: 3 });
  expect(outcome).toEqual({ ok: true, keyName: "new", resealed: 9, left: 0 });
  expect(await countSealedByKey(database.db)).toEqual(new Map([["new", 9]]));
  expect(await numbersOf(alone)).toEqual(ids.map((_, at) => numberOf(at)));
  expect((await findIdentity(database.db, ids[0] ?? 0))?.blind).toBe(blind);
  const { working } = await database.db
    .selectFrom("applications")
    .select("working")
    .where("id", "=", ids[1] ?? 0)
    .executeTakeFirstOrThrow();
  const { identity } = working as unknown as { identity: { kind: string; sealed: string; keyName: string } };
  expect(alone.unseal(identity.sealed, identity.keyName)).toBe("E87654321");
  expect(identity.kind).toBe("passport");
  expect(await rotateDataKey(database.db, after)).toMatchObject({ resealed: 0 });
});

test("authenticators' keys are sealed anew for the same person", async () => {
  const { id: userId } = await makePerson(database.db);
  const confirmedAt = new Date();
  const lastStep = 7;
  await database.db
    .insertInto("secondFactors")
    .values({ ...before.sealFactor(userId, "JBSWY3DPEHPK3PXP"), userId, confirmedAt, lastStep })
    .execute();
  expect(await rotateDataKey(database.db, alone)).toEqual({
    ok: false,
    error: { type: "unknown-keys", names: ["old"] },
  });
  expect(await rotateDataKey(database.db, after)).toMatchObject({ ok: true, resealed: 10, left: 0 });
  const factor = await database.db
    .selectFrom("secondFactors")
    .select(["sealed", "keyName", "lastStep"])
    .where("userId", "=", userId)
    .executeTakeFirstOrThrow();
  expect(alone.unsealFactor(userId, factor)).toBe("JBSWY3DPEHPK3PXP");
  expect(factor.lastStep).toBe(7);
});

test("an interrupted rotation leaves whole batches, every number readable, and goes on where it stopped", async () => {
  let left = 4;
  const dying = {
    ...after,
    reseal: (sealed: string, keyName: string) => {
      if (left-- === 0) throw new Error("the machine stops");
      return after.reseal(sealed, keyName);
    },
  };
  await expect(rotateDataKey(database.db, dying, { batch: 3 })).rejects.toThrow("the machine stops");
  expect(await countSealedByKey(database.db)).toEqual(
    new Map([
      ["new", 3],
      ["old", 6],
    ]),
  );
  expect(await numbersOf(after)).toEqual(ids.map((_, at) => numberOf(at)));
  expect(await rotateDataKey(database.db, after, { batch: 3 })).toMatchObject({ ok: true, resealed: 6 });
  expect(await numbersOf(alone)).toEqual(ids.map((_, at) => numberOf(at)));
});

test("two rotations at a time seal every number once", async () => {
  const both = await Promise.all([1, 2].map(() => rotateDataKey(database.db, after, { batch: 2 })));
  expect(both.reduce((sum, each) => sum + (each.ok ? each.resealed : 0), 0)).toBe(9);
  expect(await numbersOf(alone)).toEqual(ids.map((_, at) => numberOf(at)));
});

test("while an instance that was not restarted goes on sealing with the old key, what is left is counted", async () => {
  const [first = 0] = ids;
  const { sealed } = before.seal("passport", numberOf(0));
  // Whenever a batch is through, the other instance has sealed a number again
  await sql`
    create function seal_elsewhere() returns trigger language plpgsql as $$
    begin
      update identities set sealed = ${sql.lit(sealed)}, key_name = 'old' where application_id = ${sql.lit(first)};
      return null;
    end $$`.execute(database.db);
  await sql`
    create trigger seal_elsewhere after insert on audit_entries
    for each row execute function seal_elsewhere()`.execute(database.db);
  const outcome = await rotateDataKey(database.db, after);
  await sql`drop trigger seal_elsewhere on audit_entries`.execute(database.db);
  expect(outcome).toMatchObject({ ok: true, left: 1 });
  expect(await rotateDataKey(database.db, after)).toMatchObject({ ok: true, resealed: 1, left: 0 });
});

test("a key that is not at hand is named, and nothing is changed", async () => {
  const outcome = await rotateDataKey(database.db, alone);
  expect(outcome).toEqual({ ok: false, error: { type: "unknown-keys", names: ["old"] } });
  expect(await countSealedByKey(database.db)).toEqual(new Map([["old", 9]]));
});

test("the audit trail counts what was sealed anew, without a number", async () => {
  await rotateDataKey(database.db, after);
  const entries = await database.db
    .selectFrom("auditEntries")
    .select(["command", "actorId", "facts"])
    .orderBy("id", "desc")
    .limit(2)
    .execute();
  expect(entries.map((entry) => entry.facts)).toEqual([
    { keyName: "new", resealed: 2 },
    { keyName: "new", resealed: 7 },
  ]);
});

test("what deliveries are signed with is sealed anew, each for its address", async () => {
  const { edition } = await makeEdition(database.db);
  const person = await makePerson(database.db);
  const hook = { editionId: edition.id, url: "https://hooks.example.org/a" };
  const row = { ...hook, ...before.sealHook(hook, "whsec_a"), addedById: person.id };
  const { id } = await database.db.insertInto("webhooks").values(row).returning("id").executeTakeFirstOrThrow();
  expect(await rotateDataKey(database.db, after)).toMatchObject({ ok: true, left: 0 });
  const kept = await database.db.selectFrom("webhooks").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  const sealed = { sealed: kept.sealed ?? "", keyName: kept.keyName ?? "" };
  expect([sealed.keyName, alone.unsealHook(hook, sealed)]).toEqual(["new", "whsec_a"]);
  expect(() => alone.unsealHook({ ...hook, url: "https://hooks.example.org/b" }, sealed)).toThrow("altered");
  await database.db.deleteFrom("webhooks").execute();
});
