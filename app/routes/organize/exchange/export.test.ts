import { parse } from "csv-parse/sync";
import { readSheet } from "read-excel-file/node";
import { beforeAll, expect, test } from "vitest";
import { exportedRows } from "~/reads/exchange/exported-rows.ts";
import type { Actor } from "~/rules/accounts/access.ts";
import { pagesOf } from "~/testing/pages.ts";
import { makePersonEverywhere } from "~/testing/person-everywhere.ts";
import { makeApplication } from "~db/seed/factories/applications.ts";
import { makeEdition, makeRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as exportPage from "./export.tsx";
import * as exportFile from "./export-file.ts";

const database = testDatabase();
const list = "organize/editions/:edition";
const ask = pagesOf({
  [`${list}/applications.csv`]: exportFile,
  [`${list}/applications.xlsx`]: exportFile,
  [`${list}/export`]: exportPage,
});
let organizer: Actor;
let where: { editionId: number; roundId: number; groupId: number };

beforeAll(async () => {
  const { edition, groups } = await makeEdition(database.db, { slug: "sixth" });
  const round = await makeRound(database.db, { editionId: edition.id, title: "上海城市赛" });
  where = { editionId: edition.id, roundId: round.id, groupId: groups.team.id };
  organizer = await makePerson(database.db, { grants: [{ role: "organizer", editionId: edition.id }] });
  for (let at = 0; at < 3; at++) {
    const projectTitle = at === 1 ? "=HYPERLINK(1)" : `项目 ${at}`;
    const answers = { projectTitle, companyCapital: at === 0 ? "1200.5" : undefined };
    await makeApplication(database.db, { ...where, answers, submittedAt: new Date(Date.UTC(2026, 10, 1 + at)) });
  }
  await makeApplication(database.db, { ...where, state: "draft", answers: { projectTitle: "草稿的秘密" } });
});

async function fileOf(path: string, actor: Actor | null = organizer, locale: "zh-CN" | "en" = "zh-CN") {
  return await ask(`/organize/editions/sixth/${path}`, { db: database.db, actor, locale });
}

test("the usual list as CSV: in its order, without drafts, formulas harmless", async () => {
  const answer = await fileOf("applications.csv");
  expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  expect(answer.headers.get("cache-control")).toBe("no-store");
  expect(answer.headers.get("content-disposition")).toContain("filename*=UTF-8''%E6%8A%A5%E5%90%8D-sixth-");
  const rows: string[][] = parse(Buffer.from(await answer.arrayBuffer()), { bom: true });
  expect(rows[0]?.slice(0, 6)).toEqual(["报名编号", "状态", "赛区", "产业赛道", "组别", "项目名称"]);
  expect(rows.slice(1).map((row) => row[5])).toEqual(["项目 2", "'=HYPERLINK(1)", "项目 0"]);
});

test("the columns and the filter of the address, as XLSX, in the reader's language", async () => {
  const path =
    "applications.xlsx?sort=submitted&column=projectTitle&column=companyCapital&column=leaderDegree&column=nonsense";
  const answer = await fileOf(path, organizer, "en");
  const rows = await readSheet(Buffer.from(await answer.arrayBuffer()));
  expect(rows).toEqual(
    [
      ["Project title", "Highest degree", "Registered capital (CNY 10,000)"],
      ["项目 0", "Doctorate", 1200.5],
      ["=HYPERLINK(1)", "Doctorate", null],
      ["项目 2", "Doctorate", null],
    ].map((row) => row.map((cell) => (typeof cell === "string" ? expect.any(String) : cell))),
  );
  expect(rows.slice(1).map((row) => row[0])).toEqual(["项目 0", "=HYPERLINK(1)", "项目 2"]);
  const one = await fileOf(`applications.csv?search=${encodeURIComponent("HYPERLINK")}&column=projectTitle`);
  expect((await one.text()).trim().split("\r\n")).toHaveLength(2);
});

test("every export is recorded, with filter, columns and number, and without the words searched for", async () => {
  await database.db.deleteFrom("idempotencyKeys").execute();
  await fileOf("applications.csv?state=submitted&search=沈一禾&column=code");
  const entry = await database.db
    .selectFrom("auditEntries")
    .select(["command", "actorId", "editionId", "facts"])
    .where("command", "=", "export-applications")
    .orderBy("id", "desc")
    .executeTakeFirstOrThrow();
  expect(entry).toMatchObject({
    actorId: organizer.id,
    editionId: where.editionId,
    facts: { format: "csv", count: 3, columns: ["code"], filter: '{"state":"submitted"}' },
  });
  expect(JSON.stringify(entry)).not.toContain("沈一禾");
});

test("the number of an identity document is masked in every column of every format", async () => {
  const number = "E99887766";
  const screener = await makePerson(database.db);
  const { applicationId } = await makePersonEverywhere(database.db, { ...where, mark: "masked", number, screener });
  const columns = ["identityNumber", "identityKind", "leaderName", "summary", "accountEmail"].map(
    (each) => `column=${each}`,
  );
  for (const format of ["csv", "xlsx"]) {
    const answer = await fileOf(`applications.${format}?${columns.join("&")}`);
    const bytes = Buffer.from(await answer.arrayBuffer());
    const text = format === "csv" ? bytes.toString() : JSON.stringify(await readSheet(bytes));
    expect(text).toContain("E99****66");
    expect(text).not.toContain(number);
  }
  await database.db.deleteFrom("submissions").where("applicationId", "=", applicationId).execute();
});

test("only who may move data gets a file or the page; for anyone else there is none", async () => {
  const { editionId } = where;
  const { edition: other } = await makeEdition(database.db, { slug: "seventh" });
  const strangers = [
    await makePerson(database.db, { grants: [{ role: "screener", editionId }] }),
    await makePerson(database.db, { grants: [{ role: "organizer", editionId: other.id }] }),
    await makePerson(database.db),
  ];
  for (const path of ["applications.csv", "applications.xlsx", "export"]) {
    for (const actor of strangers) expect((await fileOf(path, actor)).status).toBe(404);
    expect((await fileOf(path, null)).status).toBe(302);
  }
});

test("the page counts the list and keeps the filter and the columns of the address", async () => {
  const page = await (await fileOf("export?state=qualified&column=code&column=summary")).text();
  expect(page).toContain("共 0 份报名");
  expect(page).toContain('type="hidden" name="state" value="qualified"');
  const ticked = [...page.matchAll(/<input[^>]*name="column"[^>]*>/g)].filter(([input]) => input.includes("checked"));
  expect(ticked).toHaveLength(2);
});

test.each([1, 3])("a list of up to 500 takes two queries, with %i rows too", async (count) => {
  const { edition, groups } = await makeEdition(database.db, { slug: `queries-${count}` });
  const round = await makeRound(database.db, { editionId: edition.id });
  const given = { editionId: edition.id, roundId: round.id, groupId: groups.team.id };
  for (let made = 0; made < count; made++) await makeApplication(database.db, given);
  const { answer, queries } = await database.queriesOf(async () => {
    const rows = [];
    const asked = {
      desk: { editionId: edition.id, me: organizer.id },
      filter: {},
      columns: ["code" as const],
      locale: "en" as const,
    };
    for await (const row of exportedRows(database.db, asked)) rows.push(row);
    return rows;
  });
  expect([answer.length, queries.length]).toEqual([count + 1, 2]);
});
