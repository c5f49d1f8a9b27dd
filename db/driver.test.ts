import { CompiledQuery, type DatabaseConnection, Kysely } from "kysely";
import { afterAll, expect, test, vi } from "vitest";
import { connect } from "./client.ts";
import { DeskDialect, DeskDriver } from "./driver.ts";
import type { DB } from "./schema.ts";
import { makeEdition } from "./seed/factories/heats.ts";
import { testDatabase } from "./testing/database.ts";
import { switchBefore } from "./testing/tcp-switch.ts";

const database = testDatabase();
const endings: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const end of endings) await end();
});

/** The database behind a way that, once told to, lets no answer through before the client has said a word. */
async function heldBack() {
  const { url, holdAnswersUntil, close } = await switchBefore(database.url);
  endings.push(close);
  return { ...connect(url, { max: 1 }), holdUntil: holdAnswersUntil };
}

test("a transaction's first question does not wait for the answer to BEGIN", async () => {
  const { db, end, holdUntil } = await heldBack();
  const ask = async (slug: string) =>
    await db
      .transaction()
      .execute(async (trx) => await trx.selectFrom("editions").select("id").where("slug", "=", slug).execute());
  // The connection is open, and knows the statement
  await ask("before");
  holdUntil("asked-for-early");
  // Waits for ever where the question is only sent after the answer
  expect(await ask("asked-for-early")).toEqual([]);
  await end();
});

test("it is a transaction all the same: what it wrote after its first question is undone with it", async () => {
  const { db } = database;
  const { edition } = await makeEdition(db);
  const titleOf = async (from: typeof db) =>
    (await from.selectFrom("editions").select("titleEn").where("id", "=", edition.id).executeTakeFirstOrThrow())
      .titleEn;
  const before = await titleOf(db);
  const failing = db.transaction().execute(async (trx) => {
    await titleOf(trx);
    await trx.updateTable("editions").set({ titleEn: "Undone" }).where("id", "=", edition.id).execute();
    expect([await titleOf(trx), await titleOf(db)]).toEqual(["Undone", before]);
    throw new Error("undo");
  });
  await expect(failing).rejects.toThrow("undo");
  expect(await titleOf(db)).toBe(before);
});

/** A connection whose BEGIN is refused, and what it was sent. */
async function refusing() {
  const sent: string[] = [];
  const connection = {
    executeQuery: async ({ sql: text }: CompiledQuery) => {
      sent.push(text);
      if (text === "begin") throw new Error("no BEGIN");
      return { rows: [] };
    },
  } as unknown as DatabaseConnection;
  await new DeskDriver(database.sql).beginTransaction(connection, {});
  return { sent, connection };
}

test("where BEGIN is refused a question is refused with it, and nothing that writes is sent", async () => {
  const db = new Kysely<DB>({ dialect: new DeskDialect(database.sql) });
  const read = db.selectFrom("editions").select("id").compile();
  const writes = [
    db.deleteFrom("editions").compile(),
    db
      .with("gone", (qb) => qb.deleteFrom("editions").returning("id"))
      .selectFrom("gone")
      .selectAll()
      .compile(),
    CompiledQuery.raw("select pg_advisory_xact_lock(1)"),
  ];
  const asked = await refusing();
  await expect(asked.connection.executeQuery(read)).rejects.toThrow("no BEGIN");
  expect(asked.sent).toEqual(["begin", read.sql]);
  for (const write of writes) {
    const { sent, connection } = await refusing();
    await expect(connection.executeQuery(write)).rejects.toThrow("no BEGIN");
    expect(sent).toEqual(["begin"]);
  }
  const unheard = vi.fn();
  process.on("unhandledRejection", unheard);
  await refusing();
  await new Promise((done) => setImmediate(done));
  process.off("unhandledRejection", unheard);
  expect(unheard).not.toHaveBeenCalled();
});
