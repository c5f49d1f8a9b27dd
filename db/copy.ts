import type { Readable } from "node:stream";
import { finished } from "node:stream/promises";
import { setImmediate as nextTurn } from "node:timers/promises";
import { sql as statement, type Transaction } from "kysely";
import type postgres from "postgres";
import { type Db, kyselyOver } from "./client.ts";
import type { DB } from "./schema.ts";

type Cell = string | number | null;

/** Writes rows by COPY, which is many times faster than INSERT; `columns` in snake_case. */
export type Copy = (table: keyof DB & string, columns: string[], rows: Iterable<readonly Cell[]>) => Promise<void>;

type Bytes = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** Writes rows that are in COPY's text format already, in pieces cut anywhere; names in snake_case. */
export type CopyText = (table: string, columns: readonly string[], pieces: Bytes) => Promise<void>;

/** A table's rows in COPY's text format, as fast as they are taken; names in snake_case. */
export type CopyOut = (table: string, columns: readonly string[]) => Promise<AsyncIterable<Buffer>>;

/** A transaction for Kysely's statements and COPY side by side, on one connection of the pool. Rolls back when `work` throws. */
export async function transactionWithCopy<T>(
  sql: postgres.Sql,
  work: (trx: Transaction<DB>, copy: Copy, copyText: CopyText) => Promise<T>,
): Promise<T> {
  return await onOneConnection(sql, (db, connection) => {
    const copyText = copyTextOn(connection);
    const copy: Copy = (table, columns, rows) => copyText(snakeCase(table), columns, inChunks(rows));
    return db.transaction().execute(async (trx) => {
      await stayWhileIdle(trx);
      return await work(trx, copy, copyText);
    });
  });
}

/** Everything as it is at one moment, for Kysely's reading and COPY's; holds nobody up who writes meanwhile. */
export async function snapshotWithCopy<T>(
  sql: postgres.Sql,
  work: (trx: Transaction<DB>, copyOut: CopyOut) => Promise<T>,
): Promise<T> {
  return await onOneConnection(sql, (db, connection) =>
    db
      .transaction()
      .setIsolationLevel("repeatable read")
      .setAccessMode("read only")
      .execute(async (trx) => {
        await stayWhileIdle(trx);
        return await work(trx, copyOutOn(connection));
      }),
  );
}

/** Who reads or writes over a slow line is idle in between for as long as that takes: the transaction is not ended for it. */
export async function stayWhileIdle(trx: Transaction<DB>): Promise<void> {
  await statement`set local idle_in_transaction_session_timeout = 0`.execute(trx);
}

async function onOneConnection<T>(
  sql: postgres.Sql,
  work: (db: Db, connection: postgres.ReservedSql) => Promise<T>,
): Promise<T> {
  const connection = await sql.reserve();
  // To Kysely a pool of this one connection, which it does not give back: that is for us to do.
  const pool = {
    options: { max: 1 },
    reserve: async () => ({ unsafe: connection.unsafe, release: () => {} }),
    end: async () => {},
  };
  try {
    return await work(kyselyOver(pool), connection);
  } finally {
    connection.release();
  }
}

function copyOutOn(connection: postgres.ReservedSql): CopyOut {
  return async (table, columns) =>
    wholly(await connection`copy ${connection(table)} (${connection([...columns])}) to stdout`.readable());
}

/**
 * What a reader who stops early leaves is let go by: until the last row has come, postgres.js takes no other statement. It
 * also stops listening to the server when a reader is behind, and where that was with the last rows nothing asks for more
 * and lets it listen again: the next statement would wait for ever.
 */
async function* wholly(rows: Readable): AsyncGenerator<Buffer> {
  rows.on("error", () => undefined);
  try {
    yield* rows.iterator({ destroyOnReturn: false });
  } finally {
    rows.resume();
    await finished(rows).catch(() => undefined);
    rows._read(0);
  }
}

function copyTextOn(connection: postgres.ReservedSql): CopyText {
  return async (table, columns, pieces) => {
    const into = await connection`copy ${connection(table)} (${connection([...columns])}) from stdin`.writable();
    let refusal: unknown;
    into.once("error", (error) => {
      refusal = error;
    });
    for await (const piece of pieces) {
      await new Promise<void>((done, fail) => into.write(piece, (error) => (error ? fail(refusal ?? error) : done())));
    }
    const finished = new Promise<void>((done) => void into.end(done));
    // postgres.js loses a refusal that comes after the last row, and the stream then never finishes. A statement sent
    // behind it is answered in any case, and refused in the broken transaction.
    await nextTurn();
    await connection`select 1`.simple().catch((error) => {
      throw refusal ?? error;
    });
    await finished;
  };
}

const chunkSize = 1 << 16;

function* inChunks(rows: Iterable<readonly Cell[]>): Generator<Buffer> {
  let chunk = "";
  for (const row of rows) {
    chunk += `${row.map(escaped).join("\t")}\n`;
    if (chunk.length > chunkSize) {
      yield Buffer.from(chunk);
      chunk = "";
    }
  }
  if (chunk) yield Buffer.from(chunk);
}

const escapes: Record<string, string> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

function escaped(cell: Cell): string {
  if (cell === null) return "\\N";
  return typeof cell === "number" ? String(cell) : cell.replace(/[\\\t\n\r]/g, (found) => escapes[found] ?? found);
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
