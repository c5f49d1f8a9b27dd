import type { RouteConfigEntry } from "@remix-run/route-config";
import { parse } from "csv-parse/sync";
import { beforeAll, expect, test } from "vitest";
import routes from "~/routes.ts";
import type { Actor } from "~/rules/accounts/access.ts";
import { type ListColumn, type ListName, listColumns } from "~/rules/exchange/export-column.ts";
import { pagesOf } from "~/testing/pages.ts";
import { ensureUser } from "~db/queries/accounts/users.ts";
import { makeTwoPanels } from "~db/seed/factories/panels.ts";
import { seedDemo } from "~db/seed/main.ts";
import { testDatabase } from "~db/testing/database.ts";
import { matrix, patternsOf, people, type Row } from "../../../../e2e/access-matrix.ts";

const database = testDatabase();
const edition = "/organize/editions/6";
let actors: Record<"organizer" | "scorer" | "supervisor" | "screener", Actor>;
let visit: ReturnType<typeof pagesOf>;
/** Every page of the desk: its path as in routes.ts, and an example address of it. */
let pages: { pattern: string; file: string; address: string }[];

/** Pages with tables that are no lists to take along, each with its reason. */
const noLists: Record<string, string> = {
  "/organize": "doors to editions and rounds, no people and no projects",
  "/organize/editions/:edition/mail/announce":
    "who a mail would go to is the list of applications, which has its export",
  "/organize/applications/:code/portrait": "the picture of one application",
  "/organize/editions/:edition/chains": "figures on the applications, which have their export",
  "/organize/editions/:edition/portrait": "figures on the applications, which have their export",
  "/organize/editions/:edition/mail/invite":
    "who is invited to a heat is in the list of applications, which has its export",
  "/organize/editions/:edition/mail/texts": "the product's own words",
  "/organize/editions/:edition/mail/texts/:template": "the product's own words",
  "/organize/rounds/:round/release": "the standings that are signed, which have their workbook",
  "/organize/rounds/:round/releases/:version": "the standings that were signed, which have their workbook",
  "/organize/rounds/:round/signers": "who signs, from the list of staff",
  "/organize/editions/:edition/settings/webhooks": "addresses of machines, with what they were sent",
  "/organize/rounds/:round/rule": "an example of the rule",
  "/organize/rounds/:round/table": "sheets as they come in this minute; the workbook of the standings has them all",
  "/organize/rounds/:round/rubric": "settings",
  "/organize/rounds/:round/agreement": "figures on the standings, which have their workbook",
  "/organize/rounds/:round/standings/charts": "pictures of the standings, which have their workbook",
  "/organize/rounds/:round/standings/what-if": "a thought upon the standings, which have their workbook",
  "/organize/rounds/:round/standings/ties": "the equals among the standings, which have their workbook",
  "/organize/rounds/:round/tablets": "devices as they are this minute",
};

function leavesOf(entries: RouteConfigEntry[], base: string): { pattern: string; file: string }[] {
  return entries.flatMap((entry) => {
    const pattern = entry.index ? base || "/" : `${base}/${entry.path}`;
    return entry.children ? leavesOf(entry.children, pattern) : [{ pattern, file: entry.file }];
  });
}

beforeAll(async () => {
  const { db } = database;
  await seedDemo(db);
  const actorOf = async (email: string): Promise<Actor> => {
    const actor = await ensureUser(db, { email, name: email, locale: "zh-CN" });
    return { ...actor, proven: true };
  };
  actors = {
    organizer: await actorOf(people.organizer),
    scorer: await actorOf(people.scorer),
    supervisor: await actorOf(people.supervisor),
    screener: await actorOf(people.screener),
  };
  const desk = leavesOf(routes as RouteConfigEntry[], "").filter(({ file }) =>
    /^routes\/organize\/.*\.tsx$/.test(file),
  );
  pages = desk.map(({ pattern, file }) => {
    const row = matrix[pattern] ?? [];
    const [first] = (typeof row[0] === "string" ? [row] : row) as Row[];
    return { pattern, file, address: first?.[0] ?? "" };
  });
  const modules = await Promise.all(desk.map(async ({ file }) => await import(/* @vite-ignore */ `../../../${file}`)));
  const file = await import("./list-file.ts");
  visit = pagesOf({
    ...Object.fromEntries(desk.map(({ pattern }, place) => [pattern.slice(1), modules[place]])),
    "organize/editions/:edition/lists/:file": file,
  });
}, 120_000);

