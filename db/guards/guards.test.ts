import { type Kysely, sql } from "kysely";
import { expect, test } from "vitest";
import type { DB } from "../schema.ts";
import { testDatabase } from "../testing/database.ts";
import { guards, installGuards } from "./index.ts";

const database = testDatabase();

/** The functions of the migrated database as PostgreSQL writes them, by name. */
async function functionsIn(db: Kysely<DB>): Promise<Map<string, string>> {
  const { rows } = await sql<{ name: string; definition: string }>`
    select proname as name, pg_get_functiondef(oid) as definition
    from pg_proc where pronamespace = 'public'::regnamespace order by 1`.execute(db);
  return new Map(rows.map(({ name, definition }) => [name, definition]));
}

/** Its triggers, each as "NAME on TABLE", with the function that it calls. */
async function triggersIn(db: Kysely<DB>): Promise<Map<string, string>> {
  const { rows } = await sql<{ name: string; definition: string }>`
    select tgname || ' on ' || tgrelid::regclass as name, pg_get_triggerdef(oid) as definition
    from pg_trigger where not tgisinternal order by 1`.execute(db);
  return new Map(rows.map(({ name, definition }) => [name, definition]));
}

test("every function of the database has its one body here, and every body here is in the database", async () => {
  const found = await functionsIn(database.db);
  expect(new Set(guards.map(({ name }) => name)).size).toBe(guards.length);
  expect([...found.keys()].sort()).toEqual(guards.map(({ name }) => name).sort());
  for (const { name, body } of guards)
    expect(/\$function\$(.*)\$function\$\n$/s.exec(found.get(name) ?? "")?.[1], name).toBe(body);
});

test("every trigger of the database stands here, and every trigger here is in the database", async () => {
  const found = await triggersIn(database.db);
  const here = guards.flatMap(({ name, triggers }) =>
    triggers.map((trigger) => {
      const [, named, table] = /^(\w+) .*? on (\w+) /.exec(trigger) ?? [];
      return { trigger: `${named} on ${table}`, calls: name };
    }),
  );
  expect(here.map(({ trigger }) => trigger).sort()).toEqual([...found.keys()].sort());
  for (const { trigger, calls } of here)
    expect(found.get(trigger)).toMatch(new RegExp(` EXECUTE FUNCTION ${calls}\\(\\)$`));
});

test("put in place once more, functions and triggers are what they were, to the letter", async () => {
  const { db } = database;
  const before = [await functionsIn(db), await triggersIn(db)];
  const laidAside = new Error("only to compare");
  const compared = db.transaction().execute(async (trx) => {
    await installGuards<DB>(trx);
    expect([await functionsIn(trx), await triggersIn(trx)]).toEqual(before);
    throw laidAside;
  });
  await expect(compared).rejects.toBe(laidAside);
});

test("a table of which nothing is taken out refuses it, empty or not; one that only grows refuses changes too", async () => {
  const { sql: run } = database;
  const triggers = guards.find(({ name }) => name === "refuse_change")?.triggers ?? [];
  expect(triggers.length).toBeGreaterThan(20);
  for (const trigger of triggers) {
    const [, events = "", table = ""] = /^\w+ before (.*) on (\w+) /.exec(trigger) ?? [];
    const [{ column } = { column: "" }] = await run<{ column: string }[]>`
      select attname as column from pg_attribute
      where attrelid = ${table}::regclass and attnum > 0 and attidentity = '' and attgenerated = '' limit 1`;
    const harm: Record<string, string> = {
      update: `update ${table} set ${column} = ${column}`,
      delete: `delete from ${table}`,
      truncate: `truncate ${table} cascade`,
    };
    for (const event of events.split(" or ")) await expect(run.unsafe(harm[event] ?? "")).rejects.toThrow("only grows");
  }
});

test("an entry of the audit trail about a round is one of its edition's, whether or not it was said", async () => {
  const { db, sql: run } = database;
  await run`insert into editions (slug, title, state) values ('6', '第六届', 'open')`;
  await run`insert into rounds (edition_id, slug, kind, title) select id, name, 'heat', '上海' from editions, unnest(array['a', 'b']) name`;
  await run`insert into audit_entries (command, round_id) select 'step-round', min(id) from rounds`;
  await run`insert into audit_entries (command) values ('step-round')`;
  const { id } = await db.selectFrom("editions").select("id").executeTakeFirstOrThrow();
  const entries = await db.selectFrom("auditEntries").select("editionId").orderBy("id").execute();
  expect(entries).toEqual([{ editionId: id }, { editionId: null }]);
  const salts = await db.selectFrom("rounds").select("tableSalt").execute();
  expect(new Set(salts.map(({ tableSalt }) => tableSalt)).size).toBe(2);
});

test("whatever a public page shows is announced when it changes: pages that are kept and a replica's readers hang on it", async () => {
  const { rows } = await sql<{ name: string }>`
    select distinct tgrelid::regclass::text as name from pg_trigger
    where tgname in ('announce_public_change', 'announce_public_name') order by name`.execute(database.db);
  expect(rows.map(({ name }) => name)).toEqual([
    "advancement_places",
    "advancement_withdrawals",
    "applications",
    "award_grants",
    "certificate_templates",
    "diligence_decisions",
    "editions",
    "groups",
    "hosted_files",
    "releases",
    "rounds",
    "tracks",
  ]);
});
