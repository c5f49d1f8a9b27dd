import { parse } from "csv-parse/sync";
import { readSheet } from "read-excel-file/node";
import { beforeAll, expect, test } from "vitest";
import { startBatch } from "~/commands/screening/start-batch.ts";
import { workBatch } from "~/commands/screening/work-batch.ts";
import { listedRows } from "~/reads/exchange/listed-rows.ts";
import type { Actor } from "~/rules/accounts/access.ts";
import { type ListName, listColumns } from "~/rules/exchange/export-column.ts";
import { landingSteps } from "~/rules/landing/landing.ts";
import { pagesOf } from "~/testing/pages.ts";
import { screeningScene } from "~/testing/screening.ts";
import { insertLandings } from "~db/queries/landing/landings.ts";
import { makeRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as bounces from "../mail/bounces.tsx";
import * as recommenders from "../recommenders/recommenders.tsx";
import * as batchPage from "../screening/batch.tsx";
import * as batches from "../screening/batches.tsx";
import * as waiting from "../screening/waiting.tsx";
import * as listFile from "./list-file.ts";

const database = testDatabase();
const visit = pagesOf({
  "organize/editions/:edition/lists/:file": listFile,
  "organize/editions/:edition/batches": batches,
  "organize/editions/:edition/bounces": bounces,
  "organize/editions/:edition/recommenders": recommenders,
  "organize/batches/:id": batchPage,
  "organize/rounds/:round/waiting": waiting,
});
let scene: Awaited<ReturnType<typeof makeScene>>;

async function makeScene() {
  const { db } = database;
  const screening = await screeningScene(db);
  const { editionId, organizer } = screening;
  const { slug } = await db.selectFrom("editions").select("slug").where("id", "=", editionId).executeTakeFirstOrThrow();
  const heat = await screening.heat({ capacity: 1 });
  const made = [];
  for (const projectTitle of ["先到", "=HYPERLINK(1)", "后到"])
    made.push(await screening.application({ roundId: heat.id, answers: { projectTitle } }));
  for (const { code } of made.slice(1)) await screening.decide(code, { decision: "wait", round: heat.slug });
  const picked = [];
  for (const { code } of made) picked.push({ code, version: (await screening.latest(code)).version });
  const begun = await startBatch(
    { db, actor: organizer },
    { edition: slug, input: { act: "qualify", round: heat.slug }, selection: { of: "picked", picked } },
  );
  if (!begun.ok) throw new Error(begun.error.type);
  await workBatch(db, begun.value.batchId);
  await db
    .insertInto("recommenders")
    .values(
      [1, 2, 3].map((at) => ({
        editionId,
        key: `office-${editionId}-${at}`,
        name: `人才办${at}`,
        email: `o${at}@example.com`,
      })),
    )
    .execute();
  const mail = { template: "waiting", locale: "en", editionId, state: "sent", sentAt: new Date(), delivery: "bounced" };
  await db
    .insertInto("mails")
    .values([1, 2, 3].map((at) => ({ ...mail, recipient: `b${at}@example.com`, deliveryDetail: "mailbox full" })))
    .execute();
  const tracked = {
    editionId,
    applicationId: made[0]?.id ?? 0,
    entryId: null,
    platform: null,
    startedOn: "2026-12-01",
  };
  const by = { ownerId: organizer.id, addedById: organizer.id, addedAt: new Date() };
  const due = landingSteps.map((step) => ({ step, dueOn: "2027-06-01" }));
  await db.transaction().execute((trx) => insertLandings(trx, editionId, [{ ...tracked, ...by }], due));
  return { ...screening, slug, heat, made, batchId: begun.value.batchId };
}

beforeAll(async () => {
  scene = await makeScene();
});

const get = async (path: string, actor: Actor | null = scene.organizer) =>
  await visit(path, { db: database.db, actor });
const file = async (name: string, actor?: Actor | null) =>
  await get(`/organize/editions/${scene.slug}/lists/${name}`, actor);
const rowsOf = async (name: string): Promise<string[][]> =>
  parse(Buffer.from(await (await file(name)).arrayBuffer()), { bom: true });

test("the waiting list goes out in its order, formulas harmless", async () => {
  await database.db.deleteFrom("entries").where("roundId", "=", scene.heat.id).execute();
  const inLine = await scene.application({ roundId: scene.heat.id, answers: { projectTitle: "最后" } });
  await scene.decide(inLine.code, { decision: "wait", round: scene.heat.slug });
  const rows = await rowsOf(`waiting.csv?of=${scene.heat.slug}&column=projectTitle&column=position&column=nonsense`);
  expect(rows).toEqual([
    ["序号", "项目"],
    ["1", "'=HYPERLINK(1)"],
    ["2", "最后"],
  ]);
});

test("a batch goes out with what became of each row and why, or only the rows of a state", async () => {
  const rows = await rowsOf(`batch.csv?of=${scene.batchId}`);
  expect(rows[0]).toEqual(["序号", "报名编号", "项目", "负责人", "结果", "原因"]);
  const outcomes = rows.slice(1).map(([, , , , outcome]) => outcome);
  expect(outcomes).toEqual(["已进入赛区", "未处理", "未处理"]);
  const refused = await rowsOf(`batch.csv?of=${scene.batchId}&state=refused&column=outcome&column=reason`);
  expect(refused).toEqual([
    ["结果", "原因"],
    ["未处理", expect.stringContaining("名额已满")],
    ["未处理", expect.stringContaining("名额已满")],
  ]);
});

test("batches, mails that came back, and recommenders go out as XLSX with their columns", async () => {
  const sheet = async (name: string) => await readSheet(Buffer.from(await (await file(name)).arrayBuffer()));
  expect(await sheet("batches.xlsx?column=total&column=done&column=refused")).toEqual([
    ["份数", "成功", "未处理"],
    [3, 1, 2],
  ]);
  const mails = await sheet("bounces.xlsx?column=recipient&column=reason");
  expect(mails).toHaveLength(4);
  expect(mails[1]).toEqual([expect.stringMatching(/^b\d@example\.com$/), "mailbox full"]);
  const all = await sheet("recommenders.xlsx?column=name&column=link&column=submitted");
  expect(all[1]).toEqual(["人才办1", expect.stringMatching(/^http:\/\/localhost\/r\/office-\d+-1$/), 0]);
});

test("every export of a list is on record, and each page offers its own", async () => {
  await file(`waiting.csv?of=${scene.heat.slug}&column=code`);
  const entry = await database.db
    .selectFrom("auditEntries")
    .select(["actorId", "facts"])
    .where("command", "=", "export-list")
    .orderBy("id", "desc")
    .executeTakeFirstOrThrow();
  const facts = { list: "waiting", of: scene.heat.slug, format: "csv", columns: ["code"] };
  expect(entry).toMatchObject({ actorId: scene.organizer.id, facts });
  const edition = `/organize/editions/${scene.slug}`;
  for (const [page, list] of [
    [`${edition}/batches`, "batches"],
    [`${edition}/bounces`, "bounces"],
    [`${edition}/recommenders`, "recommenders"],
    [`/organize/batches/${scene.batchId}`, "batch"],
    [`/organize/rounds/${scene.heat.slug}/waiting`, "waiting"],
  ])
    expect(await (await get(page ?? "")).text()).toContain(`formAction="${edition}/lists/${list}.xlsx"`.toLowerCase());
  expect(await (await get(`${edition}/batches`, scene.first)).text()).not.toContain("/lists/");
});

test("only who may move data of that edition gets a list, and nothing of another edition", async () => {
  const files = ["batches.csv", "bounces.csv", "recommenders.xlsx", `waiting.csv?of=${scene.heat.slug}`];
  for (const actor of [scene.first, await makePerson(database.db)])
    for (const name of files) expect((await file(name, actor)).status).toBe(404);
  expect((await file("batches.csv", null)).status).toBe(302);
  const other = await screeningScene(database.db);
  const foreign = await makeRound(database.db, { editionId: other.editionId });
  for (const name of [`waiting.csv?of=${foreign.slug}`, "batch.csv?of=999999", "batch.csv", "users.csv", "batches.txt"])
    expect((await file(name)).status).toBe(404);
  const elsewhere = await database.db
    .selectFrom("editions")
    .select("slug")
    .where("id", "=", other.editionId)
    .executeTakeFirstOrThrow();
  const path = `/organize/editions/${elsewhere.slug}/lists/batch.csv?of=${scene.batchId}`;
  expect((await get(path, other.organizer)).status).toBe(404);
});

test.each([
  ["waiting", 1],
  ["batches", 1],
  ["batch", 2],
  ["bounces", 1],
  ["recommenders", 1],
  ["landing", 1],
] as const)("the list %s takes %i queries, whatever its rows", async (list: ListName, count) => {
  const id = list === "waiting" ? scene.heat.id : list === "batch" ? scene.batchId : scene.editionId;
  const { answer, queries } = await database.queriesOf(async () => {
    const rows = [];
    const asked = { columns: listColumns[list], locale: "en" as const };
    const edition = { id: scene.editionId, slug: scene.slug, advancement: null };
    const source = { list, id, edition, query: new URLSearchParams(), baseUrl: "" };
    for await (const row of listedRows(database.db, source, asked)) rows.push(row);
    return rows;
  });
  expect([answer.length > 1, queries.length]).toEqual([true, count]);
});
