import { expect, test } from "vitest";
import { changeMilestoneDeadline } from "~/commands/landing/change-milestone-deadline.ts";
import { completeMilestone } from "~/commands/landing/complete-milestone.ts";
import { giveUpLanding } from "~/commands/landing/give-up-landing.ts";
import { findDueLandings } from "~db/queries/landing/landing-reminders.ts";
import { makeLandings } from "~db/seed/factories/finals.ts";
import { testDatabase } from "~db/testing/database.ts";
import { remindLandings } from "./landing-reminders.ts";

const database = testDatabase();
/** Noon of that day in Beijing. */
const noon = (day: string) => new Date(`${day}T04:00:00Z`);

/** The mails of the edition, as kind, deadline, days and milestones. */
async function mailsOf(editionId: number) {
  const rows = await database.db
    .selectFrom("mails")
    .select(["template", "props", "recipient", "locale"])
    .where("editionId", "=", editionId)
    .where("landingId", "is not", null)
    .orderBy("id")
    .execute();
  return rows.map(({ template, props }) => {
    const { dueOn, days, steps } = props as { dueOn: string; days: number; steps: string[] };
    return `${template} ${dueOn} ${days} ${steps.join("+")}`;
  });
}

test("an owner is reminded 30, 7 and 1 days before each deadline, on its day, and every week once it has passed, once each", async () => {
  const { db } = database;
  const { edition, organizer } = await makeLandings(db, { entries: 1 });
  const first = "intention+agreement+registration";
  expect(await remindLandings(db, new Date("2027-05-01T15:59:59Z"))).toBe(0);
  expect(await remindLandings(db, new Date("2027-05-01T16:00:00Z"))).toBe(1);
  expect(await remindLandings(db, noon("2027-05-20"))).toBe(0);
  expect(await remindLandings(db, noon("2027-05-26"))).toBe(1);
  expect(await remindLandings(db, noon("2027-05-31"))).toBe(1);
  expect(await remindLandings(db, noon("2027-06-01"))).toBe(1);
  expect(await remindLandings(db, noon("2027-06-01"))).toBe(0);
  const done = { edition: edition.slug, number: 1, step: "intention", doneOn: "2027-06-01" };
  await completeMilestone({ db, actor: organizer, at: noon("2027-06-01") }, done);
  const counts = await Promise.all([1, 2, 3].map(() => remindLandings(db, noon("2027-06-03"))));
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1);
  expect(await remindLandings(db, noon("2027-06-08"))).toBe(0);
  expect(await remindLandings(db, noon("2027-06-10"))).toBe(1);
  expect(await remindLandings(db, noon("2027-06-15"))).toBe(0);
  expect(await remindLandings(db, noon("2027-06-16"))).toBe(1);
  expect(await mailsOf(edition.id)).toEqual([
    `landing-reminder 2027-06-01 30 ${first}`,
    `landing-reminder 2027-06-01 6 ${first}`,
    `landing-reminder 2027-06-01 1 ${first}`,
    `landing-reminder 2027-06-01 0 ${first}`,
    "landing-overdue 2027-06-01 2 agreement+registration",
    "landing-overdue 2027-06-01 9 agreement+registration",
    "landing-overdue 2027-06-01 15 agreement+registration",
  ]);
  const [mail] = await db
    .selectFrom("mails")
    .selectAll()
    .where("editionId", "=", edition.id)
    .where("landingId", "is not", null)
    .execute();
  expect(mail).toMatchObject({ recipient: organizer.email, locale: "zh-CN", state: "queued" });
  expect(mail?.props).toMatchObject({ path: `/organize/editions/${edition.slug}/landing/1`, projectTitle: "项目1" });
});

test("another deadline is reminded of anew; what was given up, or has an owner without a role, is not", async () => {
  const { db } = database;
  const { edition, organizer } = await makeLandings(db, { entries: 2 });
  const by = { db, actor: organizer, at: noon("2027-05-10") };
  await db.updateTable("users").set({ locale: "en" }).where("id", "=", organizer.id).execute();
  await giveUpLanding(by, { edition: edition.slug, number: 2, reason: "去了外地" });
  expect(await remindLandings(db, by.at)).toBe(1);
  const moved = { edition: edition.slug, number: 1, step: "agreement", dueOn: "2027-06-05", reason: "选址未定" };
  expect(await changeMilestoneDeadline(by, moved)).toMatchObject({ ok: true });
  expect(await remindLandings(db, by.at)).toBe(1);
  expect(await mailsOf(edition.id)).toEqual([
    "landing-reminder 2027-06-01 22 intention+agreement+registration",
    "landing-reminder 2027-06-05 26 agreement",
  ]);
  const languages = await db
    .selectFrom("mails")
    .select("locale")
    .where("editionId", "=", edition.id)
    .where("landingId", "is not", null)
    .execute();
  expect(new Set(languages.map(({ locale }) => locale))).toEqual(new Set(["en"]));
  await db.deleteFrom("roleGrants").where("userId", "=", organizer.id).execute();
  expect(await remindLandings(db, noon("2027-05-26"))).toBe(0);
});

test("what is due is found in one query, one landing or three", async () => {
  for (const entries of [1, 3]) {
    await makeLandings(database.db, { entries, startedOn: "2020-01-01" });
    const asked = { today: "2020-06-20", roles: ["organizer"], limit: 100 };
    const { answer, queries } = await database.queriesOf(() => findDueLandings(database.db, asked));
    expect([answer.length, queries.length]).toEqual([entries === 1 ? 1 : 4, 1]);
  }
});
