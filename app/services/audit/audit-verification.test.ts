import { sql } from "kysely";
import { beforeEach, describe, expect, test } from "vitest";
import { eraseApplications } from "~db/queries/accounts/erasure.ts";
import { appendAudit } from "~db/queries/audit/audit.ts";
import { insertRehearsal, wipeRound } from "~db/queries/heats/rehearsals.ts";
import { makeApplication } from "~db/seed/factories/applications.ts";
import { makeEdition, makeHeat } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { sealTrail } from "./audit-sealing.ts";
import { verifyTrail } from "./audit-verification.ts";

const database = testDatabase();
const at = new Date("2026-11-23T06:00:00Z");
const seal = (batch?: number) => sealTrail(database.db, () => at, { patienceMs: 100, batch });
const verify = (head?: string) => verifyTrail(database.db, at, { head });
const broken = async (head?: string) => {
  const verdict = await verify(head);
  return verdict.ok ? null : verdict.broken;
};

async function append(facts: Record<string, string | number> = {}, more: object = {}): Promise<void> {
  await database.db
    .transaction()
    .execute((trx) => appendAudit(trx, { at, command: "test", actorId: null, ...more, facts }));
}

/** What a superuser can do who switches the guards off. */
async function tamper(...statements: string[]): Promise<void> {
  await database.sql.begin(async (trx) => {
    await trx`set local session_replication_role = replica`;
    for (const statement of statements) await trx.unsafe(statement);
  });
}

/** Eight entries in two seals of four, after whatever was there; their ids. */
async function sealed(): Promise<number[]> {
  await seal();
  for (let each = 0; each < 8; each++) await append({ each });
  await seal(4);
  const rows = await database.db
    .selectFrom("auditSealEntries")
    .select("entryId")
    .orderBy("sealNumber", "desc")
    .orderBy("position", "desc")
    .limit(8)
    .execute();
  return rows.map(({ entryId }) => Number(entryId)).reverse();
}

/** The trail as it was before the test's harm. */
beforeEach(async () => {
  await tamper("truncate audit_entries, audit_reasons, audit_seals, audit_seal_entries");
});

test("an empty trail and one that is sealed in part are whole, and the verdict is an entry itself", async () => {
  expect(await verify()).toEqual({
    ok: true,
    seals: 0,
    entries: 0,
    unsealed: 0,
    head: null,
    noted: null,
    signed: null,
  });
  await sealed();
  await append();
  const verdict = await verify();
  expect(verdict).toMatchObject({ ok: true, seals: 3, entries: 9, unsealed: 1 });
  const kept = await database.db.selectFrom("auditEntries").selectAll().orderBy("id", "desc").executeTakeFirstOrThrow();
  expect(kept).toMatchObject({ command: "verify-audit", actorId: null, facts: verdict });
  expect(kept.facts).toHaveProperty("head", expect.stringMatching(/^[0-9a-f]{64}$/));
});