const open = async (address: string, actor: Actor = actors.organizer) =>
  await visit(address, { db: database.db, actor });
/** A list's file as a table, or how it is answered instead. */
async function listOf(list: ListName, { of, actor }: { of?: string; actor?: Actor } = {}) {
  const answer = await open(`${edition}/lists/${list}.csv${of ? `?of=${of}` : ""}`, actor);
  const text = await answer.text();
  return answer.status === 200 ? (parse(text, { bom: true }) as string[][]) : answer.status;
}

test("every list that an organizer sees offers its export, at its foot", async () => {
  expect(pages.length).toBeGreaterThan(60);
  expect(patternsOf(routes as RouteConfigEntry[], "")).toEqual(expect.arrayContaining(Object.keys(noLists)));
  const lacking: string[] = [];
  let lists = 0;
  for (const { pattern, address } of pages) {
    const html = await (await open(address)).text();
    if (!html.includes("<tbody>") && !html.includes("<tbody ")) continue;
    if (/\/lists\/[a-z]+\.xlsx"|\/standings\.xlsx"|\/trail\.csv|\/editions\/6\/export/.test(html)) lists += 1;
    else if (!(pattern in noLists)) lacking.push(pattern);
  }
  expect(lacking).toEqual([]);
  expect(lists).toBeGreaterThan(12);
}, 120_000);

const demo: [ListName, { of?: string; page: string }][] = [
  ["people", { page: `${edition}/settings/people` }],
  ["outbox", { page: `${edition}/mail` }],
  ["objections", { page: "/organize/objections" }],
  ["runsheet", { of: "beijing-6", page: "/organize/rounds/beijing-6/run-sheet/order" }],
  ["panel", { of: "beijing-6", page: "/organize/rounds/beijing-6/panel" }],
  ["confirmations", { of: "hangzhou-6", page: "/organize/rounds/hangzhou-6/confirmations" }],
];

test.each(demo)("the list %s goes out with what its page shows, and is on record", async (list, { of, page }) => {
  const html = await (await open(page)).text();
  expect(html).toContain(`${edition}/lists/${list}.xlsx`);
  const rows = await listOf(list, { of });
  if (typeof rows === "number") throw new Error(`${list} answers ${rows}`);
  expect(rows[0]).toHaveLength(listColumns[list].length);
  expect(rows.length).toBeGreaterThan(1);
  const names = listColumns[list] as readonly string[];
  const named = names.findIndex((column) => ["projectTitle", "person"].includes(column));
  for (const row of rows.slice(1, 4)) expect(html).toContain(row[named]);
  const entry = await database.db
    .selectFrom("auditEntries")
    .select("facts")
    .where("command", "=", "export-list")
    .orderBy("id", "desc")
    .executeTakeFirstOrThrow();
  expect(entry.facts).toMatchObject({ list, of: of ?? null, format: "csv" });
});

