import { beforeEach, describe, expect, test } from "vitest";
import { sampleOf } from "~/mail/samples.ts";
import { renderMail } from "~/mail/templates.ts";
import * as desk from "~/routes/organize/rounds/desk.tsx";
import type { Actor } from "~/rules/accounts/access.ts";
import { makeContestant } from "~/testing/contestants.ts";
import { pagesOf } from "~/testing/pages.ts";
import { makeClosedHeat } from "~db/seed/factories/finals.ts";
import { releaseRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { makeObjection } from "~db/seed/factories/objections.ts";
import { makeFactor } from "~db/seed/factories/second-factors.ts";
import { testDatabase } from "~db/testing/database.ts";
import { remindOfMails, remindOfObjections, tellStaff } from "./staff-turns.ts";

const database = testDatabase();
const pages = pagesOf({ organize: desk });
const day = 24 * 3600 * 1000;
let heat: Awaited<ReturnType<typeof makeClosedHeat>>;

beforeEach(async () => {
  heat = await makeClosedHeat(database.db, { judges: 3, entries: 3 });
});

const mailsTo = async ({ id }: Pick<Actor, "id">, templates: string[]) =>
  (
    await database.db
      .selectFrom("mails")
      .innerJoin("users", "users.email", "mails.recipient")
      .where("users.id", "=", id)
      .where("template", "in", templates)
      .select("template")
      .orderBy("mails.id")
      .execute()
  ).map(({ template }) => template);
const turns = [
  "confirm-turn",
  "publish-turn",
  "objection-filed",
  "objection-soon",
  "objection-overdue",
  "mails-waiting",
];
const said = async (actor: Actor) => await (await pages("/organize", { db: database.db, actor })).text();

describe("a release on its way", () => {
  test("calls the supervisors once it is proposed and the organizers once it is confirmed, by mail and on the desk", async () => {
    const elsewhere = await makeClosedHeat(database.db, { judges: 3, entries: 3 });
    await releaseRound(database.db, heat, "confirmed");
    expect(await mailsTo(heat.supervisor, turns)).toEqual(["confirm-turn"]);
    expect(await mailsTo(heat.organizer, turns)).toEqual(["publish-turn"]);
    for (const other of [heat.scorer, elsewhere.supervisor, elsewhere.organizer])
      expect(await mailsTo(other, turns)).toEqual([]);
    expect(await said(heat.organizer)).toContain("成绩已确认，等待您发布");
    expect(await said(heat.supervisor)).not.toContain("轮到您办理");
    await releaseRound(database.db, elsewhere, "proposed");
    expect(await said(elsewhere.supervisor)).toContain("成绩等待您确认");
    expect(await said(elsewhere.organizer)).not.toContain("轮到您办理");
  });

  test("does not call whoever proposed to confirm it", async () => {
    const { editionId } = heat.round;
    const both = await makePerson(database.db, {
      grants: [
        { role: "scorer", editionId },
        { role: "supervisor", editionId },
      ],
    });
    await releaseRound(database.db, { ...heat, scorer: both }, "proposed");
    expect(await mailsTo(both, turns)).toEqual([]);
    expect(await mailsTo(heat.supervisor, turns)).toEqual(["confirm-turn"]);
  });
});

test("however many are called, the mails are written in one statement", async () => {
  const { db } = database;
  const { editionId } = heat.round;
  const told = { place: { editionId, roundId: null }, title: "第六届", titleEn: null, path: "/organize" };
  const call = () => database.queriesOf(() => db.transaction().execute((trx) => tellStaff(trx, "mails-waiting", told)));
  const before = await call();
  for (let more = 0; more < 3; more++) await makePerson(db, { grants: [{ role: "organizer", editionId }] });
  const after = await call();
  expect(after.answer).toBe(before.answer + 3);
  expect(after.queries.length).toBe(before.queries.length);
});

test("an objection calls those who decide on it when it is filed, near its day and past it, once each; the desk is not done before it is", async () => {
  const { db } = database;
  await releaseRound(db, heat, "published", { noticeEndsOn: "2099-12-01" });
  expect(await said(heat.supervisor)).toContain("已全部完成");
  const at = new Date();
  await makeObjection(db, heat.round.slug, { at });
  expect(await mailsTo(heat.supervisor, turns)).toEqual(["confirm-turn", "objection-filed"]);
  expect(await mailsTo(heat.organizer, turns)).toEqual(["publish-turn"]);
  expect(await said(heat.supervisor)).not.toContain("已全部完成");
  expect(await said(heat.supervisor)).toContain("有异议正在办理");
  const { id, dueOn } = await db
    .selectFrom("objections")
    .select(["id", "dueOn"])
    .where("roundId", "=", heat.round.id)
    .executeTakeFirstOrThrow();
  const own = async () => (await mailsTo(heat.supervisor, turns)).slice(2);
  const noonOf = (date: string, days = 0) => new Date(Date.parse(`${date}T04:00:00Z`) + days * day);
  await remindOfObjections(db, at);
  expect(await own()).toEqual([]);
  for (const when of [noonOf(dueOn), noonOf(dueOn), noonOf(dueOn, 1), noonOf(dueOn, 2)])
    await remindOfObjections(db, when);
  expect(await own()).toEqual(["objection-soon", "objection-overdue"]);

  const decided = { handlerId: heat.supervisor.id, assignedAt: at, decidedById: heat.supervisor.id, decidedAt: at };
  const decide = async (state: "upheld" | "dismissed") =>
    await db
      .updateTable("objections")
      .set({ ...decided, state, decisionReason: "核查完毕" })
      .where("id", "=", id)
      .execute();
  await decide("upheld");
  expect(await said(heat.supervisor)).not.toContain("已全部完成");
  expect(await said(heat.supervisor)).toContain("办理异议");
});

test("a missing second factor is said on the desk of whoever signs, in their invitation and nowhere else", async () => {
  for (const signer of [heat.supervisor, heat.organizer])
    expect(await said(signer)).toContain("签署须先设置第二重验证");
  expect(await said(heat.scorer)).not.toContain("签署须先设置第二重验证");
  await makeFactor(database.db, heat.supervisor);
  expect(await said(heat.supervisor)).not.toContain("签署须先设置第二重验证");
  const links = { baseUrl: "https://contest.example", invitation: () => "https://contest.example/invitation/x" };
  const texts = async (role: "supervisor" | "judge") => {
    const props = { ...sampleOf("zh-CN").invitation, role };
    return (await renderMail({ template: "invitation", locale: "zh-CN", props }, links)).text;
  };
  expect(await texts("supervisor")).toContain("第二重验证");
  expect(await texts("judge")).not.toContain("第二重验证");
});

test("mails that wait call the organizers once a day, and stand on their desk", async () => {
  const { db } = database;
  await makeContestant(db, heat.round, heat.entries[0]?.id ?? 0);
  await releaseRound(db, heat, "published");
  expect(await said(heat.organizer)).toContain("1 封通知等待放行");
  expect(await said(heat.supervisor)).not.toContain("等待放行");
  await remindOfMails(db, new Date());
  expect(await mailsTo(heat.organizer, ["mails-waiting"])).toEqual([]);
  for (const days of [1, 1, 2]) await remindOfMails(db, new Date(Date.now() + days * day));
  expect(await mailsTo(heat.organizer, ["mails-waiting"])).toEqual(["mails-waiting", "mails-waiting"]);
  expect(await mailsTo(heat.supervisor, ["mails-waiting"])).toEqual([]);
});
