import { setImmediate as nextTurn } from "node:timers/promises";
import type { Transaction } from "kysely";
import type postgres from "postgres";
import { kyselyOver } from "./client.ts";
import type { DB } from "./schema.ts";

type Cell = string | number | null;

/** Writes rows by COPY, which is many times faster than INSERT; `columns` in snake_case. */
export type Copy = (table: keyof DB & string, columns: string[], rows: Iterable<readonly Cell[]>) => Promise<void>;

/** A transaction for Kysely's statements and COPY side by side, on one connection of the pool. Rolls back when `work` throws. */
export async function transactionWithCopy<T>(
  sql: postgres.Sql,
  work: (trx: Transaction<DB>, copy: Copy) => Promise<T>,
): Promise<T> {
  const connection = await sql.reserve();
  // To Kysely a pool of this one connection, which it does not give back: that is for us to do.
  const pool = {
    options: { max: 1 },
    reserve: async () => ({ unsafe: connection.unsafe, release: () => {} }),
    end: async () => {},
  };
  try {
    return await kyselyOver(async () => pool)
      .transaction()
      .execute((trx) => work(trx, copyOn(connection)));
  } finally {
    connection.release();
  }
}

function copyOn(connection: postgres.ReservedSql): Copy {
  return async (table, columns, rows) => {
    const into = await connection`copy ${connection(snakeCase(table))} (${connection(columns)}) from stdin`.writable();
    let refusal: unknown;
    into.once("error", (error) => {
      refusal = error;
    });
    for (const chunk of inChunks(rows)) {
      await new Promise<void>((done, fail) => into.write(chunk, (error) => (error ? fail(refusal ?? error) : done())));
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
