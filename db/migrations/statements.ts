import { type Kysely, sql } from "kysely";

/** What runs the statements of `text`, one after the other: a ";" at the end of a line ends each, and stands nowhere else. */
export function statements(text: string): (db: Kysely<unknown>) => Promise<void> {
  const all = text.split(/;\n/).filter((statement) => statement.trim());
  return async (db) => {
    for (const statement of all) await sql.raw(statement).execute(db);
  };
}
