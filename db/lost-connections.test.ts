import { setImmediate as nextTurn, setTimeout as wait } from "node:timers/promises";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { connect, type Database } from "./client.ts";
import { settleConnections } from "./queries/operations.ts";
import { testDatabase } from "./testing/database.ts";
import { switchBefore } from "./testing/tcp-switch.ts";

const database = testDatabase();
const closing: (() => unknown)[] = [];
afterAll(async () => {
  for (const close of closing) await close();
});

const unheard: unknown[] = [];
const note = (error: unknown) => void unheard.push(error);
beforeAll(async () => {
  process.on("unhandledRejection", note).on("uncaughtException", note);
  await database.sql`create table notes (words text)`;
});
afterAll(() => void process.off("unhandledRejection", note).off("uncaughtException", note));
afterEach(async () => {
  await nextTurn();
  expect(unheard.splice(0)).toEqual([]);
});

const cuttable = async () => {
  const line = await switchBefore(database.url);
  const opened = connect(line.url, { max: 1 });
  closing.push(opened.end, line.close);
  return { db: opened.db, pool: opened.sql, ...line };
};

/** One question, by the pool and in a transaction. */
const asking = (db: Database["db"], pool: Database["sql"]) => [
  async () => [...(await pool`select 1 as one`)],
  async () => (await db.transaction().execute((trx) => sql`select 1 as one`.execute(trx))).rows,
];

const notes = async () => (await database.sql<{ words: string }[]>`select words from notes`).map(({ words }) => words);

test("a transaction whose connection was lost writes nothing on the one that came after it", async () => {
  const { db, pool, cut } = await cuttable();
  const writing = db.transaction().execute(async (trx) => {
    await sql`insert into notes values ('before')`.execute(trx);
    cut();
    // Somebody else has the pool's connection by now, and is in the middle of something
    while (!(await pool`select 1`.catch(() => null))) await wait(10);
    await sql`insert into notes values ('after')`.execute(trx);
  });
  await expect(writing).rejects.toThrow("CONNECTION_CLOSED");
  expect(await notes()).toEqual([]);
  expect((await pool`select 1 as one`)[0]).toEqual({ one: 1 });
});

test("a statement on a connection that was just lost is refused, and the pool goes on", async () => {
  const { db, pool, cut } = await cuttable();
  for (let time = 0; time < 20; time++) {
    const writing = db.transaction().execute(async (trx) => {
      await sql`insert into notes values ('lost')`.execute(trx);
      cut();
      // Before, at and after the turn in which the loss is noticed
      for (let turn = 0; turn < time % 5; turn++) await nextTurn();
      await sql`select pg_sleep(0.001)`.execute(trx);
      await sql`insert into notes values ('lost as well')`.execute(trx);
    });
    await expect(writing).rejects.toThrow(/CONNECTION_CLOSED|ECONNRESET|EPIPE/);
    await pool`select 1`.catch(() => pool`select 1`);
  }
  expect(await notes()).toEqual([]);
});

const asksForTypes = (sent: Buffer) => sent.includes("pg_catalog.pg_type");

test.each(["a pooled statement", "a transaction"])(
  "a connection lost while it is being opened: %s goes on with the next one",
  async (who) => {
    const { db, pool, judgeBy } = await cuttable();
    let losses = 0;
    judgeBy((sent, client) => {
      if (!asksForTypes(sent) || losses++ > 0) return "pass";
      client.destroy();
      return "stop";
    });
    const one = async () =>
      who === "a transaction"
        ? (await db.transaction().execute((trx) => sql<{ one: number }>`select 1 as one`.execute(trx))).rows[0]
        : (await pool`select 1 as one`)[0];
    expect(await one()).toEqual({ one: 1 });
    expect(losses).toBe(2);
  },
);

test("what ended a connection while it was being opened is not the answer to the first question on the next", async () => {
  const { pool, judgeBy } = await cuttable();
  let losses = 0;
  judgeBy((sent, client) => {
    if (!asksForTypes(sent) || losses++ > 0) return "pass";
    const fields = Buffer.from("SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0");
    const head = Buffer.alloc(5, "E");
    head.writeUInt32BE(fields.length + 4, 1);
    client.end(Buffer.concat([head, fields]));
    return "stop";
  });
  expect((await pool`select 1 as one`)[0]).toEqual({ one: 1 });
});

test("arrays are read as arrays on every connection, after a loss too", async () => {
  const { pool, cut } = await cuttable();
  expect((await pool`select array[1, 2] as found`)[0]).toEqual({ found: [1, 2] });
  cut();
  await wait(50);
  expect((await pool`select ${["a", "b"]}::text[] as found`)[0]).toEqual({ found: ["a", "b"] });
});

