import type { Database } from "../client.ts";

/** Lets PostgreSQL find no room for new rows of that table (that meet the condition, an SQL expression on `new`) until the answer is called. */
export async function findNoRoom(
  { sql }: Pick<Database, "sql">,
  table: string,
  condition = "true",
): Promise<() => Promise<void>> {
  const name = `no_room_in_${table}`;
  await sql.unsafe(`create function ${name}() returns trigger language plpgsql as
    $$ begin raise disk_full using message = 'could not extend file "base/1"'; end $$`);
  await sql.unsafe(`create trigger ${name} before insert on ${table} for each row when (${condition})
    execute function ${name}()`);
  return async () => {
    await sql.unsafe(`drop trigger ${name} on ${table}`);
    await sql.unsafe(`drop function ${name}()`);
  };
}
