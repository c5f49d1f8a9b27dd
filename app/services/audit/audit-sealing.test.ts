import { spawn } from "node:child_process";
import { once } from "node:events";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { connect, type Db } from "~db/client.ts";
import { appendAudit } from "~db/queries/audit/audit.ts";
import { testDatabase } from "~db/testing/database.ts";
import { sealTrail } from "./audit-sealing.ts";
import { verifyTrail } from "./audit-verification.ts";

const database = testDatabase();
/** The lock at which the tests below stop a sealing. */
const stop = 20261124;
const at = new Date("2026-11-23T06:00:00Z");
const seal = (given: { batch?: number; patienceMs?: number } = {}) =>
  sealTrail(database.db, () => at, { patienceMs: 100, ...given });

async function append(count: number, db: Db = database.db): Promise<void> {
  for (let each = 0; each < count; each++)
    await db.transaction().execute((trx) => appendAudit(trx, { at, command: "test", actorId: null, facts: { each } }));
}

const seals = () => database.db.selectFrom("auditSeals").selectAll().orderBy("number").execute();
const sealedIn = async () => {
  const rows = await database.db
    .selectFrom("auditSealEntries")
    .select(["entryId", "sealNumber", "position"])
    .orderBy("sealNumber")
    .orderBy("position")
    .execute();
  return rows.map(({ entryId, sealNumber }) => [Number(entryId), sealNumber]);
};

/** Another transaction that has appended an entry, until it is let go. */
async function underWay() {
  let letGo = () => {};
  let begun = () => {};
  const held = new Promise<void>((done) => {
    letGo = done;
  });
  const appended = new Promise<void>((done) => {
    begun = done;
  });
  const ended = database.db.transaction().execute(async (trx) => {
    await appendAudit(trx, { at, command: "test", actorId: null, facts: { late: true } });
    begun();
    await held;
  });
  await appended;
  return {
    commit: async () => {
      letGo();
      await ended;
    },
  };
}

/** From now on, whoever has written to the table waits, until `goOn`. `waiting` answers for how many do. */
async function stopAfterWriting(table: string) {
  const holder = connect(database.url, { max: 1 });
  await holder.sql`select pg_advisory_lock(${stop})`;
  await database.sql.unsafe(`
    create function stop() returns trigger language plpgsql as $$ begin perform pg_advisory_xact_lock_shared(${stop}); return null; end $$;
    create trigger stop after insert on ${table} for each statement execute function stop()`);
  return {
    waiting: async () => {
      const pids = async () =>
        (await holder.sql<{ pid: number }[]>`select pid from pg_locks where objid = ${stop} and not granted`).map(
          ({ pid }) => pid,
        );
      await expect.poll(async () => (await pids()).length, { timeout: 60_000, interval: 10 }).toBe(1);
      return await pids();
    },
    goOn: async () => {
      await holder.end();
    },
    remove: async () => {
      await database.sql.unsafe("drop function stop cascade");
    },
  };
}

test("nothing to seal makes no seal, and entries are sealed in batches, each over the one before", async () => {
  expect(await seal()).toBe(0);
  expect(await seals()).toEqual([]);
  await append(5);
  expect(await seal({ batch: 2 })).toBe(5);
  const [first, second, third] = await seals();
  expect([first, second, third]).toMatchObject([
    { number: 1, entries: 2, previousDigest: null, settledTo: "2", sealedAt: at },
    { number: 2, entries: 2, previousDigest: first?.digest, settledTo: "4" },
    { number: 3, entries: 1, previousDigest: second?.digest, settledTo: "5" },
  ]);
  expect(await sealedIn()).toEqual([
    [1, 1],
    [2, 1],
    [3, 2],
    [4, 2],
    [5, 3],
  ]);
  expect(await seal()).toBe(0);
  expect(await verifyTrail(database.db, at)).toMatchObject({ ok: true, seals: 3, entries: 5, unsealed: 0 });
});

test("who commits while others seal waits for nobody, and comes into a later seal", async () => {
  await seal();
  const before = (await seals()).length;
  const late = await underWay();
  await append(1);
  expect(await seal()).toBe(1);
  const settled = (await seals()).at(-1)?.settledTo;
  expect(await seal()).toBe(0);
  await late.commit();
  expect(await seal()).toBe(1);
  const [earlier, later] = (await sealedIn()).slice(-2);
  // The one that came late had its id first
  expect(later?.[0]).toBeLessThan(earlier?.[0] ?? 0);
  expect([earlier?.[1], later?.[1]]).toEqual([before + 1, before + 2]);
  expect(Number(settled)).toBeLessThan(later?.[0] ?? 0);
  expect(Number((await seals()).at(-1)?.settledTo)).toBe(later?.[0]);
  expect(await verifyTrail(database.db, at)).toMatchObject({ ok: true, unsealed: 0 });
});

