import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ownDataOf } from "~/reads/accounts/own-data.ts";
import type { Actor } from "~/rules/accounts/access.ts";
import { storedFileKey } from "~/services/files/file-store.ts";
import { openFileStore } from "~/services/files/open-file-store.ts";
import { pagesOf } from "~/testing/pages.ts";
import { makePersonEverywhere } from "~/testing/person-everywhere.ts";
import { makeApplication } from "~db/seed/factories/applications.ts";
import { makeEdition, makeRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as data from "./data.tsx";
import * as dataExport from "./data-export.ts";

const database = testDatabase();
const ask = pagesOf({ "account/data": data, "account/data/export": dataExport });
const number = "E44556677";
let where: { editionId: number; roundId: number; groupId: number };
let screener: Actor;
let folder: string;

beforeAll(async () => {
  const { edition, groups } = await makeEdition(database.db, { slug: "own" });
  const round = await makeRound(database.db, { editionId: edition.id });
  where = { editionId: edition.id, roundId: round.id, groupId: groups.team.id };
  screener = await makePerson(database.db, { grants: [{ role: "screener", editionId: edition.id }] });
  folder = await mkdtemp(join(tmpdir(), "own-data-"));
  // The process's one store may be that of a test file before, which took its folder away
  Object.assign(globalThis, { contestFiles: undefined });
});
afterAll(() => rm(folder, { recursive: true }));

/** A person with a file in the store. */
async function makeOwner(mark: string) {
  const person = await makePersonEverywhere(database.db, { ...where, mark, number, screener });
  const id = person.applicationId.toString(16).padStart(32, "0");
  await (await openFileStore({ DATA_DIR: folder, s3: undefined } as never)).put(id, Buffer.from(`content of ${mark}`));
  await database.db
    .updateTable("attachments")
    .set({ storeKey: storedFileKey(id), name: "身份证/正面.pdf" })
    .where("applicationId", "=", person.applicationId)
    .execute();
  return person;
}

test("the archive holds all of a person's own data, numbers in clear, with the files; nobody keeps it", async () => {
  const { applicant, code } = await makeOwner("zhaoliu-secret");
  const answer = await ask("/account/data/export", { db: database.db, actor: applicant, form: {} });
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toBe("application/zip");
  expect(answer.headers.get("content-disposition")).toMatch(/^attachment; filename="my-data-\d{4}-\d\d-\d\d\.zip"$/);
  expect(answer.headers.get("cache-control")).toBe("no-store");
  const archive = Buffer.from(await answer.arrayBuffer()).toString("utf8");
  for (const words of ["data.json", `"number": "${number}"`, "content of zhaoliu-secret", "身份证_正面.pdf", code])
    expect(archive).toContain(words);
  const acts = await database.db
    .selectFrom("auditEntries")
    .select("command")
    .where("actorId", "=", applicant.id)
    .execute();
  expect(acts).toEqual([{ command: "export-own-data" }]);
});

test("without files it is one JSON file; a link to it leads to the page; the signed out are led to sign in", async () => {
  const actor = await makePerson(database.db);
  const answer = await ask("/account/data/export", { db: database.db, actor, form: {} });
  expect(answer.headers.get("content-type")).toBe("application/json; charset=utf-8");
  expect(await answer.json()).toMatchObject({ person: { email: actor.email }, applications: [] });
  const link = await ask("/account/data/export", { db: database.db, actor });
  expect([link.status, link.headers.get("location")]).toEqual([302, "/account/data"]);
  const anonymous = await ask("/account/data/export", { db: database.db, form: {} });
  expect([anonymous.status, anonymous.headers.get("location")]).toEqual([
    302,
    "/sign-in?returnTo=%2Faccount%2Fdata%2Fexport",
  ]);
});

test("nothing leaks: no decision that is not announced, no pending mail, no screener's words, nothing of others", async () => {
  const mark = "sunqi-secret";
  const { applicant, applicationId } = await makeOwner(mark);
  await makeOwner("zhouba-secret");
  await database.db
    .insertInto("screeningDecisions")
    .values({ applicationId, decision: "ineligible", reason: "not told yet", decidedById: screener.id })
    .execute();
  await database.db.updateTable("applications").set({ state: "ineligible" }).where("id", "=", applicationId).execute();
  const { data: own } = await ownDataOf(database.db, applicant.id, "en", new Date());
  const text = JSON.stringify(own);
  for (const words of [
    "not told yet",
    `reason ${mark}`,
    `note ${mark}`,
    `asked by ${mark}`,
    "Ineligible",
    "Not eligible",
    "zhouba",
    screener.name,
    "sealed",
    "token",
    "kept/",
  ])
    expect(text).not.toContain(words);
  expect(text).toContain('"state":"Submitted"');
  const announced = await database.db
    .selectFrom("screeningDecisions")
    .select("id")
    .where("applicationId", "=", applicationId)
    .orderBy("id")
    .executeTakeFirstOrThrow();
  const told = { announcedDecisionId: announced.id };
  await database.db.updateTable("applications").set(told).where("id", "=", applicationId).execute();
  const after = JSON.stringify((await ownDataOf(database.db, applicant.id, "en", new Date())).data);
  expect(after).toContain(`reason ${mark}`);
  expect(after).not.toContain("not told yet");
});

test("what was signed for the own project under its announced score is there, with the drawing; no judge's and nobody else's", async () => {
  const { db } = database;
  const own = await makeOwner("fengjiu-secret");
  const other = await makeOwner("chenshi-secret");
  const { roundId } = where;
  const seat = { roundId, key: "signing", name: "签字的评委" };
  const { id: judgeId } = await db.insertInto("panelMembers").values(seat).returning("id").executeTakeFirstOrThrow();
  const signature = { roundId, digest: "d".repeat(64), recordedById: screener.id };
  for (const [name, { applicationId, code }] of [["冯九", own] as const, ["陈十", other] as const]) {
    const { id: entryId } = await db
      .insertInto("entries")
      .values({ roundId, applicationId, key: code, title: code })
      .returning("id")
      .executeTakeFirstOrThrow();
    await db
      .insertInto("signatures")
      .values([
        {
          ...signature,
          entryId,
          role: "contestant",
          name,
          means: "drawn",
          strokes: [
            [
              [1, 2],
              [345, 678],
            ],
          ],
        },
        { ...signature, entryId, role: "contestant", name: `${name}（纸质）`, means: "paper" },
        { ...signature, entryId, judgeId, role: "judge", name: "签字的评委", means: "paper" },
      ])
      .execute();
  }
  const { data: found } = await ownDataOf(db, own.applicant.id, "zh-CN", new Date());
  const { title } = await db.selectFrom("rounds").select("title").where("id", "=", roundId).executeTakeFirstOrThrow();
  expect(found).toMatchObject({
    applications: [
      {
        confirmations: [
          { round: title, name: "冯九", means: "drawn", digest: "d".repeat(64), signedAt: expect.any(Date) },
          { name: "冯九（纸质）", means: "paper", strokes: null },
        ],
      },
    ],
  });
  expect(JSON.stringify(found)).toContain("345,678");
  expect(JSON.stringify(found)).not.toMatch(/陈十|签字的评委/);
});

test("offices are told too: roles, seats with employer and school, ties, invitations, kept searches; uploads under way", async () => {
  const { db } = database;
  const { applicant } = await makeOwner("wujiu-secret");
  const { editionId, roundId } = where;
  await db.insertInto("roleGrants").values({ userId: applicant.id, role: "judge", roundId }).execute();
  const seat = { roundId, userId: applicant.id, key: "W", name: "吴九", employer: "湖州大学", school: "浙江大学" };
  const { id: judgeId } = await db.insertInto("panelMembers").values(seat).returning("id").executeTakeFirstOrThrow();
  const entry = { roundId, key: "own-tie", title: "别人的项目" };
  const { id: entryId } = await db.insertInto("entries").values(entry).returning("id").executeTakeFirstOrThrow();
  await db.insertInto("recusals").values({ roundId, entryId, judgeId, reason: "同门师兄" }).execute();
  const kept = { editionId, userId: applicant.id, name: "我的筛选", query: "track=optics" };
  await db.insertInto("savedViews").values(kept).execute();
  const link = { editionId, key: "wujiu", name: "吴九推荐", email: applicant.email };
  await db.insertInto("recommenders").values(link).execute();
  const invited = { email: applicant.email, name: "吴九老师", role: "judge", locale: "en", roundId };
  await db
    .insertInto("invitations")
    .values({ ...invited, invitedById: screener.id, expiresAt: new Date(8e12) })
    .execute();
  const { data: own } = await ownDataOf(db, applicant.id, "en", new Date());
  expect(own).toMatchObject({
    roles: [{ role: "judge" }],
    seats: [{ name: "吴九", employer: "湖州大学", school: "浙江大学" }],
    ties: [{ entry: "own-tie", reason: "同门师兄" }],
    invitations: [{ name: "吴九老师", role: "judge" }],
    searches: [{ name: "我的筛选", query: "track=optics" }],
    recommender: [{ name: "吴九推荐" }],
    applications: [{ uploads: [{ name: "wujiu-secret.pdf" }] }],
  });
  const { data: other } = await ownDataOf(db, (await makeOwner("zhengshi-secret")).applicant.id, "en", new Date());
  expect(JSON.stringify(other)).not.toMatch(/吴九|同门师兄|我的筛选|wujiu/);
});

test.each([1, 3])("it takes twenty queries, with %i applications", async (count) => {
  const applicant = await makePerson(database.db);
  for (let made = 0; made < count; made++) await makeApplication(database.db, { ...where, applicant });
  const { queries } = await database.queriesOf(() => ownDataOf(database.db, applicant.id, "en", new Date()));
  expect(queries).toHaveLength(20);
});

test("the page says beforehand what will happen, by the state that the person knows", async () => {
  const { applicant, code, id } = await makeApplication(database.db, where);
  await database.db.updateTable("applications").set({ state: "ineligible" }).where("id", "=", id).execute();
  const page = await (await ask("/account/data", { db: database.db, actor: applicant, locale: "en" })).text();
  expect(page).toContain(`Withdrawn, and its content erased: ${code} (Submitted)`);
  expect(page).not.toContain("ligible");
  expect(page).toContain(applicant.email);
});

test("staff and whoever is being judged read why not, and find no button", async () => {
  const judged = await makeApplication(database.db, where);
  const round = await makeRound(database.db, { editionId: where.editionId, state: "judging" });
  await database.db
    .insertInto("entries")
    .values({ roundId: round.id, applicationId: judged.id, key: "1", title: "项目", drawNumber: 1 })
    .execute();
  for (const [actor, words] of [
    [judged.applicant, "评审"],
    [screener, "此账号不能自行删除"],
  ] as const) {
    const page = await (await ask("/account/data", { db: database.db, actor })).text();
    expect(page).toContain(words);
    expect(page).not.toContain("永久删除我的数据</");
  }
});

test("a wrong address is said beside the field, and nothing is erased", async () => {
  const { applicant } = await makeApplication(database.db, where);
  const form = { email: "other@example.com", idempotencyKey: "one-attempt-1" };
  const answer = await ask("/account/data", { db: database.db, actor: applicant, form });
  expect(answer.status).toBe(409);
  expect(await answer.text()).toContain("与登录邮箱不一致");
  const user = await database.db.selectFrom("users").select("email").where("id", "=", applicant.id).execute();
  expect(user).toEqual([{ email: applicant.email }]);
});
