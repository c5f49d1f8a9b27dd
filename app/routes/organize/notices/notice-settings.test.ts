import { beforeEach, expect, test } from "vitest";
import type { Actor } from "~/rules/accounts/access.ts";
import { pagesOf } from "~/testing/pages.ts";
import { makeEdition } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as notice from "./notice-settings.tsx";

const database = testDatabase();
const pages = pagesOf({ "organize/editions/:edition/settings/notice": notice });
let organizer: Actor;
let edition: Awaited<ReturnType<typeof makeEdition>>["edition"];

beforeEach(async () => {
  edition = (await makeEdition(database.db)).edition;
  organizer = await makePerson(database.db, { grants: [{ role: "organizer", editionId: edition.id }] });
});

async function visit(form?: Record<string, string>, actor = organizer) {
  const answer = await pages(`/organize/editions/${edition.slug}/settings/notice`, { db: database.db, actor, form });
  return { status: answer.status, html: await answer.text() };
}
const versionIn = (html: string) => /name="version" value="([^"]*)"/.exec(html)?.[1] ?? "";
const filled = {
  noticeContact: "人才办 0572-111",
  noticeContactEn: "Talent office",
  disciplineLine: "纪检组 0572-222",
  disciplineLineEn: "",
  noticeWorkingDays: "7",
  objectionWorkingDays: "15",
  off: "2027-01-01\n2027-02-05",
  work: "2027-01-03",
};
const kept = () =>
  database.db
    .selectFrom("editions")
    .select([
      "noticeContact",
      "disciplineLine",
      "disciplineLineEn",
      "noticeWorkingDays",
      "objectionWorkingDays",
      "ownDays",
    ])
    .where("id", "=", edition.id)
    .executeTakeFirstOrThrow();

test("the organizer says what notices say and how long they run; two windows do not overwrite each other", async () => {
  const { html } = await visit();
  const version = versionIn(html);
  expect((await visit({ ...filled, version })).status).toBe(303);
  expect(await kept()).toEqual({
    noticeContact: "人才办 0572-111",
    disciplineLine: "纪检组 0572-222",
    disciplineLineEn: null,
    noticeWorkingDays: 7,
    objectionWorkingDays: 15,
    ownDays: { off: ["2027-01-01", "2027-02-05"], work: ["2027-01-03"] },
  });
  expect((await visit()).html).toContain("2027-02-05");
  const stale = await visit({ ...filled, noticeWorkingDays: "9", version });
  expect([stale.status, stale.html.includes("内容已被他人更新")]).toEqual([409, true]);
  expect((await kept()).noticeWorkingDays).toBe(7);
});

test("what is no number of days, or no day, is said beside its field, and nothing is lost", async () => {
  const version = versionIn((await visit()).html);
  const refused = await visit({ ...filled, noticeWorkingDays: "0", off: "2027-13-01", version });
  expect(refused.status).toBe(422);
  for (const said of ['href="#noticeWorkingDays"', 'href="#off"', "2027-13-01", "纪检组 0572-222"])
    expect(refused.html).toContain(said);
});

test("nobody else finds it", async () => {
  const supervisor = await makePerson(database.db, { grants: [{ role: "supervisor", editionId: edition.id }] });
  expect((await visit(undefined, supervisor)).status).toBe(404);
});