test("an id that came to nothing and is given again, as in a database restored from its rows, is sealed like any other", async () => {
  await append(1);
  await expect(
    database.db.transaction().execute(async (trx) => {
      await appendAudit(trx, { at, command: "test", actorId: null, facts: {} });
      throw new Error("undone");
    }),
  ).rejects.toThrow("undone");
  await seal();
  await sql`select setval('audit_entries_id_seq', (select max(id) from audit_entries))`.execute(database.db);
  await append(1);
  expect(await seal()).toBe(1);
  expect(await verifyTrail(database.db, at)).toMatchObject({ ok: true, unsealed: 0 });
});

test("a commit waits for no seal that is being made", async () => {
  await append(3);
  const stopped = await stopAfterWriting("audit_seals");
  const order: string[] = [];
  const sealing = seal().then(() => order.push("sealed"));
  await stopped.waiting();
  await append(1).then(() => order.push("committed"));
  await stopped.goOn();
  await sealing;
  await stopped.remove();
  expect(order).toEqual(["committed", "sealed"]);
  expect(await seal()).toBe(1);
});

test("of many that seal at once, each entry is sealed once and the chain is one", async () => {
  await append(30);
  const sealed = await Promise.all(Array.from({ length: 6 }, () => seal({ batch: 4 })));
  sealed.push(await seal());
  // Every verification above has left an entry too
  expect(sealed.reduce((sum, each) => sum + each, 0)).toBeGreaterThanOrEqual(30);
  expect(await verifyTrail(database.db, at)).toMatchObject({ ok: true, unsealed: 0 });
  const numbers = (await seals()).map(({ number }) => number);
  expect(numbers).toEqual(numbers.map((_, place) => place + 1));
});

/** A server that does nothing but seal. */
const sealer = () => `
  import { sealTrail } from "./app/services/audit/audit-sealing.ts";
  import { connect } from "./db/client.ts";
  await sealTrail(connect(${JSON.stringify(database.url)}, { max: 1 }).db, () => new Date());
`;

test("who is killed in the middle leaves nothing half done, and the next goes on", async () => {
  await append(2);
  const before = [await seals(), await sealedIn()];
  const stopped = await stopAfterWriting("audit_seal_entries");
  const server = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", sealer()]);
  const pids = await stopped.waiting();
  server.kill("SIGKILL");
  await once(server, "exit");
  await stopped.goOn();
  const left = () => database.sql`select from pg_stat_activity where pid in ${database.sql(pids)}`;
  await expect.poll(async () => (await left()).length, { timeout: 60_000, interval: 10 }).toBe(0);
  await stopped.remove();
  expect([await seals(), await sealedIn()]).toEqual(before);
  expect(await seal()).toBeGreaterThanOrEqual(2);
  expect(await verifyTrail(database.db, at)).toMatchObject({ ok: true, unsealed: 0 });
});

test("while work lasts, what was sealed stays, and so do the seals", async () => {
  for (const table of ["audit_seals", "audit_seal_entries"])
    for (const harm of [
      `update ${table} set digest = '${"0".repeat(64)}'`,
      `delete from ${table}`,
      `truncate ${table} cascade`,
    ])
      await expect(database.sql.unsafe(harm)).rejects.toThrow("only grows");
});

test("a batch takes the same queries however many entries it has", async () => {
  const counts: number[] = [];
  for (const many of [1, 3]) {
    await seal();
    await append(many);
    counts.push((await database.queriesOf(() => seal())).queries.length);
  }
  expect(counts).toEqual([9, 9]);
});

test("the digest of an entry holds every column that an entry has", async () => {
  const { rows } = await sql<{ name: string }>`
    select attname as name from pg_attribute where attrelid = 'audit_entries'::regclass and attnum > 0 and not attisdropped
    order by attnum`.execute(database.db);
  expect(rows.map(({ name }) => name)).toEqual([
    "id",
    "at",
    "command",
    "actor_id",
    "edition_id",
    "round_id",
    "application_id",
    "facts",
  ]);
});
