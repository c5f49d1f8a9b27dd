import { describe, expect, test } from "vitest";
import { makeApplication } from "~db/seed/factories/applications.ts";
import { makeEdition } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { remindDrafts } from "./draft-reminders.ts";

const database = testDatabase();
const day = 86_400_000;

/** A draft begun ten days before its edition closes (unless told otherwise), and the clock counted from that deadline. */
async function scene(given: { begunDaysBefore?: number; locale?: "zh-CN" | "en"; email?: string } = {}) {
  const { db } = database;
  const { edition } = await makeEdition(db);
  const closes = new Date("2027-03-01T16:00:00Z");
  await db.updateTable("editions").set({ applyClosesAt: closes }).where("id", "=", edition.id).execute();
  const applicant = await makePerson(db, { email: given.email });
  const draft = await makeApplication(db, { editionId: edition.id, applicant, state: "draft", locale: given.locale });
  await db
    .updateTable("applications")
    .set({ createdAt: new Date(closes.getTime() - (given.begunDaysBefore ?? 10) * day) })
    .where("id", "=", draft.id)
    .execute();
  return {
    edition,
    draft,
    applicant,
    remind: async (daysBefore: number) => await remindDrafts(db, new Date(closes.getTime() - daysBefore * day)),
    move: async (days: number) =>
      await db
        .updateTable("editions")
        .set({ applyClosesAt: new Date(closes.getTime() + days * day) })
        .where("id", "=", edition.id)
        .execute(),
    mails: async () =>
      await db.selectFrom("mails").selectAll().where("applicationId", "=", draft.id).orderBy("id").execute(),
    end: async () => await db.updateTable("editions").set({ state: "archived" }).where("id", "=", edition.id).execute(),
  };
}

describe("reminders of drafts", () => {
  test("come 7, 3 and 1 days before the deadline, once each, with what is missing", async () => {
    const { remind, mails, draft, applicant, edition, end } = await scene({ locale: "en" });
    const written = [];
    for (const daysBefore of [7.1, 7, 6, 3.01, 2.9, 2.8, 0.9, 0.5, -0.1]) written.push(await remind(daysBefore));
    expect(written).toEqual([0, 1, 0, 0, 1, 0, 1, 0, 0]);
    const sent = await mails();
    expect(
      sent.map(({ template, recipient, locale, editionId, state }) => [template, recipient, locale, editionId, state]),
    ).toEqual(Array.from({ length: 3 }, () => ["draft-reminder", applicant.email, "en", edition.id, "queued"]));
    expect(sent.map(({ props }) => (props as { days: number }).days)).toEqual([7, 3, 1]);
    expect(sent[0]?.props).toMatchObject({
      code: draft.code,
      editionTitle: edition.titleEn,
      path: `/apply/${draft.code}`,
    });
    expect(sent[0]?.props).toMatchObject({ missing: expect.arrayContaining(["round", "identityNumber"]) });
    await end();
  });

  test("come once, however many workers look at one time", async () => {
    const { remind, mails, end } = await scene();
    const written = await Promise.all(Array.from({ length: 6 }, () => remind(2)));
    expect(written.reduce((sum, each) => sum + each)).toBe(1);
    expect(await mails()).toHaveLength(1);
    await end();
  });

  test("come again before a deadline that was put off, with its own days, and not at once for some hours more", async () => {
    const { remind, mails, move, end } = await scene();
    for (const daysBefore of [7, 3, 1]) expect(await remind(daysBefore)).toBe(1);
    await move(14);
    const written = [];
    for (const daysBefore of [0.9, -6.9, -7, -8, -11, -13, -13.5]) written.push(await remind(daysBefore));
    expect(written).toEqual([0, 0, 1, 0, 1, 1, 0]);
    expect((await mails()).map(({ props }) => (props as { days: number }).days)).toEqual([7, 3, 1, 7, 3, 1]);
    await move(14.1);
    expect(await remind(-13.6)).toBe(0);
    await end();
  });

  test("of a deadline that was put off come once, however many workers look at one time", async () => {
    const { remind, move, end } = await scene();
    expect(await remind(7)).toBe(1);
    await move(10);
    const written = await Promise.all(Array.from({ length: 6 }, () => remind(-3)));
    expect(written.reduce((sum, each) => sum + each)).toBe(1);
    await end();
  });

  test("come at the marks of a deadline that was brought forward", async () => {
    const { remind, mails, move, end } = await scene();
    expect(await remind(7)).toBe(1);
    await move(-3);
    const written = [];
    for (const daysBefore of [6.5, 6, 5.9, 4]) written.push(await remind(daysBefore));
    expect(written).toEqual([0, 1, 0, 1]);
    expect((await mails()).map(({ props }) => (props as { days: number }).days)).toEqual([7, 3, 1]);
    await end();
  });

  test("a day that was missed is made up for by the next one, not by two mails", async () => {
    const { remind, mails, end } = await scene();
    expect(await remind(0.5)).toBe(1);
    expect(await mails()).toHaveLength(1);
    await end();
  });

  test("do not come for a mark that lay before the draft was begun", async () => {
    const { remind, end } = await scene({ begunDaysBefore: 2 });
    expect(await remind(1.5)).toBe(0);
    expect(await remind(0.9)).toBe(1);
    await end();
  });

  test("do not come for what is handed in, withdrawn or erased, nor in an edition that is not open", async () => {
    const { remind, draft, edition, end } = await scene();
    const { db } = database;
    await makeApplication(db, { editionId: edition.id, state: "withdrawn" });
    await db.updateTable("applications").set({ erasedAt: new Date() }).where("id", "=", draft.id).execute();
    expect(await remind(3)).toBe(0);
    await db.updateTable("applications").set({ erasedAt: null }).where("id", "=", draft.id).execute();
    await end();
    expect(await remind(3)).toBe(0);
    await db.updateTable("editions").set({ state: "open" }).where("id", "=", edition.id).execute();
    expect(await remind(3)).toBe(1);
    await end();
  });

  test("do not go to an address from which mail comes back, until one has arrived there", async () => {
    const { remind, applicant, end } = await scene();
    const { db } = database;
    const old = { template: "qualified", recipient: applicant.email, locale: "en", state: "sent", sentAt: new Date() };
    await db
      .insertInto("mails")
      .values({ ...old, delivery: "bounced", deliveryAt: new Date("2027-01-01") })
      .execute();
    expect(await remind(3)).toBe(0);
    await db
      .insertInto("mails")
      .values({ ...old, delivery: "delivered", deliveryAt: new Date("2027-01-02") })
      .execute();
    expect(await remind(3)).toBe(1);
    await end();
  });

  test("are found by one query, however many drafts there are", async () => {
    const { edition, remind, end } = await scene();
    const begun = new Date("2027-01-01T00:00:00Z");
    for (let each = 0; each < 2; each++) {
      const { id } = await makeApplication(database.db, { editionId: edition.id, state: "draft" });
      await database.db.updateTable("applications").set({ createdAt: begun }).where("id", "=", id).execute();
    }
    const { answer, queries } = await database.queriesOf(() => remind(7));
    expect(answer).toBe(3);
    expect(queries.filter(({ sql }) => sql.includes("due"))).toHaveLength(1);
    await end();
  });
});
