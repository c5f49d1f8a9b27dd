import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { pagesOf } from "~/testing/pages.ts";
import { makeClosedHeat } from "~db/seed/factories/finals.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as marksFile from "./marks-file.ts";

const database = testDatabase();
const pages = pagesOf({ "organize/rounds/:round/marks.csv": marksFile });

test("every mark of the sheets that are in stands on a line of its own, in running order, by three queries more than the guard's", async () => {
  const { db } = database;
  const heat = await makeClosedHeat(db, { entries: 12, judges: 3, open: true, unscored: 1 });
  const [first] = heat.entries;
  await db
    .updateTable("entries")
    .set({ title: '=HYPERLINK("x")' })
    .where("id", "=", first?.id ?? 0)
    .execute();
  const path = `/organize/rounds/${heat.round.slug}/marks.csv`;
  const ask = async (locale?: "en") => await pages(path, { db, actor: heat.organizer, locale });
  const answer = await ask();
  expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  expect(answer.headers.get("content-disposition")).toContain(`filename="marks-${heat.round.slug}.csv"`);
  const [header = [], ...lines] = parse(await answer.text(), { bom: true }) as string[][];
  expect(header.slice(0, 8)).toEqual(["出场顺序", "项目代码", "项目", "评委代码", "评委", "评分项", "满分", "分数"]);
  const marks = await db.selectFrom("marks").selectAll().where("roundId", "=", heat.round.id).execute();
  const criteria = await db.selectFrom("criteria").selectAll().where("roundId", "=", heat.round.id).execute();
  expect(lines).toHaveLength(11 * 3 * criteria.length);
  const sum = (values: number[]) => values.reduce((all, each) => all + each, 0);
  expect(sum(lines.map((line) => Math.round(Number(line[7]) * 100)))).toBe(sum(marks.map(({ mark }) => mark)));
  expect([...new Set(lines.map((line) => Number(line[1])))]).toEqual(Array.from({ length: 11 }, (_, at) => at + 1));
  expect(lines[0]?.[2]).toBe(`'=HYPERLINK("x")`);
  expect(lines[0]?.[8]).toBe("评委本人");
  expect((parse(await (await ask("en")).text(), { bom: true }) as string[][])[0]?.[7]).toBe("Mark");
  const taken = await db.selectFrom("auditEntries").selectAll().where("command", "=", "print-papers").execute();
  expect(taken.map(({ facts }) => facts)).toEqual([
    { paper: "marks", items: 33 },
    { paper: "marks", items: 33 },
  ]);
});

test("a round's marks are for those who see its scores", async () => {
  const heat = await makeClosedHeat(database.db, { entries: 2, judges: 2 });
  const ask = async (actor: typeof heat.organizer | null) =>
    (await pages(`/organize/rounds/${heat.round.slug}/marks.csv`, { db: database.db, actor })).status;
  expect(await ask(heat.supervisor)).toBe(200);
  expect(await ask(heat.seats[0]?.actor ?? null)).toBe(404);
  expect(await ask(null)).toBe(302);
});
