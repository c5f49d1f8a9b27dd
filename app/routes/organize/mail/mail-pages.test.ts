import { beforeAll, expect, test } from "vitest";
import { inviteStaff } from "~/commands/accounts/invite-staff.ts";
import type { Actor } from "~/rules/accounts/access.ts";
import { pagesOf } from "~/testing/pages.ts";
import { makeEdition, makeRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as bounces from "./bounces.tsx";
import * as html from "./mail-html.ts";
import * as mailPage from "./mail-page.tsx";
import * as preview from "./preview.ts";

const database = testDatabase();
const visit = pagesOf({
  "organize/editions/:edition/mail/bounces": bounces,
  "organize/editions/:edition/mail/preview": preview,
  "organize/editions/:edition/mail/mails/:mail": mailPage,
  "organize/editions/:edition/mail/mails/:mail/html": html,
});
let at = "";
let organizer: Actor;
let invitationId: string;

beforeAll(async () => {
  const { db } = database;
  const { edition } = await makeEdition(db);
  const round = await makeRound(db, { editionId: edition.id });
  organizer = await makePerson(db, { grants: [{ role: "organizer", editionId: edition.id }] });
  const invited = { email: "gone@example.org", name: "王评委", role: "judge", round: round.slug };
  const answer = await inviteStaff({ db, actor: organizer }, invited);
  expect(answer.ok).toBe(true);
  const { id } = await db
    .updateTable("mails")
    .set({ state: "sent", sentAt: new Date(), delivery: "bounced", deliveryDetail: "no such user" })
    .where("recipient", "=", invited.email)
    .returning("id")
    .executeTakeFirstOrThrow();
  invitationId = id;
  at = `/organize/editions/${edition.slug}/mail`;
});

const page = async (path: string, actor: Actor | null = organizer) => {
  const answer = await visit(at + path, { db: database.db, actor });
  return { status: answer.status, headers: answer.headers, html: await answer.text() };
};

test("a judge's invitation that came back is listed with the reason", async () => {
  const { html } = await page("/bounces");
  expect(html).toContain("gone@example.org");
  expect(html).toContain("no such user");
});

test("the link in it is its recipient's alone: no organizer can read it and accept in their place", async () => {
  const { status, html } = await page(`/mails/${invitationId}`);
  expect(status).toBe(200);
  expect(html).toContain("gone@example.org");
  expect(html).not.toContain("/invitation/");
  expect((await page(`/mails/${invitationId}/html`)).status).toBe(404);
});

test("a mail is shown in a frame from which nothing in it can act, and to organizers of the edition alone", async () => {
  const { status, headers } = await page("/preview?template=qualified&locale=en");
  expect(status).toBe(200);
  expect(headers.get("Content-Security-Policy")).toMatch(/default-src 'none'.*sandbox/);
  expect((await page("/preview?template=invitation")).status).toBe(404);
  const stranger = await makePerson(database.db);
  for (const path of ["/bounces", `/mails/${invitationId}`, "/preview?template=qualified"])
    expect((await page(path, stranger)).status).toBe(404);
});

test("a preview ends with whom to ask, in saved words and in unsaved ones", async () => {
  const contact = "组委会 0572-0000000";
  const without = (await page("/preview?template=qualified&locale=zh-CN")).html;
  expect(without).not.toContain("如有疑问");
  await database.db.updateTable("editions").set({ contact }).execute();
  const saved = await page("/preview?template=qualified&locale=zh-CN");
  const form = { template: "qualified", locale: "en", subject: "a", text: "b" };
  const unsaved = await visit(`${at}/preview`, { db: database.db, actor: organizer, form });
  for (const [html, words] of [
    [saved.html, "如有疑问，请联系："],
    [await unsaved.text(), "For questions, contact: "],
  ] as const)
    expect(html.replaceAll("<!-- -->", "")).toContain(words + contact);
});
