import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { connect, type Database } from "~db/client.ts";
import { NotTheOwner } from "~db/migrate.ts";
import { appendAudit } from "~db/queries/audit/audit.ts";
import { installedJobs, ownsTables } from "~db/queries/operations.ts";
import { makeEdition, makeHeat } from "~db/seed/factories/heats.ts";
import { testDatabase } from "~db/testing/database.ts";
import { sealTrail } from "../audit/audit-sealing.ts";
import { verifyTrail } from "../audit/audit-verification.ts";
import { startQueues, stopQueues } from "../jobs/job-queue.ts";
import { bringUpToDate, isNew } from "./database-level.ts";

const database = testDatabase();
/** Roles are the whole cluster's: one of this process's own. */
const role = `runtime-${process.pid}`;
let runtimeUrl: string;
let runtime: Database;

/** The same address as another role. */
function asRole(who: string, url: string): string {
  const address = new URL(url);
  address.username = who;
  address.password = "secret";
  return address.href;
}

beforeAll(async () => {
  await database.sql.unsafe(`create role "${role}" login password 'secret'`);
  runtimeUrl = asRole(role, database.url);
  await bringUpToDate(database.db, { ownerUrl: database.url, runtimeUrl });
  runtime = connect(runtimeUrl, { max: 2 });
});
afterAll(async () => {
  await runtime.end();
  await database.sql.unsafe(`drop owned by "${role}"`);
  await database.sql.unsafe(`drop role "${role}"`);
});

const at = new Date("2026-11-23T06:00:00Z");
const append = (by: Database) =>
  by.db
    .transaction()
    .execute((trx) => appendAudit(trx, { at, command: "test", actorId: null, facts: { reason: "试" } }));

test.each([
  "update audit_entries set facts = '{}'",
  "delete from audit_entries",
  "truncate audit_entries cascade",
  "insert into audit_entries (id, command) overriding system value values (1, 'test')",
  "select setval('audit_entries_id_seq', 1)",
  "update audit_seals set digest = digest",
  "delete from audit_seals",
  "update audit_seal_entries set digest = digest",
  "delete from audit_seal_entries",
  "update audit_reasons set reason = reason",
  "truncate rounds cascade",
  "alter table audit_entries disable trigger append_only",
  "drop trigger append_only on audit_entries",
  "create or replace function refuse_change() returns trigger language plpgsql as $$ begin return null; end $$",
  "set session_replication_role = replica",
  "create table mine (id integer)",
  "create temporary table rounds (id integer)",
  "create schema mine",
  "create table pgboss.mine (id integer)",
  "alter table audit_entries add column mine integer",
  "update kysely_migration set name = name",
  "set role postgres",
])("the role that serves cannot: %s", async (statement) => {
  await append(database);
  await sealTrail(database.db, () => at, { patienceMs: 100 });
  await expect(runtime.sql.unsafe(statement)).rejects.toThrow(/permission denied|must be owner/);
});

test("the role that serves does what the product does: appends, seals, verifies, changes a round, takes jobs", async () => {
  expect([await ownsTables(runtime.db), await ownsTables(database.db)]).toEqual([false, true]);
  await append(runtime);
  expect(await sealTrail(runtime.db, () => at, { patienceMs: 100 })).toBeGreaterThan(0);
  expect(await verifyTrail(runtime.db, at)).toMatchObject({ ok: true });
  const { edition } = await makeEdition(runtime.db);
  const { round } = await makeHeat(runtime.db, { editionId: edition.id });
  await runtime.db.updateTable("rounds").set({ title: "改名" }).where("id", "=", round.id).execute();
  const done: string[] = [];
  const work = async ({ id = "" }) => void done.push(id);
  await startQueues({ url: runtimeUrl, queues: [{ name: "test", workers: 1, work }], prepared: true });
  const { sendJobs } = await import("../jobs/job-queue.ts");
  await runtime.db.transaction().execute((trx) => sendJobs(trx, "test", [{ data: { id: "1" } }]));
  await expect.poll(() => done, { timeout: 60_000 }).toEqual(["1"]);
  await stopQueues();
});

test("when something was done is said by the database; only the tables' owner may say another time", async () => {
  const latest = async () =>
    (await database.db.selectFrom("auditEntries").select("at").orderBy("id", "desc").executeTakeFirstOrThrow()).at;
  const before = Date.now();
  await append(database);
  expect(await latest()).toEqual(at);
  await append(runtime);
  const stamped = (await latest()).getTime();
  // Two processes of one machine, and microseconds that were cut off
  expect(stamped).toBeGreaterThanOrEqual(before - 1000);
  expect(stamped).toBeLessThanOrEqual(Date.now() + 1000);
});

test("a second time nothing is applied and nothing is lost, also without the owner's address", async () => {
  const roles = { ownerUrl: database.url, runtimeUrl };
  expect(await bringUpToDate(database.db, roles)).toEqual([]);
  expect(await bringUpToDate(database.db, roles, { gently: true })).toEqual([]);
  expect(await bringUpToDate(runtime.db, { ownerUrl: runtimeUrl, runtimeUrl })).toEqual([]);
  await append(runtime);
});

test("an empty database is migrated by its owner, who is no superuser, and never by the role that serves; the refusal says how", async () => {
  const name = `parted_${process.pid}`;
  const owner = `owner-${process.pid}`;
  const admin = connect(inject("adminUrl"), { max: 1 });
  await admin.sql.unsafe(`create role "${owner}" login password 'secret'`);
  await admin.sql.unsafe(`create database ${name} owner "${owner}"`);
  const urlOf = (who: string) => asRole(who, inject("adminUrl").replace(/\/postgres$/, `/${name}`));
  const serving = connect(urlOf(role), { max: 1 });
  const owning = connect(urlOf(owner), { max: 1 });
  const refused = bringUpToDate(serving.db, { ownerUrl: urlOf(role), runtimeUrl: urlOf(role) });
  await expect(refused).rejects.toThrow(NotTheOwner);
  await expect(refused).rejects.toThrow("DATABASE_OWNER_URL");
  const applied = await bringUpToDate(owning.db, { ownerUrl: urlOf(owner), runtimeUrl: urlOf(role) });
  expect(isNew(applied)).toBe(true);
  expect([await ownsTables(owning.db), await ownsTables(serving.db)]).toEqual([true, false]);
  await append(serving);
  expect(await sealTrail(serving.db, () => at, { patienceMs: 100 })).toBe(1);
  await expect(serving.sql`create temporary table rounds (id integer)`).rejects.toThrow("permission denied");
  await serving.end();
  await owning.end();
  await admin.sql.unsafe(`drop database ${name} with (force)`);
  await admin.sql.unsafe(`drop role "${owner}"`);
  await admin.end();
});

test("the job queue's tables are there before anybody serves, where owner and server are one role too", async () => {
  const { sql, db, url } = database;
  await sql`drop schema if exists pgboss cascade`;
  await bringUpToDate(db, { ownerUrl: url, runtimeUrl: url }, { gently: true });
  expect(await installedJobs(db)).toBe(false);
  await bringUpToDate(db, { ownerUrl: url, runtimeUrl: url });
  expect(await installedJobs(db)).toBe(true);
});
