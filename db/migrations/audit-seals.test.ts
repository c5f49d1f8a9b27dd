import { Migrator } from "kysely/migration";
import { expect, test } from "vitest";
import { migrate } from "../migrate.ts";
import { saltedDigest } from "../queries/audit/audit.ts";
import { testDatabase } from "../testing/database.ts";
import { migrations } from "./index.ts";

const database = testDatabase();

test("entries from before the first seal get their edition, and their reasons lie beside them", async () => {
  const { db, sql } = database;
  await sql`drop schema public cascade`;
  await sql`create schema public`;
  const before = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  expect((await before.migrateTo("012_heat_day")).error).toBeUndefined();
  await sql`insert into editions (slug, title, state) values ('6', '第六届', 'open')`;
  await sql`insert into rounds (edition_id, slug, kind, title) select id, 'shanghai', 'heat', '上海' from editions`;
  await sql`
    insert into audit_entries (command, round_id, facts)
    select 'step-round', id, ${sql.json({ from: "ready", to: "screening", reason: "补录一个项目" })} from rounds`;
  await sql`insert into audit_entries (command, facts) values ('step-round', ${sql.json({ reason: null })})`;

  await migrate(db);
  const edition = await db.selectFrom("editions").select("id").executeTakeFirstOrThrow();
  const entries = await db
    .selectFrom("auditEntries")
    .leftJoin("auditReasons", "auditReasons.entryId", "auditEntries.id")
    .select(["editionId", "facts", "reason", "salt"])
    .orderBy("id")
    .execute();
  const [first] = entries;
  const saltedReason = saltedDigest("补录一个项目", first?.salt ?? "");
  expect(entries).toEqual([
    {
      editionId: edition.id,
      facts: { from: "ready", to: "screening", saltedReason },
      reason: "补录一个项目",
      salt: first?.salt,
    },
    { editionId: null, facts: { reason: null }, reason: null, salt: null },
  ]);
  await expect(sql`update audit_entries set command = 'x'`).rejects.toThrow("only grows");
});