test("whoever may not see a page gets no list of it, nor a round of another edition", async () => {
  const { screener, scorer, supervisor } = actors;
  for (const [list, { of }] of demo) expect(await listOf(list, { of, actor: screener })).toBe(404);
  expect(await listOf("people", { actor: scorer })).toBe(404);
  expect(await listOf("panel", { of: "beijing-6", actor: scorer })).toBe(404);
  expect(await listOf("runsheet", { of: "beijing-6", actor: scorer })).toBeInstanceOf(Array);
  expect(await listOf("objections", { actor: supervisor })).toBeInstanceOf(Array);
  expect(await listOf("runsheet", { of: "nowhere" })).toBe(404);
  const other = (await open("/organize/editions/5/lists/runsheet.csv?of=beijing-6")).status;
  expect(other).toBe(404);
  const unproven = { ...actors.organizer, proven: false };
  expect((await open(`${edition}/lists/people.csv`, unproven)).headers.get("location")).toContain("/account/confirm");
});

test("finalists, awards and certificates of an edition that is over go out by running order, with the key beside it", async () => {
  for (const list of ["diligence", "awards", "advancement"] as const) {
    const text = await (await open(`/organize/editions/5/lists/${list}.csv?column=number&column=entry`)).text();
    const rows = parse(text, { bom: true }) as string[][];
    expect(rows[0]).toEqual(["出场顺序", "项目编号"]);
    expect(rows.length).toBeGreaterThan(3);
    for (const [number, key] of rows.slice(1)) expect([Number(number) > 0, key !== ""]).toEqual([true, true]);
  }
});

test.each(["diligence", "awards", "advancement"])(
  "on the page %s a project goes by its running order, and its key is a column of its own",
  async (page) => {
    const html = await (await open(`/organize/editions/5/${page}`)).text();
    const heads = [...html.matchAll(/<th [^>]*scope="col"[^>]*>(.*?)<\/th>/g)].map(([, words]) => words);
    expect(heads).toEqual(expect.arrayContaining(["出场顺序", "项目编号"]));
    const rows = await (await open(`/organize/editions/5/lists/${page}.csv?column=entry&column=projectTitle`)).text();
    const [, [key = "", title = ""] = []] = parse(rows, { bom: true }) as string[][];
    expect(html).toContain(title);
    expect(html).not.toContain(`${key} ${title}`);
  },
);

test("a list is narrowed as its page is", async () => {
  const of = "beijing-6";
  const all = await listOf("runsheet", { of });
  if (typeof all === "number") throw new Error(String(all));
  const title = all[1]?.[2] ?? "";
  const answer = await open(
    `${edition}/lists/runsheet.csv?of=${of}&column=projectTitle&q=${encodeURIComponent(title)}`,
  );
  expect(parse(await answer.text(), { bom: true })).toEqual([["项目"], [title]]);
});

test("the lists of a panel and of a run sheet name panels and kinds of judges", async () => {
  const { db } = database;
  const { editionId } = await db
    .selectFrom("rounds")
    .select("editionId")
    .where("slug", "=", "beijing-6")
    .executeTakeFirstOrThrow();
  const kinds = [{ key: "media", label: "媒体评委", weight: 1 }];
  const heat = await makeTwoPanels(db, { editionId, settings: { kinds } });
  const of = heat.round.slug;
  const columnsOf = async (list: ListName, columns: ListColumn[]) => {
    const asked = columns.map((column) => `&column=${column}`).join("");
    const answer = await open(`${edition}/lists/${list}.csv?of=${of}${asked}`);
    return (parse(await answer.text(), { bom: true }) as string[][]).slice(0, 3);
  };
  await db
    .updateTable("panelMembers")
    .set({ kind: "media" })
    .where("roundId", "=", heat.round.id)
    .where("panel", "=", "A")
    .execute();
  expect(await columnsOf("panel", ["judge", "panel", "kind"])).toEqual([
    ["评委代号", "评委组", "评委类别"],
    ["J1", "A", "媒体评委"],
    expect.arrayContaining(["J2"]),
  ]);
  const [head, ...rows] = await columnsOf("runsheet", ["entry", "panel"]);
  expect(head).toEqual(["项目编号", "评委组"]);
  expect(rows.every(([, panel]) => panel === "A" || panel === "B")).toBe(true);
});
