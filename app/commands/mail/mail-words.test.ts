import { beforeEach, expect, it } from "vitest";
import { findAllMailWords, findEditionLetter, findMailWords } from "~db/queries/mail/mail-words.ts";
import { makeEdition } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { resetMailWords } from "./reset-mail-words.ts";
import { saveMailWords } from "./save-mail-words.ts";
import { sendTestMail } from "./send-test-mail.ts";

const database = testDatabase();
let scene: Awaited<ReturnType<typeof setUp>>;
beforeEach(async () => {
  scene = await setUp();
});

async function setUp() {
  const { db } = database;
  const { edition } = await makeEdition(db);
  const organizer = await makePerson(db, { grants: [{ role: "organizer", editionId: edition.id }] });
  const base = { edition: edition.slug, template: "qualified", locale: "zh-CN" };
  const words = async () => await findMailWords(db, { editionId: edition.id, template: "qualified", locale: "zh-CN" });
  return { db, edition, organizer, by: { db, actor: organizer }, base, words };
}

it("an edition's words are kept for one mail in one language, replaced, and taken away again", async () => {
  const { by, base, words, edition, organizer } = scene;
  expect(
    await saveMailWords(by, { ...base, subject: " 恭喜 {{ projectTitle }} ", text: "一\r\n\r\n二\n" }),
  ).toMatchObject({ ok: true });
  expect(await words()).toEqual({ subject: "恭喜 {{ projectTitle }}", text: "一\n\n二" });
  await saveMailWords(by, { ...base, subject: "二", text: "二" });
  expect(await findAllMailWords(scene.db, edition.id)).toMatchObject([
    { template: "qualified", locale: "zh-CN", subject: "二", editedBy: organizer.name },
  ]);
  expect(await resetMailWords(by, base)).toMatchObject({ ok: true, value: { there: true } });
  expect(await words()).toBeNull();
});

it("a placeholder that the mail does not know is refused by name, with those it knows", async () => {
  const { by, base, words } = scene;
  const result = await saveMailWords(by, { ...base, subject: "{{projectName}}", text: "{{heat}} {{reason}} {{" });
  expect(result).toMatchObject({
    ok: false,
    error: {
      type: "unknown-placeholders",
      unknown: [
        { field: "subject", name: "projectName" },
        { field: "text", name: "reason" },
        { field: "text", name: "{{" },
      ],
      known: expect.arrayContaining(["projectTitle", "heat", "time", "venue", "link"]),
    },
  });
  expect(await words()).toBeNull();
});

it.each([
  ["no subject", { subject: " " }],
  ["no text", { text: "\r\n" }],
  ["a subject of two lines", { subject: "a\r\nBcc: b@example.org" }],
  ["a subject that is too long", { subject: "x".repeat(151) }],
  ["a text that is too long", { text: "x".repeat(5001) }],
  ["the sign-in code", { template: "sign-in-code" }],
  ["an invitation", { template: "invitation" }],
  ["a mail that does not exist", { template: "constructor" }],
  ["a language that does not exist", { locale: "fr" }],
])("%s is refused", async (_, change) => {
  const input = { ...scene.base, subject: "a", text: "b", ...change };
  expect(await saveMailWords(scene.by, input)).toMatchObject({ error: { type: "invalid-input" } });
});

it("a test goes to whoever asks, with made-up contents, in the edition's words", async () => {
  const { by, base, edition, organizer, db } = scene;
  expect(await sendTestMail(by, base)).toMatchObject({ ok: true, value: { to: organizer.email } });
  const mails = await db.selectFrom("mails").selectAll().where("editionId", "=", edition.id).execute();
  expect(mails).toMatchObject([
    { template: "qualified", recipient: organizer.email, state: "queued", applicationId: null },
  ]);
});

it("all that is for organizers of the edition", async () => {
  const { db, edition, base } = scene;
  const actor = await makePerson(db, { grants: [{ role: "screener", editionId: edition.id }] });
  for (const act of [saveMailWords, resetMailWords, sendTestMail])
    expect(await act({ db, actor }, { ...base, subject: "a", text: "b" })).toMatchObject({
      error: { type: "not-found" },
    });
});

it("what a mail takes from its edition, its words and its contact, is read by one query, and by none for a mail of no edition", async () => {
  const { by, base, db, edition } = scene;
  const letterOf = async (change: object = {}) =>
    await database.queriesOf(() => findEditionLetter(db, { ...base, editionId: edition.id, ...change }));
  expect(await letterOf()).toMatchObject({ answer: { own: null, contact: null }, queries: [{}] });
  await db.updateTable("editions").set({ contact: "组委会" }).where("id", "=", edition.id).execute();
  await saveMailWords(by, { ...base, subject: "a", text: "b" });
  const { answer, queries } = await letterOf();
  expect([answer, queries.length]).toEqual([{ own: { subject: "a", text: "b" }, contact: "组委会" }, 1]);
  expect((await letterOf({ locale: "en" })).answer).toEqual({ own: null, contact: "组委会" });
  expect(await letterOf({ editionId: null })).toEqual({ answer: { own: null, contact: null }, queries: [] });
});

it("the words of an edition are read by one query", async () => {
  const { by, base, db, edition } = scene;
  for (const template of ["qualified", "waiting", "returned"])
    await saveMailWords(by, { ...base, template, subject: "a", text: "b" });
  const { answer, queries } = await database.queriesOf(() => findAllMailWords(db, edition.id));
  expect(answer).toHaveLength(3);
  expect(queries).toHaveLength(1);
});