test.each([
  ["at the door", () => true],
  ["when they are in", asksForTypes],
])(
  "who asks while everybody is thrown out %s is refused, however often, and the pool is whole once nobody is",
  async (_, isThrownOut) => {
    const { db, pool, judgeBy } = await cuttable();
    const ask = asking(db, pool);
    judgeBy((sent, client) => {
      if (!isThrownOut(sent)) return "pass";
      client.destroy();
      return "stop";
    });
    for (let time = 0; time < 4; time++)
      for (const once of ask) await expect(once()).rejects.toThrow(/CONNECTION_CLOSED|ECONNRESET/);
    judgeBy(() => "pass");
    for (const once of ask) expect(await once()).toEqual([{ one: 1 }]);
  },
);

test("what a connection was in the middle of when it was ended is forgotten with it", async () => {
  const { db, pool } = await cuttable();
  for (const once of asking(db, pool)) {
    const rows = pool`select repeat('x', 9000) as word, pg_sleep(0.1) from generate_series(1, 100)`;
    const failing = expect(rows).rejects.toThrow(/terminating connection|CONNECTION_CLOSED/);
    let ended = 0;
    while (ended === 0) {
      await wait(300);
      const found = await database.sql`
        select pg_terminate_backend(pid) from pg_stat_activity where query like '%repeat(%' and state = 'active' and pid <> pg_backend_pid()`;
      ended = found.length;
    }
    await failing;
    for (let time = 0; time < 3; time++) expect(await once()).toEqual([{ one: 1 }]);
  }
});

test("who asks in the moment in which a connection is reset is answered too", async () => {
  const { db, pool, reset } = await cuttable();
  for (const once of asking(db, pool)) {
    await once();
    const asked = pool`select pg_sleep(10)`.then(undefined, once);
    await wait(20);
    reset();
    await asked.catch((error) => expect(error.message).toMatch(/CONNECTION_CLOSED|ECONNRESET/));
    expect(await once()).toEqual([{ one: 1 }]);
  }
});

test("what PostgreSQL gave up is not taken for committed", async () => {
  const { db } = await cuttable();
  const writing = db.transaction().execute(async (trx) => {
    await sql`insert into notes values ('given up')`.execute(trx);
    await sql`select 1 / 0`.execute(trx).catch(() => {});
  });
  await expect(writing).rejects.toThrow("rolled back");
  expect(await notes()).toEqual([]);
  expect((await sql`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }]);
});

// These wait for what is away, and for nothing else: they do so beside each other
test.concurrent.each([0, 1])(
  "a connection that only looks alive is given up, and who asks next is answered (%d)",
  async (by) => {
    const { db, pool, pull, plug } = await cuttable();
    const once = asking(db, pool)[by] ?? expect.fail();
    await once();
    // The network is back before anybody looks: that the question never arrived is for PostgreSQL to say
    pull();
    const lost = expect(once()).rejects.toThrow("CONNECTION_CLOSED");
    plug();
    await lost;
    expect(await once()).toEqual([{ one: 1 }]);
  },
);

test.concurrent("while the network is away a statement is given up, and so is a new connection", async () => {
  const { pool, pull, plug } = await cuttable();
  expect((await pool`select 1 as one`)[0]).toEqual({ one: 1 });
  pull();
  await expect(pool`select 1`).rejects.toThrow("CONNECTION_CLOSED");
  await expect(pool`select 1`).rejects.toThrow("CONNECT_TIMEOUT");
  plug();
  expect((await pool`select 1 as one`)[0]).toEqual({ one: 1 });
});

test.concurrent("what takes long is waited for", async () => {
  const other = connect(database.url, { max: 1 });
  closing.push(other.end);
  expect((await other.sql`select pg_sleep(8)`).length).toBe(1);
});

test.concurrent("whose line was lost in the middle of a transaction holds its locks for twenty seconds, not for hours", async () => {
  const own = new URL(database.url);
  own.pathname = "/settled";
  const admin = connect(database.url, { max: 1 });
  await admin.sql`create database settled`;
  closing.push(async () => {
    await admin.sql`drop database settled with (force)`;
    await admin.end();
  });
  const before = connect(own.href, { max: 1 });
  await settleConnections(before.db);
  await before.end();
  const line = await switchBefore(own.href);
  const away = connect(line.url, { max: 1 });
  const here = connect(own.href, { max: 1 });
  await here.sql`create table places (id integer primary key)`;
  await here.sql`insert into places values (1)`;
  const holding = away.db.transaction().execute(async (trx) => {
    await sql`select * from places for update`.execute(trx);
    line.pull();
    await sql`select 1`.execute(trx);
  });
  await expect(holding).rejects.toThrow("CONNECTION_CLOSED");
  expect((await here.sql`select * from places for update`).length).toBe(1);
  expect((await here.sql`select current_setting('tcp_keepalives_idle') as idle`)[0]).toEqual({ idle: "10" });
  await Promise.all([here.end(), line.close()]);
  await away.end();
});
