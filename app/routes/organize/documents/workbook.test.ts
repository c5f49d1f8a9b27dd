import { HyperFormula } from "hyperformula";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { startRehearsal } from "~/commands/heats/start-rehearsal.ts";
import { type Printable, print } from "~/services/documents/print.ts";
import { makePrinter, printDigest } from "~/services/documents/printer.ts";
import { readWorked, standingsWorkbook } from "~/services/spreadsheet/workbook.ts";
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

const printers = globalThis as { contestPrinter?: unknown };
const own = printers.contestPrinter;
afterEach(() => {
  printers.contestPrinter = own;
});

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

test("seven queries, and the three that open the transaction and let it wait, whatever the number of entries", async () => {
  const one = await makeClosedHeat(database.db, { judges: 3, entries: 1 });
  for (const { id } of [one.round, heat.round])
    expect((await database.queriesOf(() => readWorked(database.db, id))).queries.length).toBe(10);
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

const browser = { accept: "text/html,application/xhtml+xml" };
const taken = async (id: number) =>
  (await database.db.selectFrom("auditEntries").select("id").where("roundId", "=", id).execute()).length;

test("a large round's workbook stands in the line of the prints, says its place until it has its turn, and is noted when it is handed out", async () => {
  const { db } = database;
  const finish: (() => void)[] = [];
  const lay = async ({ kind }: Printable) =>
    await new Promise<Uint8Array>((done) => finish.push(() => done(new TextEncoder().encode(kind))));
  const made = new Map<string, Uint8Array>();
  const cache = {
    find: async (digest: string) => made.get(digest) ?? null,
    keep: async (digest: string, bytes: Uint8Array) => void made.set(digest, bytes),
  };
  printers.contestPrinter = makePrinter({ atOnce: 1, waiting: 3, cache, lay });
  const heats = [];
  for (const judges of [7, 7, 7]) heats.push(await makeClosedHeat(db, { judges, entries: 18 }));
  const [first, second, third] = heats.map(({ round, scorer }) => ({
    id: round.id,
    visit: (locale: "zh-CN" | "en" = "zh-CN") => pages(at(round.slug), { db, actor: scorer, headers: browser, locale }),
    program: () => pages(at(round.slug), { db, actor: scorer }),
  }));
  if (!first || !second || !third) throw new Error("three heats");
  const before = await taken(third.id);
  const program = first.program();
  await vi.waitFor(() => expect(finish.length).toBe(1), 20_000);
  await second.visit();
  const waiting = await third.visit();
  expect([waiting.status, waiting.headers.get("refresh")]).toEqual([202, "2"]);
  const page = await waiting.text();
  expect(page).toContain("您前面还有 2 份");
  expect(page).toContain("下载开始后，本页可以关闭");
  expect(page).not.toContain("<script");
  finish[0]?.();
  expect(await (await program).text()).toBe("workbook");
  await vi.waitFor(() => expect(finish.length).toBe(2), 20_000);
  expect(await (await third.visit()).text()).toContain("您前面还有 1 份");
  finish[1]?.();
  await vi.waitFor(() => expect(finish.length).toBe(3), 20_000);
  expect(await (await third.visit()).text()).toContain("轮到您了");
  expect(await taken(third.id)).toBe(before);
  const ready = third.visit();
  finish[2]?.();
  expect((await ready).headers.get("content-type")).toContain("spreadsheetml");
  expect(await taken(third.id)).toBe(before + 1);
  // A small round's is there at once, whoever stands in line
  expect((await pages(at(heat.round.slug), { db, actor: heat.scorer, headers: browser })).status).toBe(200);
}, 60_000);

test("what a thread makes of a large round is byte for byte what is made at once; when it was made is no content", async () => {
  const { db } = database;
  const large = await makeClosedHeat(db, { judges: 7, entries: 18 });
  const printed: Printable[] = [];
  const lay = async (paper: Printable) => {
    printed.push(paper);
    return await print(paper);
  };
  printers.contestPrinter = makePrinter({ atOnce: 1, waiting: 3, cache: null, lay });
  const answer = await pages(at(large.round.slug), { db, actor: large.scorer });
  const bytes = Buffer.from(await answer.arrayBuffer());
  const [order] = printed;
  if (order?.kind !== "workbook") throw new Error("a large round waits in line");
  const pieces: Uint8Array[] = [];
  for await (const piece of standingsWorkbook(order.worked, order.about)) pieces.push(piece);
  expect(bytes.equals(Buffer.concat(pieces))).toBe(true);
  const later = { ...order.about, made: { at: new Date(0), words: "1970" } };
  const lines = order.about.lines.map(
    ([term, words]) => [term, words === order.about.made?.words ? "1970" : words] as const,
  );
  expect(printDigest({ ...order, about: { ...later, lines } })).toBe(printDigest(order));
  expect(printDigest({ ...order, about: { ...later, warning: "彩排", lines } })).not.toBe(printDigest(order));
}, 60_000);
