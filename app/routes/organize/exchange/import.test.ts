import { createHash } from "node:crypto";
import { readSheet } from "read-excel-file/node";
import { beforeEach, expect, test } from "vitest";
import writeExcelFile from "write-excel-file/node";
import { importApplications } from "~/commands/exchange/import-applications.ts";
import { importColumns, namesOf, templateName } from "~/reads/exchange/import-table.ts";
import type { Actor } from "~/rules/accounts/access.ts";
import { importLimits } from "~/rules/exchange/import-limits.ts";
import { vault } from "~/services/vault/vault.ts";
import { pagesOf } from "~/testing/pages.ts";
import { findIdentity } from "~db/queries/applications/identities.ts";
import { makeEdition, makeRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { placesOfWords } from "~db/testing/words-in-database.ts";
import { action } from "./import.tsx";
import * as template from "./template.ts";

const database = testDatabase();
const ask = pagesOf({ "organize/editions/:edition/import/template": template });
let made = 0;
let edition: { id: number; slug: string };
let organizer: Actor;

beforeEach(async () => {
  const slug = `import-${++made}`;
  ({ edition } = await makeEdition(database.db, { slug }));
  await makeRound(database.db, { editionId: edition.id, title: "上海城市赛", slug: `shanghai-${made}` });
  organizer = await makePerson(database.db, { grants: [{ role: "organizer", editionId: edition.id }] });
});

const sound: Record<string, string | number> = {
  "志愿赛区 / Wished heat": "上海城市赛",
  group: "创业团队组",
  track: "光电通信",
  projectTitle: "湖光硅基光互连芯片",
  summary: "简介",
  innovation: "创新",
  patents: "发明专利 | 光栅耦合器 | ZL1 | 企业所有 | 已授权或登记",
  leaderName: "沈一禾",
  leaderGender: "女",
  leaderNationality: "德国",
  identityKind: "护照",
  identityNumber: "C01X0006H",
  leaderBirthOn: "1988-02-29",
  leaderPhone: "+8613800138000",
  leaderEmail: "Shen@Example.com",
  leaderDegree: "博士",
  leaderSchool: "湖州大学",
  members: "沈一禾 | 总体 | 博士 | 是\n陆南星｜工艺｜硕士｜是\nElena | Market | Master | no",
  market: "市场",
  businessModel: "模式",
  landingPlatform: "undecided",
};

async function workbook(...rows: Record<string, string | number>[]): Promise<Buffer> {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cells = rows.map((row) => names.map((name) => row[name] ?? null));
  return await writeExcelFile([names, ...cells]).toBuffer();
}

/** What the page's action answers to the file. */
async function send(file: Buffer, fields: Record<string, string> = {}, actor: Actor | null = organizer) {
  const form = new FormData();
  form.set("file", new Blob([new Uint8Array(file)]), "import.xlsx");
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  const request = new Request("http://localhost/import", { method: "POST", body: form });
  const context = { db: database.db, locale: "zh-CN", actor: () => Promise.resolve(actor) };
  return (await action({ request, context, params: { edition: edition.slug } } as never)).data as Record<
    string,
    unknown
  >;
}

const digestOf = (file: Buffer) => createHash("sha256").update(file).digest("hex");
const confirmed = (file: Buffer) => ({ intent: "import", digest: digestOf(file), consentOnFile: "yes" });

async function imported() {
  return await database.db
    .selectFrom("applications")
    .selectAll()
    .where("editionId", "=", edition.id)
    .orderBy("id")
    .execute();
}

test("a file is checked, writing nothing, and then taken in whole", async () => {
  const second = { ...sound, leaderName: "王小明", leaderEmail: "wang@example.com", identityNumber: "C01X00T47" };
  const file = await workbook(sound, second);
  expect(await send(file)).toMatchObject({
    digest: digestOf(file),
    count: 2,
    preview: [
      { row: 2, leaderName: "沈一禾", identityMasked: "C01****6H" },
      { row: 3, leaderName: "王小明" },
    ],
  });
  expect(await imported()).toEqual([]);
  expect(await send(file, confirmed(file))).toEqual({ imported: 2 });
  const [first] = await imported();
  expect(first).toMatchObject({
    state: "submitted",
    announcedState: "submitted",
    origin: "import",
    consentVersion: "offline",
    projectTitle: "湖光硅基光互连芯片",
    answers: {
      leaderGender: "female",
      leaderDegree: "doctor",
      identityKind: "passport",
      leaderEmail: "Shen@Example.com",
      members: [
        { name: "沈一禾", duty: "总体", degree: "doctor", fullTime: true },
        { name: "陆南星", duty: "工艺", degree: "master", fullTime: true },
        { name: "Elena", duty: "Market", degree: "master", fullTime: false },
      ],
      patents: [{ kind: "invention", number: "ZL1", ownership: "company", status: "granted" }],
    },
  });
  expect(first?.searchGrams?.length).toBeGreaterThan(0);
  const identity = await findIdentity(database.db, first?.id ?? 0);
  expect(identity && vault().unseal(identity.sealed, identity.keyName)).toBe("C01X0006H");
  expect(await placesOfWords(database.db, "C01X0006H")).toEqual([]);
  const submissions = await database.db
    .selectFrom("submissions")
    .select(["number", "consentVersion", "identityMasked"])
    .where("applicationId", "=", first?.id ?? 0)
    .execute();
  expect(submissions).toEqual([{ number: 1, consentVersion: "offline", identityMasked: "C01****6H" }]);
  const applicant = await database.db
    .selectFrom("users")
    .select(["email", "emailVerified"])
    .where("id", "=", first?.applicantId ?? "")
    .execute();
  expect(applicant).toEqual([{ email: "shen@example.com", emailVerified: false }]);
  expect(await database.db.selectFrom("mails").selectAll().execute()).toEqual([]);
});

test("a file is taken in once; another file than the checked one, or one without consent, not at all", async () => {
  const file = await workbook(sound);
  expect(await send(file, { ...confirmed(file), digest: "0".repeat(64) })).toMatchObject({
    refusal: { type: "other-file" },
  });
  expect(await send(file, { ...confirmed(file), consentOnFile: "" })).toMatchObject({
    refusal: { type: "consent-missing" },
    digest: digestOf(file),
  });
  expect(await imported()).toEqual([]);
  const both = await Promise.all([send(file, confirmed(file)), send(file, confirmed(file))]);
  expect(both).toContainEqual({ imported: 1 });
  expect(both).toContainEqual({ refusal: { type: "already-imported" }, digest: undefined });
  expect(await imported()).toHaveLength(1);
});

test("one wrong cell keeps the whole file out, and every wrong cell is told by row and column", async () => {
  const wrong = {
    ...sound,
    "志愿赛区 / Wished heat": "巴黎城市赛",
    leaderEmail: "not an address",
    leaderBirthOn: "2024-02-30",
    identityNumber: "C02Y0006H",
    companyCapital: "许多",
    members: "a | b | c | d | e",
    leaderDegree: "幼儿园",
  };
  const file = await workbook(sound, wrong);
  const told = (await send(file)) as { problems: { row: number; column: string; value: string; reason: string }[] };
  expect(told.problems.map(({ row, column, reason }) => [row, column, reason])).toEqual([
    [3, "wish", "unknown-round"],
    [3, "leaderBirthOn", "date"],
    [3, "leaderEmail", "email"],
    [3, "leaderDegree", "choose"],
    [3, "members", "list-form"],
    [3, "companyCapital", "money"],
  ]);
  expect(told.problems[1]?.value).toBe("2024-02-30");
  expect(await send(file, confirmed(file))).toHaveProperty("problems");
  expect(await imported()).toEqual([]);
});

test("what a formula failed to give, or is too long, is told by its cell, and the rest of the row still checked", async () => {
  const file = await workbook({ ...sound, summary: "#REF!", market: "长".repeat(30_000), leaderEmail: "nowhere" });
  expect(await send(file)).toMatchObject({
    problems: [
      { row: 2, column: "summary", value: "#REF!", reason: "no-result" },
      { row: 2, column: "leaderEmail", reason: "email" },
      { row: 2, column: "market", reason: "too-long" },
    ],
  });
});

test("more rows than are taken at once are refused, and nothing of them read", async () => {
  const rows = Array.from({ length: importLimits.rows + 1 }, (_, at) => ({ ...sound, summary: `${at}` }));
  expect(await send(await workbook(...rows))).toMatchObject({ refusal: { type: "too-many-rows" } });
});

test("equal numbers are found, in the file and in the edition, and never shown whole", async () => {
  const other = { ...sound, leaderEmail: "other@example.com", identityNumber: " c01x 0006h " };
  const twice = await workbook(sound, other);
  const answer = await send(twice);
  expect(answer.problems).toEqual([
    { row: 3, column: "identityNumber", value: "C01****6H", by: "import", reason: "same-in-file", sameRow: 2 },
  ]);
  const one = await workbook(sound);
  await send(one, confirmed(one));
  const [{ code } = { code: "" }] = await imported();
  const again = await workbook(other);
  expect((await send(again)).problems).toEqual([
    { row: 2, column: "identityNumber", value: "C01****6H", by: "import", reason: "same-in-edition", code },
  ]);
  const broken = await workbook({ ...sound, identityKind: "居民身份证", identityNumber: "110105194912310021" });
  expect(JSON.stringify(await send(broken))).not.toContain("110105194912310021");
});

test("a number that a table program has rounded is told, not taken", async () => {
  const resident = { ...sound, leaderNationality: "中国", identityKind: "居民身份证" };
  const answer = await send(await workbook({ ...resident, identityNumber: 110105194912310020 }));
  expect(answer).toMatchObject({ problems: [{ row: 2, column: "identityNumber", reason: "not-text" }] });
  expect(JSON.stringify(answer)).not.toContain("110105194912");
});

test("headers are known by key or word; unknown, double and missing ones are named", async () => {
  const { projectTitle, ...rest } = sound;
  expect(await send(await workbook({ ...sound, 备注: "x" }))).toMatchObject({
    refusal: { type: "unknown-column", columns: ["备注"] },
  });
  expect(await send(await workbook({ ...sound, 项目名称: "x" }))).toMatchObject({
    refusal: { type: "column-twice", columns: ["projectTitle"] },
  });
  expect(await send(await workbook(rest))).toMatchObject({
    refusal: { type: "missing-columns", columns: [templateName("projectTitle")] },
  });
  const names = Object.keys(sound);
  const cells = Object.values(sound);
  const merged = await writeExcelFile([names, [...cells, null, "not under any name"]]).toBuffer();
  expect(await send(merged)).toMatchObject({ refusal: { type: "unknown-column", columns: ["W"] } });
  expect(await send(Buffer.from("name\n"))).toMatchObject({ refusal: { type: "not-a-workbook" } });
  expect(
    await send(await workbook({ ...sound, ...Object.fromEntries(Object.keys(sound).map((key) => [key, ""])) })),
  ).toMatchObject({
    refusal: { type: "no-rows" },
  });
  expect(projectTitle).toBeDefined();
});

test("no two columns share a name", () => {
  const names = importColumns.flatMap((column) => [...new Set(namesOf(column))]);
  expect(names).toEqual([...new Set(names)]);
});

test("the template is read back by the import: its example needs nothing but the edition's choices", async () => {
  const answer = await ask(`/organize/editions/${edition.slug}/import/template`, { db: database.db, actor: organizer });
  const bytes = Buffer.from(await answer.arrayBuffer());
  expect(await send(bytes)).toMatchObject({ refusal: { type: "no-rows" } });
  const example = await readSheet(bytes, 2);
  const codes = (await readSheet(bytes, 3)).map((row) => row.join("|"));
  expect(codes).toContain(`志愿赛区 / Wished heat|shanghai-${made}|上海城市赛|Heat shanghai-${made}`);
  const rows = example.map((row) => row.map((cell) => (cell === null ? null : String(cell))));
  const file = await writeExcelFile(rows).toBuffer();
  expect(((await send(file)) as { problems: { column: string }[] }).problems).toEqual([
    expect.objectContaining({ column: "companyCode", reason: "credit-code" }),
  ]);
});

test("only who may move data imports; an archived or erased edition takes nothing", async () => {
  const file = await workbook(sound);
  const strangers = [
    await makePerson(database.db, { grants: [{ role: "screener", editionId: edition.id }] }),
    await makePerson(database.db),
  ];
  for (const actor of strangers) {
    await expect(send(file, confirmed(file), actor)).rejects.toMatchObject({ status: 404 });
    const rows = [{ row: 2, answers: {}, choices: {}, identityNumber: "" }];
    const input = { edition: edition.slug, digest: digestOf(file), rows, consentOnFile: true };
    expect(await importApplications({ db: database.db, actor }, input)).toMatchObject({ error: { type: "not-found" } });
  }
  await database.db.updateTable("editions").set({ state: "archived" }).where("id", "=", edition.id).execute();
  expect(await send(file, confirmed(file))).toMatchObject({ refusal: { type: "edition-closed" } });
});

test("a thousand rows take few statements", async () => {
  const rows = Array.from({ length: 1000 }, (_, at) => ({
    ...sound,
    leaderEmail: `person${at}@example.com`,
    identityNumber: `A${String(1000000 + at)}`,
  }));
  const file = await workbook(...rows);
  const { answer, queries } = await database.queriesOf(() => send(file, confirmed(file)));
  expect(answer).toEqual({ imported: 1000 });
  expect(queries.length).toBeLessThan(25);
});