describe("found, and named:", () => {
  test.each([
    ["command", "'other'"],
    ["at", "at + interval '1 microsecond'"],
    ["actor_id", "'somebody'"],
    ["edition_id", "7"],
    ["facts", `facts || '{"each": 99}'`],
    ["facts", "facts - 'each'"],
  ])("an entry whose %s was altered to %s", async (column, value) => {
    const [, , third] = await sealed();
    await tamper(`update audit_entries set ${column} = ${value} where id = ${third}`);
    expect(await broken()).toEqual({ harm: "altered", seal: 1, entry: String(third), position: 3 });
    const kept = await database.db
      .selectFrom("auditEntries")
      .select("facts")
      .orderBy("id", "desc")
      .executeTakeFirstOrThrow();
    expect(kept.facts).toEqual({ ok: false, harm: "altered", seal: 1, auditEntry: String(third), position: 3 });
  });

  test("an entry that was altered together with its digest", async () => {
    const [, , third, fourth] = await sealed();
    await tamper(
      `update audit_entries set command = 'other' where id = ${third}`,
      `update audit_seal_entries set digest = (select digest from audit_seal_entries where entry_id = ${fourth}) where entry_id = ${third}`,
    );
    expect(await broken()).toMatchObject({ harm: "altered", entry: String(third) });
  });

  test("an entry that was removed, alone, with its place, and with the others moved up", async () => {
    for (const harm of [
      () => [],
      (id: number) => [`delete from audit_seal_entries where entry_id = ${id}`],
      (id: number) => [
        `delete from audit_seal_entries where entry_id = ${id}`,
        "update audit_seal_entries set position = -position where seal_number = 1 and position > 2",
        "update audit_seal_entries set position = -position - 1 where position < 0",
      ],
    ]) {
      await tamper("truncate audit_entries, audit_reasons, audit_seals, audit_seal_entries");
      await tamper("alter table audit_seal_entries drop constraint if exists audit_seal_entries_position_check");
      const [, second] = await sealed();
      await tamper(`delete from audit_entries where id = ${second}`, ...harm(second ?? 0));
      expect(await broken()).toMatchObject({ harm: "removed", seal: 1, position: 2 });
    }
  });

  test("an entry that was inserted with an id from before, in no seal or sealed with the next ones", async () => {
    const [first] = await sealed();
    await tamper(
      `delete from audit_entries where id = ${first}`,
      `delete from audit_seal_entries where entry_id = ${first}`,
    );
    await tamper("truncate audit_seals, audit_seal_entries");
    await seal();
    // An id that a transaction took and gave up, long ago
    const insert = `insert into audit_entries (id, at, command) overriding system value values (${first}, '${at.toISOString()}', 'test')`;
    await tamper(insert);
    const inserted = { harm: "inserted", seal: null, entry: String(first), position: null };
    expect(await broken()).toEqual(inserted);
    expect(await seal()).toBe(1);
    expect(await broken()).toEqual(inserted);
    await tamper(
      `insert into audit_seal_entries select ${first}, number, 2, digest, digest from audit_seals where number = 2`,
    );
    expect(await broken()).toMatchObject({ harm: "inserted", seal: 2, entry: String(first) });
  });

  test("entries that were reordered", async () => {
    const [, second, third] = await sealed();
    await tamper(
      `update audit_seal_entries set position = 99 where entry_id = ${second}`,
      `update audit_seal_entries set position = 2 where entry_id = ${third}`,
      `update audit_seal_entries set position = 3 where entry_id = ${second}`,
    );
    expect(await broken()).toEqual({ harm: "reordered", seal: 1, entry: String(third), position: 2 });
  });

  test("entries that took each other's words", async () => {
    const [, second, third] = await sealed();
    await tamper(
      `update audit_entries set facts = jsonb_build_object('each', ${third} + ${second} - id) where id in (${second}, ${third})`,
    );
    expect(await broken()).toMatchObject({ harm: "altered", entry: String(second) });
  });

  test("a seal that was altered or removed", async () => {
    await sealed();
    await tamper("update audit_seals set sealed_at = sealed_at - interval '1 microsecond' where number = 2");
    expect(await broken()).toMatchObject({ harm: "seal-altered", seal: 2 });
    await tamper("delete from audit_seals where number = 2");
    expect(await broken()).toMatchObject({ harm: "seal-removed", seal: 2 });
  });

  test("an end that was cut off, by a digest that was noted", async () => {
    await sealed();
    const verdict = await verify();
    const head = (verdict.ok && verdict.head) || "";
    expect(await verify(head)).toMatchObject({ ok: true, noted: 2 });
    await append();
    await seal();
    expect(await verify(head)).toMatchObject({ ok: true, seals: 3, noted: 2 });
    await tamper(
      "delete from audit_entries where id in (select entry_id from audit_seal_entries where seal_number >= 2)",
      "delete from audit_seal_entries where seal_number >= 2",
      "delete from audit_seals where number >= 2",
    );
    expect(await broken()).toBeNull();
    expect(await broken(head)).toMatchObject({ harm: "cut-off" });
  });
});

