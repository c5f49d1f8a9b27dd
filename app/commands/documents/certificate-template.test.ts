import { expect, test } from "vitest";
import { digestOf } from "~/primitives/canonical-json.ts";
import { defaultTemplate } from "~/rules/documents/certificate.ts";
import { findCertificateTemplate } from "~db/queries/documents/certificates.ts";
import { makeClosedHeat } from "~db/seed/factories/finals.ts";
import { makeEdition, releaseRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { saveTemplate } from "./save-certificate-template.ts";

const database = testDatabase();

test("an edition's words take the place of the usual ones, and nobody overwrites what they have not seen", async () => {
  const { db } = database;
  const { edition } = await makeEdition(db);
  const organizer = await makePerson(db, { grants: [{ role: "organizer", editionId: edition.id }] });
  const by = { db, actor: organizer };
  const usual = digestOf(await findCertificateTemplate(db, edition.id));
  const template = { ...defaultTemplate, title: "荣誉证书", titleEn: "" };
  const input = { edition: edition.slug, version: usual, template };
  expect((await saveTemplate(by, input)).ok).toBe(true);
  const kept = await findCertificateTemplate(db, edition.id);
  expect(kept).toEqual({ ...defaultTemplate, title: "荣誉证书", titleEn: null });
  expect(await saveTemplate(by, { ...input, template: defaultTemplate })).toEqual({
    ok: false,
    error: { type: "stale-version" },
  });
  const unknown = await saveTemplate(by, { ...input, version: digestOf(kept), template: { ...template, body: "{x}" } });
  expect(unknown).toMatchObject({
    error: { type: "invalid-input", fields: [{ path: "template.body", code: "unknown-placeholder" }] },
  });
  expect((await saveTemplate(by, { ...input, version: digestOf(kept) })).ok).toBe(true);
});

test("only who sets the edition up writes them", async () => {
  const { db } = database;
  const { edition } = await makeEdition(db);
  const input = { edition: edition.slug, version: digestOf(defaultTemplate), template: defaultTemplate };
  for (const role of ["scorer", "supervisor", "screener"] as const) {
    const actor = await makePerson(db, { grants: [{ role, editionId: edition.id }] });
    expect(await saveTemplate({ db, actor }, input)).toEqual({ ok: false, error: { type: "not-found" } });
  }
});

test("the database itself takes no certificate of a result that is not published, and lets none be changed", async () => {
  const { db } = database;
  const heat = await makeClosedHeat(db, { judges: 3, entries: 2 });
  const row = async () => {
    const release = await db
      .selectFrom("releases")
      .select("id")
      .where("roundId", "=", heat.round.id)
      .executeTakeFirstOrThrow();
    return {
      releaseId: release.id,
      entryId: heat.entries[0]?.id ?? 0,
      serial: "000000000000",
      award: "一等奖",
      issuedById: heat.organizer.id,
    };
  };
  await releaseRound(db, heat, "confirmed");
  await expect(
    db
      .insertInto("certificates")
      .values(await row())
      .execute(),
  ).rejects.toMatchObject({ code: "CD006" });
  await db
    .updateTable("releases")
    .set({ state: "voided", endedAt: new Date(), endedReason: "x", endedById: heat.organizer.id })
    .where("roundId", "=", heat.round.id)
    .execute();
  await releaseRound(db, heat, "published");
  const published = await db
    .selectFrom("releases")
    .select("id")
    .where("roundId", "=", heat.round.id)
    .where("state", "=", "published")
    .executeTakeFirstOrThrow();
  await db
    .insertInto("certificates")
    .values({ ...(await row()), releaseId: published.id })
    .execute();
  await expect(db.updateTable("certificates").set({ award: "特等奖" }).execute()).rejects.toThrow();
  await expect(db.deleteFrom("certificates").execute()).rejects.toThrow();
});
