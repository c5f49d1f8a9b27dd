import { type Kysely, sql } from "kysely";
import type { DB } from "../schema.ts";

/** Every column of any table that has room for words: text, JSON, lists. */
export async function wordColumns(db: Kysely<DB>): Promise<{ table: string; column: string }[]> {
  const { rows } = await sql<{ table: string; column: string }>`
    select c.relname as "table", a.attname as "column"
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
      join pg_type t on t.oid = a.atttypid
    where n.nspname = 'public' and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
      and (t.typcategory in ('S', 'A') or t.typname in ('json', 'jsonb'))
    order by 1, 2`.execute(db);
  if (rows.length < 100) throw new Error("the walk over the database finds too few columns to mean anything");
  return rows;
}

/** Those of them ("table.column") in which the words stand, in any case. */
export async function placesOfWords(db: Kysely<DB>, words: string): Promise<string[]> {
  const found: string[] = [];
  for (const { table, column } of await wordColumns(db)) {
    const { rows } = await sql<{ there: boolean }>`
      select exists (select from ${sql.table(table)}
        where ${sql.ref(column)}::text ilike ${`%${words.replace(/[\\%_]/g, "\\$&")}%`}) as there`.execute(db);
    if (rows[0]?.there) found.push(`${table}.${column}`);
  }
  return found;
}
