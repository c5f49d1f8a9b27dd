import { Migrator } from "kysely/migration";
import { expect, test } from "vitest";
import { publicView } from "~/rules/releases/public-view.ts";
import { migrate } from "../migrate.ts";
import { findPublishedRelease } from "../queries/releases/public-releases.ts";
import { findAllReleases, findLiveReleases } from "../queries/releases/releases.ts";
import { testDatabase } from "../testing/database.ts";
import { migrations } from "./index.ts";

const database = testDatabase();

test("releases of before the second factor are read as they were signed, and go on by the new rules alone", async () => {
  const { db, sql } = database;
  await sql`drop schema public cascade`;
  await sql`create schema public`;
  const before = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  expect((await before.migrateTo("009_review")).error).toBeUndefined();
  for (const id of ["ann", "bea", "cai"])
    await sql`insert into users (id, name, email) values (${id}, ${id}, ${`${id}@example.com`})`;
  await sql`insert into editions (slug, title, state) values ('6', '第六届', 'open')`;
  for (const slug of ["shanghai", "hangzhou"])
    await sql`
      insert into rounds (edition_id, slug, kind, title, state) select id, ${slug}, 'heat', ${slug}, 'closed' from editions`;
  const frozen = { round: "shanghai", rule: {}, standings: [] };
  await sql`
    insert into releases (round_id, version, standings, digest, proposed_by_id)
    select id, 1, ${sql.json(frozen)}, ${"a".repeat(64)}, 'ann' from rounds`;
  await sql`update releases set state = 'confirmed', confirmed_by_id = 'bea', confirmed_at = now()`;
  const [shanghai, hangzhou] = await sql<{ id: number }[]>`select id from rounds order by slug desc`;
  await sql`
    update releases set state = 'published', published_by_id = 'cai', published_at = now() where round_id = ${shanghai?.id ?? 0}`;

  await migrate(db);
  const published = publicView(await findPublishedRelease(db, "shanghai"));
  expect(published).toMatchObject({ version: 1, digest: "a".repeat(64), sheetsDigest: null, replacedBy: null });
  expect(published?.standings).toEqual({ ...frozen, state: "published" });
  expect(await findAllReleases(db, shanghai?.id ?? 0)).toMatchObject([{ state: "published", signatures: [] }]);

  // Nobody showed a second factor for what was under way: it is not published so
  expect((await findLiveReleases(db, hangzhou?.id ?? 0)).open).toMatchObject({ state: "confirmed" });
  await expect(
    sql`update releases set state = 'published', published_by_id = 'cai', published_at = now() where round_id = ${hangzhou?.id ?? 0}`,
  ).rejects.toThrow("not everybody has signed");
  const salts = await db.selectFrom("rounds").select("tableSalt").execute();
  expect(new Set(salts.map(({ tableSalt }) => tableSalt)).size).toBe(2);
});
