import { HyperFormula } from "hyperformula";
import { beforeAll, expect, test } from "vitest";
import { startRehearsal } from "~/commands/heats/start-rehearsal.ts";
import { readWorked } from "~/services/spreadsheet/workbook.ts";
import { openWorkbook } from "~/testing/open-workbook.ts";
import { pagesOf } from "~/testing/pages.ts";
import { findStandings } from "~db/queries/standings/standings.ts";
import { makeClosedHeat } from "~db/seed/factories/finals.ts";
import { makeEdition, makeHeat } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as workbookFile from "./workbook-file.ts";

const database = testDatabase();
const pages = pagesOf({ "organize/rounds/:round/standings.xlsx": workbookFile });
const at = (slug: string) => `/organize/rounds/${slug}/standings.xlsx`;

let heat: Awaited<ReturnType<typeof makeClosedHeat>>;
beforeAll(async () => {
  heat = await makeClosedHeat(database.db, { judges: 5, entries: 6, note: "私下备注" });
});

async function file(slug: string, actor = heat.scorer) {
  const answer = await pages(at(slug), { db: database.db, actor });
  expect(answer.status).toBe(200);
  return { answer, sheets: openWorkbook(new Uint8Array(await answer.arrayBuffer())) };
}

test("the file's formulas come to the database's standings", async () => {
  const { answer, sheets } = await file(heat.round.slug);
  expect(answer.headers.get("content-type")).toContain("spreadsheetml");
  expect(answer.headers.get("cache-control")).toBe("no-store");
  expect(JSON.stringify([...sheets])).not.toContain("私下备注");
  const engine = HyperFormula.buildFromSheets(Object.fromEntries(sheets), {
    licenseKey: "gpl-v3",
    useArrayArithmetic: true,
  });
  const [head = [], ...rows] = engine.getSheetValues(engine.getSheetId("成绩 Result") ?? -1);
  const of = (heading: string) => head.indexOf(heading);
  const [found] = await findStandings(database.db, [heat.round.id]);
  expect(rows.map((row) => [row[of("项目代码 Entry")], row[of("总分 Total")], row[of("名次 Rank")]])).toEqual(
    found?.standings.map(({ entry, total, rank }) => [Number(entry), Number(total), rank]),
  );
  expect(new Set(rows.map((row) => row[of("与系统 Desk")]))).toEqual(new Set(["相等 equal"]));
  // Every mark: five judges, six entries, five criteria, and the header
  expect(sheets.get("分数 Marks")?.length).toBe(151);
  const notes = sheets.get("说明 Notes")?.flat().join("\n");
  for (const words of ["成绩尚未公布", heat.round.title, "去掉1个最高分和1个最低分", "每位评委"])
    expect(notes).toContain(words);
});

test("seven queries and the two that open the transaction, whatever the number of entries", async () => {
  const one = await makeClosedHeat(database.db, { judges: 3, entries: 1 });
  for (const { id } of [one.round, heat.round])
    expect((await database.queriesOf(() => readWorked(database.db, id))).queries.length).toBe(9);
});

test("only those who see scores get it, each time noted; a round without a rule has none", async () => {
  const { db } = database;
  for (const actor of [heat.seats[0]?.actor ?? null, await makePerson(db)])
    expect((await pages(at(heat.round.slug), { db, actor })).status).toBe(404);
  await file(heat.round.slug, heat.supervisor);
  const taken = await db
    .selectFrom("auditEntries")
    .select("facts")
    .where("command", "=", "print-papers")
    .where("actorId", "=", heat.supervisor.id)
    .execute();
  expect(taken).toEqual([{ facts: { paper: "workbook", items: 6 } }]);
  const { edition } = await makeEdition(db);
  const bare = await makeHeat(db, { editionId: edition.id, state: "ready", judges: 1, entries: 1 });
  await db.deleteFrom("rules").where("roundId", "=", bare.round.id).execute();
  expect((await pages(at(bare.round.slug), { db, actor: bare.scorer })).status).toBe(404);
});

test("a rehearsal's bears its mark on every sheet and in its name", async () => {
  const { db } = database;
  const { edition } = await makeEdition(db);
  const real = await makeHeat(db, { editionId: edition.id, state: "ready", judges: 3, entries: 2 });
  const organizer = await makePerson(db, { grants: [{ role: "organizer", editionId: edition.id }] });
  const started = await startRehearsal({ db, actor: organizer }, { round: real.round.slug });
  const { answer, sheets } = await file(started.ok ? started.value.slug : "", organizer);
  for (const rows of sheets.values()) expect(rows[0]?.join("")).toContain("彩排，不计成绩");
  expect(decodeURIComponent(answer.headers.get("content-disposition") ?? "")).toContain("彩排，不计成绩.xlsx");
});
