import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { digestOf } from "~/primitives/canonical-json.ts";
import { editionFormValues } from "~/rules/editions/edition-basics.ts";
import { readStoredPage } from "~/rules/editions/edition-page.ts";
import type { FrozenStandings } from "~/rules/releases/signed-table.ts";
import { basicsOf, findEditionChoices } from "~db/queries/editions/edition-settings.ts";
import { findEdition } from "~db/queries/editions/editions.ts";
import { makeApplication } from "~db/seed/factories/applications.ts";
import { makeClosedHeat } from "~db/seed/factories/finals.ts";
import { makeEdition, makeRound, releaseRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { voidRelease } from "../releases/void-release.ts";
import { withdrawRelease } from "../releases/withdraw-release.ts";
import { eligibilityVersion, saveEligibility } from "../screening/save-eligibility.ts";
import { createEdition } from "./create-edition.ts";
import { saveChoices } from "./save-choices.ts";
import { saveEditionPage } from "./save-edition-page.ts";
import { updateEdition } from "./update-edition.ts";

const database = testDatabase();
let made = 0;

async function scene() {
  const { edition, groups, track } = await makeEdition(database.db);
  const organizer = await makePerson(database.db, { grants: [{ role: "organizer", editionId: edition.id }] });
  return { edition, groups, track, organizer, by: { db: database.db, actor: organizer } };
}

const found = async (slug: string) => {
  const edition = await findEdition(database.db, slug);
  if (!edition) throw new Error(`no edition ${slug}`);
  return edition;
};
const versionOf = async (slug: string) => digestOf(editionFormValues(basicsOf(await found(slug))));
const basics = (more: object = {}) => ({
  slug: `edition-of-test-${++made}`,
  ordinal: 7,
  title: "第七届",
  state: "draft",
  applyOpensAt: "2027-03-01T09:00",
  applyClosesAt: "2027-05-31T17:00",
  retentionOn: "2029-05-31",
  secondCheck: true,
  ...more,
});

describe("beginning an edition", () => {
  test("is for an organizer of everything alone, and makes a draft with Beijing's hours", async () => {
    const everywhere = await makePerson(database.db, { grants: [{ role: "organizer" }] });
    const { organizer } = await scene();
    const input = basics({ state: "open" });
    expect(await createEdition({ db: database.db, actor: organizer }, { basics: input })).toEqual({
      ok: false,
      error: { type: "not-found" },
    });
    expect(await createEdition({ db: database.db, actor: everywhere }, { basics: input })).toMatchObject({ ok: true });
    expect(await found(input.slug)).toMatchObject({
      state: "draft",
      applyOpensAt: new Date("2027-03-01T01:00:00Z"),
      applyClosesAt: new Date("2027-05-31T09:00:00Z"),
      retentionOn: "2029-05-31",
      secondCheck: true,
    });
    expect(await createEdition({ db: database.db, actor: everywhere }, { basics: input })).toMatchObject({
      error: { type: "slug-taken" },
    });
  });

  test.each([
    [{ applyClosesAt: "2027-02-01T09:00" }, "basics.applyClosesAt"],
    [{ retentionOn: "2027-05-31" }, "basics.retentionOn"],
    [{ retentionOn: "2027-02-30" }, "basics.retentionOn"],
    [{ applyOpensAt: "2027-02-30T09:00" }, "basics.applyOpensAt"],
    [{ title: " " }, "basics.title"],
    [{ slug: "Siebte Ausgabe" }, "basics.slug"],
    [{ ordinal: 0 }, "basics.ordinal"],
  ])("with %j is refused at that field", async (wrong, path) => {
    const everywhere = await makePerson(database.db, { grants: [{ role: "organizer" }] });
    const answer = await createEdition({ db: database.db, actor: everywhere }, { basics: basics(wrong) });
    expect(answer).toMatchObject({ ok: false, error: { type: "invalid-input", fields: [{ path }] } });
  });
});

describe("changing the basics", () => {
  test("says which roles may fall together when results are released; never who proposes and who confirms", async () => {
    const { edition, by } = await scene();
    expect((await found(edition.slug)).rolesMayFallTogether).toBe("none");
    const change = async (rolesMayFallTogether: string) => ({
      edition: edition.slug,
      version: await versionOf(edition.slug),
      basics: basics({ slug: edition.slug, state: "open", rolesMayFallTogether }),
    });
    for (const setting of ["confirm-and-publish", "propose-and-publish", "none"]) {
      expect(await updateEdition(by, await change(setting))).toMatchObject({ ok: true });
      expect((await found(edition.slug)).rolesMayFallTogether).toBe(setting);
    }
    expect(await updateEdition(by, await change("propose-and-confirm"))).toMatchObject({
      error: { type: "invalid-input", fields: [{ path: "basics.rolesMayFallTogether" }] },
    });
    const force = database.sql`update editions set roles_may_fall_together = 'propose-and-confirm' where id = ${edition.id}`;
    await expect(force).rejects.toThrow("check constraint");
  });

  test("keeps which roles may fall together while a release is under way, by SQL too, and records each change of it", async () => {
    const heat = await makeClosedHeat(database.db, { judges: 3, entries: 2 });
    const { slug, id } = await database.db
      .selectFrom("editions")
      .select(["id", "slug"])
      .where("id", "=", heat.round.editionId)
      .executeTakeFirstOrThrow();
    const by = { db: database.db, actor: heat.organizer };
    const state = (await found(slug)).state;
    const change = async (rolesMayFallTogether: string, title = "第七届") =>
      await updateEdition(by, {
        edition: slug,
        version: await versionOf(slug),
        basics: basics({ slug, state, title, rolesMayFallTogether }),
      });
    const force = () =>
      database.sql`update editions set roles_may_fall_together = 'propose-and-publish' where id = ${id}`;
    const inRelease = {
      ok: false,
      error: { type: "hands-fixed", rounds: [{ slug: heat.round.slug, title: heat.round.title }] },
    };
    expect(await change("confirm-and-publish")).toMatchObject({ ok: true });
    const signed = await releaseRound(database.db, heat, "proposed");
    expect(await change("none")).toMatchObject(inRelease);
    await expect(force()).rejects.toThrow("under way");
    expect(await change("confirm-and-publish", "改名")).toMatchObject({ ok: true });
    const ending = { ...signed, reason: "重来" };
    expect(await voidRelease({ db: database.db, actor: heat.supervisor }, ending)).toMatchObject({ ok: true });
    await releaseRound(database.db, heat, "confirmed");
    expect(await change("none")).toMatchObject(inRelease);
    await expect(force()).rejects.toThrow("under way");
    expect((await found(slug)).rolesMayFallTogether).toBe("confirm-and-publish");
    const entries = await database.db
      .selectFrom("auditEntries")
      .select("facts")
      .where("command", "=", "update-edition")
      .where("editionId", "=", id)
      .orderBy("id")
      .execute();
    expect(entries.map(({ facts }) => facts)).toEqual([
      expect.objectContaining({ togetherBefore: "none", together: "confirm-and-publish" }),
      expect.not.objectContaining({ together: expect.anything() }),
    ]);
  });

  test("an edition with published results is no draft again until they are withdrawn", async () => {
    const heat = await makeClosedHeat(database.db, { judges: 3, entries: 2 });
    const { slug } = await database.db
      .selectFrom("editions")
      .select("slug")
      .where("id", "=", heat.round.editionId)
      .executeTakeFirstOrThrow();
    const by = { db: database.db, actor: heat.organizer };
    const change = async (state: string) =>
      await updateEdition(by, { edition: slug, version: await versionOf(slug), basics: basics({ slug, state }) });
    const signed = await releaseRound(database.db, heat, "published");
    expect(await change("draft")).toMatchObject({ ok: false, error: { type: "results-published" } });
    await withdrawRelease(by, { ...signed, reason: "须重新核定" });
    expect(await change("draft")).toMatchObject({ ok: true });
  });

  test("waits for a proposal that is being made", async () => {
    const heat = await makeClosedHeat(database.db, { judges: 3, entries: 2 });
    const { editionId, id: roundId } = heat.round;
    await database.db.transaction().execute(async (trx) => {
      const frozen = {
        roundId,
        version: 1,
        standings: sql<FrozenStandings>`'{}'`,
        digest: "a".repeat(64),
        proposedById: heat.scorer.id,
      };
      await trx.insertInto("releases").values(frozen).execute();
      const lock = database.sql`select from editions where id = ${editionId} for no key update nowait`;
      await expect(lock).rejects.toThrow("could not obtain lock");
    });
  });

  test("needs the version that was read, and keeps the address of an open edition", async () => {
    const { edition, by } = await scene();
    const version = await versionOf(edition.slug);
    const change = { edition: edition.slug, version, basics: basics({ slug: edition.slug, state: "open" }) };
    expect(await updateEdition(by, { ...change, basics: basics({ state: "open" }) })).toMatchObject({
      error: { type: "fixed-after-draft" },
    });
    expect(await updateEdition(by, change)).toMatchObject({ ok: true });
    expect(await updateEdition(by, change)).toMatchObject({ error: { type: "stale-version" } });
    expect((await found(edition.slug)).title).toBe("第七届");
  });

  test("does not move the day of an erasure that has happened", async () => {
    const { edition, by } = await scene();
    const retentionOn = "2027-06-30";
    await database.db
      .updateTable("editions")
      .set({ retentionOn, erasedAt: new Date() })
      .where("id", "=", edition.id)
      .execute();
    const version = await versionOf(edition.slug);
    const given = { slug: edition.slug, state: "archived" };
    const later = { edition: edition.slug, version, basics: basics({ ...given, retentionOn: "2040-01-01" }) };
    expect(await updateEdition(by, later)).toMatchObject({ error: { type: "data-erased" } });
    expect(await updateEdition(by, { ...later, basics: basics({ ...given, retentionOn }) })).toMatchObject({
      ok: true,
    });
  });
});

test("the public page is kept as it is written, and an outdated form does not overwrite it", async () => {
  const { edition, by } = await scene();
  const version = digestOf(readStoredPage({}));
  const page = { prizes: [{ scope: "heat", title: "一等奖", places: 1, yuan: 50000 }], questions: [] };
  const input = { edition: edition.slug, version, page };
  expect(await saveEditionPage(by, input)).toMatchObject({ ok: true });
  expect(readStoredPage((await found(edition.slug)).page).prizes).toEqual([
    { scope: "heat", title: "一等奖", titleEn: null, places: 1, yuan: 50000, note: null, noteEn: null },
  ]);
  expect(await saveEditionPage(by, input)).toMatchObject({ error: { type: "stale-version" } });
});

test("tracks and groups come, change and go; one in use stays", async () => {
  const { edition, track, groups, by } = await scene();
  const round = await makeRound(database.db, { editionId: edition.id, trackId: track.id });
  await makeApplication(database.db, { editionId: edition.id, roundId: round.id, groupId: groups.team.id });
  const read = async () => await findEditionChoices(database.db, edition.id);
  const save = async (choices: object) =>
    await saveChoices(by, { edition: edition.slug, version: digestOf(await read()), choices });
  const team = { key: "team", title: "团队", company: false };
  const photonics = { key: "photonics", title: "光电" };
  expect(await save({ tracks: [], groups: [{ key: "company", title: "企业", company: true }] })).toMatchObject({
    error: { type: "choice-in-use", keys: ["photonics", "team"] },
  });
  expect(await save({ tracks: [{ key: "bio", title: "生物医药" }, photonics], groups: [team] })).toMatchObject({
    ok: true,
  });
  expect(await read()).toEqual({
    tracks: [
      { key: "bio", title: "生物医药", titleEn: null },
      { key: "photonics", title: "光电", titleEn: null },
    ],
    groups: [{ key: "team", title: "团队", titleEn: null, company: false }],
  });
  expect(await save({ tracks: [photonics, photonics], groups: [team] })).toMatchObject({
    error: { type: "invalid-input", fields: [{ path: "choices.tracks.1.key", code: "twice" }] },
  });
});

test("eligibility is kept as rules; a group that is not there and a number that is none are refused where they stand", async () => {
  const { edition, by } = await scene();
  const rules = [{ key: "stake", kind: "leader-stake", least: "20", groups: ["company"] }];
  const version = eligibilityVersion([], []);
  const input = { edition: edition.slug, version, rules, requiredAttachments: ["business-plan"] };
  const wrong = (rule: object) => ({ ...input, rules: [{ ...rules[0], ...rule }] });
  expect(await saveEligibility(by, wrong({ groups: ["nobody"] }))).toMatchObject({
    error: { type: "invalid-input", fields: [{ path: "rules.0.groups", code: "unknown-group" }] },
  });
  expect(await saveEligibility(by, wrong({ least: "viel" }))).toMatchObject({
    error: { type: "invalid-input", fields: [{ path: "rules.0.least" }] },
  });
  const withTemplate = (statement: string) => ({ ...input, attachmentTemplates: { statement } });
  for (const address of ["javascript:alert(1)", "模板", "ftp://example.org/a.docx"])
    expect(await saveEligibility(by, withTemplate(address))).toMatchObject({
      error: { type: "invalid-input", fields: [{ path: "attachmentTemplates.statement" }] },
    });
  const template = "https://www.example.org/statement.docx";
  expect(await saveEligibility(by, withTemplate(template))).toMatchObject({ ok: true });
  expect(await found(edition.slug)).toMatchObject({
    eligibility: rules,
    requiredAttachments: ["business-plan"],
    attachmentTemplates: { statement: template },
  });
  expect(await saveEligibility(by, input)).toMatchObject({ error: { type: "stale-version" } });
});

test("nobody but the edition's organizers changes any of it", async () => {
  const { edition } = await scene();
  const other = await scene();
  const slug = { edition: edition.slug, version: "" };
  const strangers = [
    other.organizer,
    await makePerson(database.db),
    await makePerson(database.db, { grants: [{ role: "screener", editionId: edition.id }] }),
  ];
  for (const actor of strangers) {
    const by = { db: database.db, actor };
    const answers = [
      await updateEdition(by, { ...slug, basics: basics() }),
      await saveEditionPage(by, { ...slug, page: {} }),
      await saveChoices(by, { ...slug, choices: { tracks: [], groups: [] } }),
      await saveEligibility(by, { ...slug, rules: [], requiredAttachments: [] }),
    ];
    expect(answers).toEqual(answers.map(() => ({ ok: false, error: { type: "not-found" } })));
  }
});
