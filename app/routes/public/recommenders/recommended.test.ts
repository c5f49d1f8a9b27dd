import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { addRecommender } from "~/commands/recommenders/add-recommender.ts";
import { endRecommender } from "~/commands/recommenders/end-recommender.ts";
import type { Actor } from "~/rules/accounts/access.ts";
import type { ApplicationState } from "~/rules/applications/application-state.ts";
import { pagesOf } from "~/testing/pages.ts";
import { findSessionByToken } from "~db/queries/accounts/sessions.ts";
import { findAllRecommenders, findOwnRecommenders, findRecommended } from "~db/queries/recommenders.ts";
import { makeApplication } from "~db/seed/factories/applications.ts";
import { makeEdition, makeRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { makeClosedReview } from "~db/seed/factories/reviews.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as link from "./link.tsx";
import * as recommended from "./recommended.tsx";

const database = testDatabase();
const pages = pagesOf({ "r/:key": link, recommend: recommended });
let made = 0;
let scene: Awaited<ReturnType<typeof makeScene>>;

async function makeScene() {
  const { db } = database;
  const { edition, groups } = await makeEdition(db);
  const organizer = await makePerson(db, { grants: [{ role: "organizer", editionId: edition.id }] });
  const wished = await makeRound(db, { editionId: edition.id, title: "上海城市赛" });
  const secret = await makeRound(db, { editionId: edition.id, title: "秘密改派的城市赛" });
  return { edition, groups, organizer, wished, secret };
}

beforeAll(async () => {
  scene = await makeScene();
});

async function recommender() {
  const { edition, organizer } = scene;
  const person = await makePerson(database.db, { email: `institution-${++made}@example.com` });
  const input = { edition: edition.slug, name: `机构${made}`, email: person.email };
  const answer = await addRecommender({ db: database.db, actor: organizer }, input);
  if (!answer.ok) throw new Error(answer.error.type);
  const all = await findAllRecommenders(database.db, edition.id);
  const row = all.find(({ key }) => key === answer.value.key);
  if (!row) throw new Error("the recommender is not there");
  return { person, ...row };
}

async function application(
  recommenderId: number,
  given: { title: string; state: ApplicationState; announced: ApplicationState },
) {
  const { edition, groups, wished, secret } = scene;
  const { id } = await makeApplication(database.db, {
    editionId: edition.id,
    groupId: groups.team.id,
    roundId: given.state === "draft" ? undefined : secret.id,
    state: given.state,
    answers: { projectTitle: given.title, leaderName: "沈不可见", leaderPhone: "+8613900000000" },
  });
  const announced = { announcedState: given.announced, announcedRoundId: given.state === "draft" ? null : wished.id };
  await database.db
    .updateTable("applications")
    .set({ recommenderId, ...announced })
    .where("id", "=", id)
    .execute();
}

const pageOf = async (actor: Actor | null) => await pages("/recommend", { db: database.db, actor });

test("a recommender sees projects as their applicants do: nothing that is not announced, no person, no draft's words", async () => {
  const mine = await recommender();
  await application(mine.id, { title: "已通知的项目", state: "ineligible", announced: "ineligible" });
  await application(mine.id, { title: "未通知的项目", state: "qualified", announced: "submitted" });
  await application(mine.id, { title: "写到一半的项目", state: "draft", announced: "draft" });
  const html = await (await pageOf(mine.person)).text();
  expect(html).toContain("已通知的项目");
  expect(html).toContain("未通知的项目");
  expect(html).toContain("不符合条件");
  for (const secret of ["秘密改派", "沈不可见", "13900000000", "写到一半"]) expect(html).not.toContain(secret);
  const [counts] = await findOwnRecommenders(database.db, mine.person.email);
  expect(counts).toMatchObject({ begun: 1, submitted: 2, qualified: 0 });
  const { rows } = await findRecommended(database.db, [mine.id], {});
  expect(rows.map(({ projectTitle, state, roundTitle }) => [projectTitle, state, roundTitle])).toEqual([
    ["未通知的项目", "submitted", "上海城市赛"],
    ["已通知的项目", "ineligible", "上海城市赛"],
  ]);
});

test("a recommender is sent the link by mail, and finds the page in the bar with the link's QR code", async () => {
  const mine = await recommender();
  const mails = await database.db.selectFrom("mails").selectAll().where("recipient", "=", mine.person.email).execute();
  expect(mails).toMatchObject([{ template: "recommender-link", state: "queued", props: { key: mine.key } }]);
  const token = randomUUID();
  const session = { id: token, token, userId: mine.person.id, expiresAt: new Date(Date.now() + 60_000) };
  await database.db.insertInto("sessions").values(session).execute();
  const found = await findSessionByToken(database.db, token, new Date());
  expect(found?.user).toMatchObject({ recommends: true, grants: [] });
  const html = await (await pageOf(found?.user ?? null)).text();
  expect(html).toMatch(/<nav[\s\S]*href="\/recommend"[\s\S]*<\/nav>/);
  expect(html).toContain(`http://localhost/r/${mine.key}`);
  expect(html).toContain('aria-label="二维码"');
  const { organizer } = scene;
  const ended = { edition: scene.edition.slug, recommenderId: mine.id, ended: true };
  await endRecommender({ db: database.db, actor: organizer }, ended);
  expect((await findSessionByToken(database.db, token, new Date()))?.user.recommends).toBe(false);
});

test("a recommender is given neither marks nor reasons, also of what has been reviewed and turned down", async () => {
  const { db } = database;
  const review = await makeClosedReview(db, { totals: [87, 71] });
  const person = await makePerson(db);
  const input = { edition: review.edition.slug, name: "菰城创业中心", email: person.email };
  expect(await addRecommender({ db, actor: review.organizer }, input)).toMatchObject({ ok: true });
  const [{ id = 0 } = {}] = await findAllRecommenders(db, review.edition.id);
  await db
    .updateTable("applications")
    .set({ recommenderId: id, state: "ineligible", announcedState: "ineligible" })
    .where("editionId", "=", review.edition.id)
    .execute();
  const [application] = review.applications;
  await db
    .insertInto("screeningDecisions")
    .values({
      applicationId: application?.id ?? 0,
      decision: "ineligible",
      roundId: null,
      reason: "理由不可外传",
      decidedById: review.organizer.id,
    })
    .execute();
  const answer = await pageOf(person);
  const html = await answer.text();
  expect(answer.status).toBe(200);
  expect(html).toContain(application?.code);
  expect(html).not.toContain("理由不可外传");
  const { rows } = await findRecommended(db, [id], {});
  const about = [
    "code",
    "projectTitle",
    "projectTitleEn",
    "recommenderId",
    "submittedAt",
    "trackTitle",
    "trackTitleEn",
  ];
  for (const row of rows)
    expect(Object.keys(row).sort()).toEqual([...about, "roundTitle", "roundTitleEn", "state"].sort());
  expect(rows).toHaveLength(2);
});

test("the page is its recommender's alone: another's address, a stranger and an ended one find nothing", async () => {
  const mine = await recommender();
  const other = await recommender();
  await application(mine.id, { title: "别人不该看到的项目", state: "submitted", announced: "submitted" });
  expect(await (await pageOf(other.person)).text()).not.toContain("别人不该看到的项目");
  expect((await pageOf(await makePerson(database.db))).status).toBe(404);
  expect((await pageOf(null)).status).toBe(302);
  const end = { edition: scene.edition.slug, recommenderId: mine.id, ended: true };
  expect(await endRecommender({ db: database.db, actor: scene.organizer }, end)).toMatchObject({ ok: true });
  expect((await pageOf(mine.person)).status).toBe(404);
});

test("a link leads to the edition, is counted, and is remembered; an ended or unknown one is not there", async () => {
  const mine = await recommender();
  const opened = await pages(`/r/${mine.key}`, { db: database.db });
  expect([opened.status, opened.headers.get("Location")]).toEqual([303, `/editions/${scene.edition.slug}`]);
  expect(opened.headers.get("Set-Cookie")).toMatch(new RegExp(`^recommender=${mine.key}; .*HttpOnly; SameSite=Lax`));
  expect((await findOwnRecommenders(database.db, mine.person.email))[0]?.opened).toBe(1);
  const end = { edition: scene.edition.slug, recommenderId: mine.id, ended: true };
  await endRecommender({ db: database.db, actor: scene.organizer }, end);
  for (const key of [mine.key, "nobodys-link"])
    expect((await pages(`/r/${key}`, { db: database.db })).status).toBe(404);
});

test("the lists are one query each, for one row and for three", async () => {
  const { edition } = await makeEdition(database.db);
  const organizer = await makePerson(database.db, { grants: [{ role: "organizer", editionId: edition.id }] });
  const by = { db: database.db, actor: organizer };
  const add = async (name: string) => await addRecommender(by, { edition: edition.slug, name, email: organizer.email });
  const count = async () => {
    const all = await database.queriesOf(() => findAllRecommenders(database.db, edition.id));
    const own = await database.queriesOf(() => findOwnRecommenders(database.db, organizer.email));
    const ids = all.answer.map(({ id }) => id);
    const listed = await database.queriesOf(() => findRecommended(database.db, ids, {}));
    return [all.answer.length, all.queries.length, own.queries.length, listed.queries.length];
  };
  await add("一");
  expect(await count()).toEqual([1, 1, 1, 1]);
  await add("二");
  await add("三");
  expect(await count()).toEqual([3, 1, 1, 1]);
  expect(await add("三")).toEqual({ ok: false, error: { type: "recommender-exists" } });
});
