import { Migrator } from "kysely/migration";
import { expect, test } from "vitest";
import { migrate } from "../migrate.ts";
import { testDatabase } from "../testing/database.ts";
import { migrations } from "./index.ts";

const database = testDatabase();

test("votes that were recorded in one act become one decision, and none of them changes any more", async () => {
  const { db, sql } = database;
  await sql`drop schema public cascade`;
  await sql`create schema public`;
  const before = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  expect((await before.migrateTo("021_certificates")).error).toBeUndefined();
  await sql`insert into users (id, name, email) values ('u1', '沈一禾', 'u1@example.com')`;
  await sql`insert into editions (slug, title, state) values ('6', '第六届', 'open')`;
  await sql`insert into rounds (edition_id, slug, kind, title) select id, 'shanghai', 'heat', '上海' from editions`;
  await sql`
    insert into entries (round_id, key, title)
    select rounds.id, key::text, '项目' from rounds cross join generate_series(1, 4) key`;
  await sql`
    insert into advancement_votes (entry_id, place, recorded_by_id, recorded_at)
    select id, case when key in ('1', '4') then 2 else 1 end, 'u1',
      case when key in ('1', '2') then timestamptz '2026-11-28T09:00:00Z' else timestamptz '2026-11-28T08:00:00Z' end
    from entries`;

  await migrate(db);
  const places = await db
    .selectFrom("advancementDecisionPlaces as places")
    .innerJoin("advancementDecisions as decisions", "decisions.id", "places.decisionId")
    .innerJoin("entries", "entries.id", "places.entryId")
    .select(["decisions.recordedAt", "entries.key", "places.place"])
    .orderBy("decisions.id")
    .orderBy("places.place")
    .execute();
  const [eight, nine] = [new Date("2026-11-28T08:00:00Z"), new Date("2026-11-28T09:00:00Z")];
  expect(places.map(({ recordedAt, key, place }) => [recordedAt, key, place])).toEqual([
    [eight, "3", 1],
    [eight, "4", 2],
    [nine, "2", 1],
    [nine, "1", 2],
  ]);
  await expect(db.updateTable("advancementDecisionPlaces").set({ place: 9 }).execute()).rejects.toThrow("only grows");
});
