import { extractText, getDocumentProxy } from "unpdf";
import { beforeAll, expect, test } from "vitest";
import { startRehearsal } from "~/commands/heats/start-rehearsal.ts";
import { confirmScore } from "~/commands/scoring/confirm-score.ts";
import { signSheet } from "~/commands/scoring/sign-sheet.ts";
import { signTable } from "~/commands/scoring/sign-table.ts";
import { readPapers } from "~/reads/documents/paper.ts";
import type { Strokes } from "~/rules/scoring/signature.ts";
import { pagesOf } from "~/testing/pages.ts";
import { makeClosedHeat } from "~db/seed/factories/finals.ts";
import { makeEdition, makeHeat } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as paperFile from "./paper-file.ts";

const database = testDatabase();
const names = ["sheets", "blank-sheets", "summary", "slips"] as const;
const pages = pagesOf(Object.fromEntries(names.map((name) => [`organize/rounds/:round/${name}.pdf`, paperFile])));

const drawing: Strokes = [
  [
    [100, 300],
    [180, 80],
    [260, 300],
    [300, 180],
  ],
  [
    [420, 90],
    [420, 310],
    [600, 310],
  ],
];
const longTitle =
  "面向超大型风电主轴承的高氮不锈钢增材制造与在线检测一体化装备（第二代）关键技术研发及产业化项目——𠮷田团队 Reactive Manufacturing Platform";

let heat: Awaited<ReturnType<typeof makeClosedHeat>>;
beforeAll(async () => {
  const { db } = database;
  heat = await makeClosedHeat(db, { judges: 7, entries: 20, note: "私下备注不打印" });
  await db
    .updateTable("entries")
    .set({ title: longTitle })
    .where("id", "=", heat.entries[1]?.id ?? 0)
    .execute();
  await db.updateTable("sheets").set({ source: "tablet" }).where("roundId", "=", 0).execute();
  const { slug, id } = heat.round;
  const papers = await readPapers(db, { id, slug });
  const signing = { means: "drawn", strokes: drawing };
  const sheet = papers.scores[0]?.sheets[0]?.sheet;
  const judge = heat.seats[0]?.actor ?? null;
  const ok = [
    await signSheet({ db, actor: judge }, { round: slug, entry: "1", digest: sheet?.digest, signing }),
    await confirmScore(
      { db, actor: heat.scorer },
      { round: slug, entry: "1", name: "王小明", digest: papers.scores[0]?.digest, signing },
    ),
    await signTable(
      { db, actor: heat.supervisor },
      { round: slug, role: "supervisor", digest: papers.digest, signing },
    ),
  ];
  expect(ok.map((answer) => answer.ok)).toEqual([true, true, true]);
});

async function pdf(name: string, slug = heat.round.slug, actor = heat.organizer, locale: "zh-CN" | "en" = "zh-CN") {
  const answer = await pages(`/organize/rounds/${slug}/${name}.pdf`, { db: database.db, actor, locale });
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toBe("application/pdf");
  const bytes = new Uint8Array(await answer.arrayBuffer());
  if (process.env.PAPERS_TO)
    (await import("node:fs")).writeFileSync(`${process.env.PAPERS_TO}/${name}-${slug}-${locale}.pdf`, bytes);
  const document = await getDocumentProxy(bytes);
  const { text } = await extractText(document);
  const first = await document.getPage(1);
  const { width, height } = first.getViewport({ scale: 1 });
  return { pages: text.map((page) => page.replace(/\s+/g, "")), size: [Math.round(width), Math.round(height)] };
}

test("the sheets: a page for each project and judge, in Chinese, with marks, bands, total, source and digest, without the note", async () => {
  const { pages: text, size } = await pdf("sheets");
  expect([text.length, size]).toEqual([140, [595, 842]]);
  const papers = await readPapers(database.db, heat.round);
  const sheet = papers.scores[0]?.sheets[0]?.sheet;
  const [first = ""] = text;
  for (const words of [
    "评分单",
    heat.round.title,
    "项目1",
    "评委1（评委组长）",
    "技术与产品",
    "优",
    "合计",
    "平板提交",
    "第1页，共140页",
  ])
    expect(first).toContain(words.replaceAll(" ", ""));
  expect(first).toContain(sheet?.total);
  expect(first).toContain(sheet?.digest);
  expect(first).toContain("评委1·");
  for (const page of text) expect(page).not.toContain("私下备注");
  const [, , , , , , , long = ""] = text;
  // The rare character has no glyph in the font: a stand-in, and a word about it
  expect(long).toContain(longTitle.replaceAll(" ", "").replace("𠮷", "〓"));
  expect(long).toContain("〓代表字库中没有的字");
  expect(first).toContain("〓代表字库中没有的字");
}, 120_000);