describe("a reason lies beside its entry:", () => {
  async function heatWithReason() {
    const { db } = database;
    const { edition, groups } = await makeEdition(db);
    const heat = await makeHeat(db, { editionId: edition.id, state: "ready" });
    const applicant = await makePerson(db);
    const application = await makeApplication(db, {
      editionId: edition.id,
      groupId: groups.team.id,
      roundId: heat.round.id,
      applicant,
    });
    const [entry] = heat.entries;
    await db
      .updateTable("entries")
      .set({ applicationId: application.id })
      .where("id", "=", entry?.id ?? 0)
      .execute();
    const about = { command: "undo-attendance", roundId: heat.round.id };
    await append({ entry: entry?.key ?? "", reason: "王小明其实到了" }, about);
    await seal();
    return { application, heat, entry };
  }
  const reasons = async () => await database.db.selectFrom("auditReasons").select("reason").execute();

  test("altered or removed by force it is found", async () => {
    await heatWithReason();
    const kept = await database.db.selectFrom("auditEntries").select(["id", "facts"]).executeTakeFirstOrThrow();
    expect(await reasons()).toEqual([{ reason: "王小明其实到了" }]);
    expect(JSON.stringify(kept.facts)).not.toContain("王小明");
    expect(await broken()).toBeNull();
    await tamper("update audit_reasons set reason = '看错了行'");
    expect(await broken()).toMatchObject({ harm: "reason-altered", entry: kept.id });
    await tamper("delete from audit_reasons");
    expect(await broken()).toMatchObject({ harm: "reason-removed", entry: kept.id });
  });

  test("erased with its person, not before, it breaks no seal", async () => {
    const { db } = database;
    const { application } = await heatWithReason();
    await expect(db.deleteFrom("auditReasons").execute()).rejects.toThrow("only grows");
    await expect(db.updateTable("auditReasons").set({ reason: "—" }).execute()).rejects.toThrow("only grows");
    await db.transaction().execute((trx) => eraseApplications(trx, [application.id], at));
    expect(await reasons()).toEqual([]);
    expect(await verify()).toMatchObject({ ok: true, entries: 1 });
  });

  test("wiped with its rehearsal it breaks no seal, and every other reason stays", async () => {
    const { db } = database;
    const { heat, entry } = await heatWithReason();
    const rehearsal = await db.transaction().execute((trx) => insertRehearsal(trx, heat.round.id));
    const about = { command: "undo-attendance", roundId: rehearsal.id };
    await append({ entry: entry?.key ?? "", reason: "彩排时点错" }, about);
    await append({ reason: "彩排退回一步" }, { command: "step-round", roundId: rehearsal.id });
    await seal();
    await db.transaction().execute((trx) => wipeRound(trx, rehearsal.id, at));
    expect(await reasons()).toEqual([{ reason: "王小明其实到了" }, { reason: "彩排退回一步" }]);
    expect(await verify()).toMatchObject({ ok: true });
  });
});

test("an entry about a round or an application is one of its edition's, whether or not it was said", async () => {
  const { db } = database;
  const { edition, groups } = await makeEdition(db);
  const heat = await makeHeat(db, { editionId: edition.id });
  const application = await makeApplication(db, {
    editionId: edition.id,
    groupId: groups.team.id,
    roundId: heat.round.id,
  });
  await append({}, { roundId: heat.round.id });
  await append({}, { applicationId: application.id });
  await append({}, {});
  const rows = await db.selectFrom("auditEntries").select("editionId").orderBy("id").execute();
  expect(rows.map(({ editionId }) => editionId)).toEqual([edition.id, edition.id, null]);
});

test("a long trail is walked a page at a time", async () => {
  await sql`
    insert into audit_entries (command, facts) select 'test', jsonb_build_object('n', n) from generate_series(1, 600) as n
  `.execute(database.db);
  await seal();
  const { queries, answer } = await database.queriesOf(() => verify());
  expect(answer).toMatchObject({ ok: true, seals: 3, entries: 600 });
  // Three pages of places, one of seals, and the count of what waits
  expect(queries.filter(({ sql: text }) => text.includes("audit_seal_entries"))).toHaveLength(5);
});
