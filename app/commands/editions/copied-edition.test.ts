import { expect, test } from "vitest";
import * as newEdition from "~/routes/organize/editions/new-edition.tsx";
import { pagesOf } from "~/testing/pages.ts";
import { basicsOf, findEditionChoices, noticeSettingsOf } from "~db/queries/editions/edition-settings.ts";
import { findEdition } from "~db/queries/editions/editions.ts";
import { findPanel } from "~db/queries/rounds/panels.ts";
import { findRubric } from "~db/queries/rounds/rubrics.ts";
import { findRule } from "~db/queries/standings/rules.ts";
import { makeEdition, makeHeat, makeRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { createEdition } from "./create-edition.ts";

const database = testDatabase();
const at = new Date("2026-11-20T01:00:00Z");
let made = 0;

/** An edition with everything settled once, with a heat, its rehearsal and a final. */
async function settledEdition() {
  const { edition } = await makeEdition(database.db, { title: "第六届大赛", titleEn: "The 6th contest" });
  const organizer = await makePerson(database.db, { grants: [{ role: "organizer" }] });
  const title = "第六届上海城市赛";
  const heat = await makeHeat(database.db, { editionId: edition.id, entries: 2, state: "closed", title });
  await makeRound(database.db, { editionId: edition.id, state: "ready", rehearsalOfId: heat.round.id });
  const final = await makeRound(database.db, { editionId: edition.id, kind: "final", state: "screening" });
  const exception = { heat: heat.round.slug, group: null, places: 5 };
  const advancement = { ...rule, exceptions: [exception] };
  await database.db
    .updateTable("editions")
    .set({
      ordinal: 6,
      eligibility: [{ key: "age", kind: "leader-age", most: 55, on: "2026-12-31" }] as never,
      page: { prizes: [{ scope: "heat", title: "一等奖" }], milestones: [{ on: "2026-09-01", title: "启动" }] },
      requiredAttachments: ["business-plan"],
      noticeWorkingDays: 7,
      disciplineLine: "0572-1234567",
      advancement,
    })
    .where("id", "=", edition.id)
    .execute();
  await database.db
    .insertInto("mailTexts")
    .values({
      editionId: edition.id,
      template: "decision",
      locale: "zh-CN",
      subject: "结果",
      body: "您好",
      editedById: organizer.id,
    })
    .execute();
  return { edition, heat, final, by: { db: database.db, actor: organizer, at } };
}

const rule = {
  places: 3,
  byGroup: false,
  exceptions: [],
  ties: "all" as const,
  wildcards: null,
  substitutes: true,
  afterNotice: true,
};
const next = () => ({ slug: `next-${process.pid}-${++made}`, ordinal: 7, title: "第七届大赛", state: "draft" });
const found = async (slug: string) => {
  const edition = await findEdition(database.db, slug);
  if (!edition) throw new Error(`no edition ${slug}`);
  return edition;
};
const roundsOf = (editionId: number) =>
  database.db.selectFrom("rounds").selectAll().where("editionId", "=", editionId).orderBy("id").execute();

test("an edition that begins from an earlier one has all that was settled once, and its own name and dates", async () => {
  const { edition, by } = await settledEdition();
  const basics = next();
  expect(await createEdition(by, { basics, from: edition.slug })).toMatchObject({ ok: true });
  const earlier = await found(edition.slug);
  const made = await found(basics.slug);
  expect(basicsOf(made)).toMatchObject({
    title: "第七届大赛",
    state: "draft",
    applyOpensAt: null,
    applyClosesAt: null,
  });
  expect(await findEditionChoices(database.db, made.id)).toEqual(await findEditionChoices(database.db, edition.id));
  expect(made.eligibility).toEqual(earlier.eligibility);
  expect(made.requiredAttachments).toEqual(["business-plan"]);
  expect(noticeSettingsOf(made)).toEqual(noticeSettingsOf(earlier));
  expect(made.page).toMatchObject({ prizes: [{ title: "一等奖" }], milestones: [] });
  expect(made.advancement).toEqual(rule);
  const texts = database.db
    .selectFrom("mailTexts")
    .select(["template", "subject", "body"])
    .where("editionId", "=", made.id);
  expect(await texts.execute()).toEqual([{ template: "decision", subject: "结果", body: "您好" }]);
  expect(await roundsOf(made.id)).toEqual([]);
});

test("its rounds come along as drafts without a date, with rubric, rule and the people of their panels, uninvited", async () => {
  const { edition, heat, final, by } = await settledEdition();
  const basics = next();
  await createEdition(by, { basics, from: edition.slug, rounds: true, panels: true });
  const made = await found(basics.slug);
  const rounds = await roundsOf(made.id);
  expect(rounds).toMatchObject([
    {
      slug: `${heat.round.slug}-${basics.slug}`,
      title: "第七届上海城市赛",
      state: "draft",
      startsAt: null,
      city: "上海",
    },
    { slug: `${final.slug}-${basics.slug}`, kind: "final", state: "draft", rehearsalOfId: null },
  ]);
  const id = rounds[0]?.id ?? 0;
  expect(await findRubric(database.db, id)).toEqual(await findRubric(database.db, heat.round.id));
  expect(await findRule(database.db, id)).toEqual(await findRule(database.db, heat.round.id));
  const panel = await findPanel(database.db, id, at);
  expect(panel.map(({ key, email, head, invitation }) => [key, email, head, invitation])).toEqual(
    heat.seats.map(({ key, actor }, place) => [key, actor.email, place === 0, null]),
  );
  // What the rule said of a heat it says of the one that took its place
  expect(made.advancement?.exceptions).toEqual([{ heat: rounds[0]?.slug, group: null, places: 5 }]);
  // A second one of the same name finds its addresses taken, and others
  await createEdition(by, { basics: next(), from: edition.slug, rounds: true });
});

test("the form is filled in from the earlier edition, one number on and without its dates", async () => {
  const { edition, by } = await settledEdition();
  const page = pagesOf({ "/organize/new-edition": newEdition });
  const shown = await (await page(`/organize/new-edition?from=${edition.slug}`, by)).text();
  expect(shown).toMatch(/name="title"[^>]*value="第七届大赛"/);
  expect(shown).toMatch(/name="titleEn"[^>]*value="The 7th contest"/);
  expect(shown).toMatch(/name="slug"[^>]*value="7"/);
  expect(shown).toMatch(/name="applyOpensAt"[^>]*value=""/);
  const basics = next();
  const form = {
    from: edition.slug,
    rounds: "on",
    slug: basics.slug,
    ordinal: "7",
    title: "第七届大赛",
    state: "draft",
  };
  const answer = await page("/organize/new-edition", { ...by, form: { ...form, rolesMayFallTogether: "none" } });
  expect([answer.status, answer.headers.get("location")]).toEqual([303, "/organize"]);
  expect(await roundsOf((await found(basics.slug)).id)).toHaveLength(2);
});

test("an earlier edition that is not there is no pattern", async () => {
  const { by } = await settledEdition();
  expect(await createEdition(by, { basics: next(), from: "nowhere" })).toMatchObject({ error: { type: "not-found" } });
});
