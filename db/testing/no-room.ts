import type { Database } from "../client.ts";

/** Lets PostgreSQL find no room for new rows of that table (that meet the condition, an SQL expression on `new`) until the answer is called. */
export async function findNoRoom(
  { sql }: Pick<Database, "sql">,
  table: string,
  condition = "true",
): Promise<() => Promise<void>> {
  await sql.unsafe(`create or replace function finds_no_room() returns trigger language plpgsql as
    $$ begin raise disk_full using message = 'could not extend file "base/1"'; end $$`);
  await sql.unsafe(`create trigger finds_no_room before insert on ${table} for each row when (${condition})
    execute function finds_no_room()`);
  return async () => {
    await sql.unsafe(`drop trigger finds_no_room on ${table}`);
    await sql.unsafe("drop function finds_no_room()");
  };
}
