import { sql } from "kysely";
import { expect, test } from "vitest";
import { prepared } from "./prepared.ts";
import { makeEdition } from "./seed/factories/heats.ts";
import { testDatabase } from "./testing/database.ts";

const database = testDatabase();

test("a prepared statement is built once, and answers each call by its own values", async () => {
  const { db } = database;
  const first = await makeEdition(db);
  const second = await makeEdition(db);
  let built = 0;
  const find = prepared((from, { slug }: { slug: string }) => {
    built++;
    return from.selectFrom("editions").select("id").where("slug", "=", slug);
  });
  const { answer, queries } = await database.queriesOf(async () => [
    (await find(db, { slug: first.edition.slug })).rows,
    await db.transaction().execute(async (trx) => (await find(trx, { slug: second.edition.slug })).rows),
    (await find(db, { slug: "nowhere" })).rows,
  ]);
  expect(answer).toEqual([[{ id: first.edition.id }], [{ id: second.edition.id }], []]);
  expect(built).toBe(1);
  expect(new Set(queries.map(({ sql }) => sql).filter((text) => text.includes("editions"))).size).toBe(1);
});

test("a prepared write keeps null, dates and lists as they were given", async () => {
  const { db } = database;
  const { edition } = await makeEdition(db);
  const write = prepared((into, row: { id: number; title: string | null; ids: number[]; at: Date }) =>
    into
      .updateTable("editions")
      .set({ titleEn: row.title })
      .where("id", "=", row.id)
      .where(sql<boolean>`id = any (${row.ids}::int[])`)
      .where(sql<boolean>`${row.at}::timestamptz > '2026-01-01'`)
      .returning(["id", "titleEn"]),
  );
  const at = new Date("2026-06-01T00:00:00Z");
  const given = { id: edition.id, ids: [0, edition.id], at };
  expect((await write(db, { ...given, title: "Later" })).rows).toEqual([{ id: edition.id, titleEn: "Later" }]);
  expect((await write(db, { ...given, title: null })).rows).toEqual([{ id: edition.id, titleEn: null }]);
  expect((await write(db, { ...given, title: null, ids: [] })).rows).toEqual([]);
});
