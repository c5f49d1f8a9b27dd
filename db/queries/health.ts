import { type Kysely, sql } from "kysely";
import type { DB } from "../schema.ts";

const patienceMs = 2000;

/** Whether the database answers a trivial question within two seconds. */
export async function databaseAnswers(db: Kysely<DB>): Promise<boolean> {
  const answer = sql`select 1`.execute(db).then(
    () => true,
    () => false,
  );
  const late = new Promise<boolean>((resolve) => setTimeout(resolve, patienceMs, false).unref());
  return await Promise.race([answer, late]);
}
