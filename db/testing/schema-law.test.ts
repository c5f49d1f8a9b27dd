import { sql } from "kysely";
import { expect, test } from "vitest";
import { testDatabase } from "./database.ts";

const database = testDatabase();

/** Columns that end in _id and rightly have no foreign key, each with its reason. */
const keysOfOthers: Record<string, string> = {
  "accounts.account_id": "better-auth: the account's name at its provider",
  "accounts.provider_id": "better-auth: the provider's name",
};

/** Text columns that look like an enumeration and rightly have no CHECK, each with its reason. */
const freeWords: Record<string, string> = {};

test("every …_id column has a foreign key and an index that begins with it or with its round or edition", async () => {
  const { rows } = await sql<{ column: string; hasKey: boolean; hasIndex: boolean }>`
    select c.relname || '.' || a.attname as "column",
      exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'f' and a.attnum = any (k.conkey)) as "hasKey",
      exists (
        select from pg_index i where i.indrelid = c.oid and (
          i.indkey[0] = a.attnum
          or (i.indkey[1] = a.attnum and (select attname from pg_attribute p where p.attrelid = c.oid and p.attnum = i.indkey[0]) in ('round_id', 'edition_id')
            and exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'f' and k.conkey[1:2] = array[i.indkey[0], i.indkey[1]]))
        )
      ) as "hasIndex"
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped and a.attname like '%\\_id'
  `.execute(database.db);
  expect(rows.length).toBeGreaterThan(30);
  const lawless = rows.filter((row) => !(row.column in keysOfOthers) && !(row.hasKey && row.hasIndex));
  expect(lawless).toEqual([]);
});

test("every column that holds one of a few words has a CHECK", async () => {
  const { rows } = await sql<{ column: string; hasCheck: boolean }>`
    select c.relname || '.' || a.attname as "column",
      exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'c' and a.attnum = any (k.conkey)) as "hasCheck"
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
      and a.attname in ('state', 'kind', 'role', 'level', 'method', 'missing', 'step', 'source', 'origin', 'decision', 'groups', 'locale')
  `.execute(database.db);
  expect(rows.length).toBeGreaterThan(12);
  expect(rows.filter((row) => !row.hasCheck && !(row.column in freeWords))).toEqual([]);
});
