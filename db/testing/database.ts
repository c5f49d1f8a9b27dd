import type { CompiledQuery } from "kysely";
import { afterAll, beforeAll, inject } from "vitest";
import { connect, type Database } from "../client.ts";

/** A test file's own database, with every query it ran. */
export interface TestDatabase extends Database {
  url: string;
  /** The queries that `work` sends through `db`, beside its answer: for literal query counts. */
  queriesOf<T>(work: () => Promise<T>): Promise<{ answer: T; queries: CompiledQuery[] }>;
}

let made = 0;

/** Clones the migrated template before the file's tests and drops the clone after them. Use its fields inside tests only. */
export function testDatabase(): TestDatabase {
  const name = `test_${process.pid}_${process.env.VITEST_POOL_ID ?? 0}_${Date.now().toString(36)}_${made++}`;
  const seen: CompiledQuery[] = [];
  const holder = {} as TestDatabase;
  let admin: Database;

  beforeAll(async () => {
    admin = connect(inject("adminUrl"), { max: 1 });
    await admin.sql`create database ${admin.sql(name)} template ${admin.sql(inject("templateName"))} strategy file_copy`;
    const url = inject("adminUrl").replace(/\/postgres$/, `/${name}`);
    Object.assign(holder, connect(url, { log: (event) => void seen.push(event.query) }), { url });
    holder.queriesOf = async (work) => {
      const from = seen.length;
      const answer = await work();
      return { answer, queries: seen.slice(from) };
    };
  });
  afterAll(async () => {
    await holder.end?.();
    await admin.sql`drop database if exists ${admin.sql(name)} with (force)`;
    await admin.end();
  });
  return holder;
}