test("the summary: every project and judge on a page lying down, with who signs below", async () => {
  const { pages: text, size } = await pdf("summary");
  expect(size).toEqual([842, 595]);
  const all = text.join("");
  const papers = await readPapers(database.db, heat.round);
  for (const { entry, standing, sheets } of papers.scores) {
    expect(all).toContain(entry.title.replaceAll(" ", "").replace("𠮷", "〓"));
    expect(all).toContain(standing?.total);
    for (const { sheet } of sheets) expect(all).toContain(sheet?.total);
  }
  for (const words of [
    "成绩总表",
    "名次",
    "评委7",
    "计分员：",
    "监督员：",
    "监督员·",
    "划去的分数",
    papers.digest ?? "",
  ])
    expect(all).toContain(words);
});

test("the slips: several a page, each saying for itself what it belongs to", async () => {
  const { pages: text, size } = await pdf("slips");
  expect(size).toEqual([595, 842]);
  expect(text.length).toBeGreaterThan(4);
  expect(text.length).toBeLessThan(12);
  const all = text.join("");
  expect(all.match(/本人确认以上得分/g)?.length).toBe(20);
  expect(all).toContain("王小明");
  for (const { digest } of (await readPapers(database.db, heat.round)).scores) expect(all).toContain(digest);
});

test("blank sheets are for what is still missing: none here, all of a heat that begins; a rehearsal's bear its mark", async () => {
  const { db } = database;
  const { pages: none } = await pdf("blank-sheets");
  expect(none.length).toBe(1);
  expect(none[0]).toContain("没有需要填写的空白单");
  const { edition } = await makeEdition(db);
  const ready = await makeHeat(db, { editionId: edition.id, state: "ready", judges: 3, entries: 2 });
  const organizer = await makePerson(db, { grants: [{ role: "organizer", editionId: edition.id }] });
  const { pages: text } = await pdf("blank-sheets", ready.round.slug, organizer);
  expect(text.length).toBe(6);
  for (const words of ["评分单（纸质）", "项目1", "步长0.5", "评委签名：", "日期：", "技术国内领先以上"])
    expect(text[0]).toContain(words);
  expect(text.join("")).not.toContain("彩排");
  const started = await startRehearsal({ db, actor: organizer }, { round: ready.round.slug });
  const slug = started.ok ? started.value.slug : "";
  for (const name of names)
    for (const page of (await pdf(name, slug, organizer)).pages) expect(page).toContain("彩排·不计成绩");
  // Over nothing stands no heading
  expect((await pdf("summary", slug, organizer)).pages.join("")).not.toContain("说明");
}, 120_000);

test("in English too, with English titles", async () => {
  const { pages: text } = await pdf("summary", heat.round.slug, heat.organizer, "en");
  const all = text.join("");
  for (const words of ["Summarytable", "Project1", "Supervisor:", "Rank"]) expect(all).toContain(words);
  expect(all).not.toMatch(/[：、]/);
});

test("only those who see scores get papers, and each one taken is in the audit trail", async () => {
  const { db } = database;
  const judge = heat.seats[0]?.actor ?? null;
  const stranger = await makePerson(db);
  for (const name of names)
    for (const actor of [judge, stranger])
      expect((await pages(`/organize/rounds/${heat.round.slug}/${name}.pdf`, { db, actor })).status).toBe(404);
  const taken = () =>
    db
      .selectFrom("auditEntries")
      .select(["actorId", "facts"])
      .where("command", "=", "print-papers")
      .where("roundId", "=", heat.round.id)
      .where("actorId", "=", heat.supervisor.id)
      .execute();
  await pdf("summary", heat.round.slug, heat.supervisor);
  expect(await taken()).toEqual([{ actorId: heat.supervisor.id, facts: { paper: "summary", items: 20 } }]);
});
