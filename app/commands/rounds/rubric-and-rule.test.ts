import { sql } from "kysely";
import { expect, test } from "vitest";
import { digestOf } from "~/primitives/canonical-json.ts";
import { defaultRubric, type RubricInput, rubricFormValues } from "~/rules/rounds/rubric.ts";
import { type Rule, rulePresets, ruleSchema } from "~/rules/standings/rule.ts";
import { findRubric } from "~db/queries/rounds/rubrics.ts";
import { findDeliberationSetting, findRule } from "~db/queries/standings/rules.ts";
import { makeEdition, makeHeat, makeRound, makeSheet } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { saveRubric } from "./save-rubric.ts";
import { saveRule } from "./save-rule.ts";

const database = testDatabase();
const empty = digestOf([]);
const none = digestOf(null);

async function emptyRound() {
  const { edition } = await makeEdition(database.db);
  const round = await makeRound(database.db, { editionId: edition.id, state: "screening" });
  const actor = await makePerson(database.db, { grants: [{ role: "organizer", editionId: edition.id }] });
  return { edition, round, by: { db: database.db, actor } };
}

/** A heat in judging with an organizer, and the first judge's sheet for the first entry. */
async function judgedHeat(state: "draft" | "submitted") {
  const heat = await makeHeat(database.db, { judges: 1, entries: 1 });
  const { round, entries, seats } = heat;
  const actor = await makePerson(database.db, { grants: [{ role: "organizer", roundId: round.id }] });
  const sheet = { roundId: round.id, entryId: entries[0]?.id ?? 0, judgeId: seats[0]?.id ?? 0 };
  const marks = { tech: 2550, market: 1800, business: 1700, team: 1600, landing: 900 };
  const { id } = await makeSheet(database.db, { ...sheet, marks, state });
  return {
    ...heat,
    sheetId: id,
    by: { db: database.db, actor },
    version: digestOf(await findRubric(database.db, round.id)),
  };
}

const written = rubricFormValues(defaultRubric);
const without = (key: string): RubricInput => written.filter((criterion) => criterion.key !== key);

test("a rubric is saved whole, and again with changes; its audit entry names it by digest", async () => {
  const { round, by } = await emptyRound();
  const first = await saveRubric(by, { round: round.slug, version: empty, criteria: written });
  expect(first).toEqual({ ok: true, value: { version: digestOf(defaultRubric) } });
  expect(await findRubric(database.db, round.id)).toEqual(defaultRubric);
  const [tech, ...others] = without("team");
  const next = [
    ...others,
    { ...tech, key: "tech", label: "技术", labelEn: "", max: "50", step: "1", factor: "0.60", bands: [] },
  ];
  const second = await saveRubric(by, { round: round.slug, version: digestOf(defaultRubric), criteria: next });
  expect(second.ok).toBe(true);
  const saved = await findRubric(database.db, round.id);
  expect(saved.map((each) => each.key)).toEqual(["market", "business", "landing", "tech"]);
  expect(saved[3]).toEqual({
    key: "tech",
    label: "技术",
    labelEn: null,
    max: 5000,
    step: 100,
    factor: "0.6",
    bands: [],
  });
  expect(second.ok && second.value.version).toBe(digestOf(saved));
  const audit = await database.db
    .selectFrom("auditEntries")
    .select(["command", "facts"])
    .where("roundId", "=", round.id)
    .execute();
  expect(audit.map((entry) => entry.command)).toEqual(["save-rubric", "save-rubric"]);
  expect(audit[1]?.facts).toMatchObject({ rubric: digestOf(saved), discarded: 0 });
});

test.each<[string, Rule]>(Object.entries<Rule>(rulePresets))(
  "the rule %s is saved and read back the same",
  async (_, preset) => {
    const { round, by } = await emptyRound();
    await saveRubric(by, { round: round.slug, version: empty, criteria: written });
    const rule = ruleSchema.parse({
      ...preset,
      places: { total: 3 },
      ties: [...preset.ties, "criterion:team"],
      groups: "separate",
    });
    expect((await saveRule(by, { round: round.slug, version: none, rule })).ok).toBe(true);
    expect(await findRule(database.db, round.id)).toEqual(rule);
  },
);

test("a rule cannot part ties by a criterion that the rubric lacks, nor can the rubric lose one that the rule needs", async () => {
  const { round, by } = await emptyRound();
  const rule = { ...rulePresets.mean, ties: ["vote", "criterion:team"] };
  expect(await saveRule(by, { round: round.slug, version: none, rule })).toMatchObject({
    error: { type: "invalid-input", fields: [{ path: "rule.ties.1", code: "unknown-criterion" }] },
  });
  await saveRubric(by, { round: round.slug, version: empty, criteria: written });
  expect((await saveRule(by, { round: round.slug, version: none, rule })).ok).toBe(true);
  const loses = { round: round.slug, version: digestOf(defaultRubric), criteria: without("team") };
  expect(await saveRubric(by, loses)).toEqual({ ok: false, error: { type: "criterion-in-ties", keys: ["team"] } });
  expect(await findRubric(database.db, round.id)).toEqual(defaultRubric);
});

test("a rule of places in each criterion and a rubric whose factors differ refuse each other, whichever comes second", async () => {
  const { round, by } = await emptyRound();
  const rule = { ...rulePresets.mean, placings: { method: "skating" as const } };
  const weighed = written.map((criterion, at) => (at === 1 ? { ...criterion, factor: "2" } : criterion));
  const save = (version: string, criteria: typeof written) => saveRubric(by, { round: round.slug, version, criteria });
  await save(empty, weighed);
  expect(await saveRule(by, { round: round.slug, version: none, rule })).toMatchObject({
    error: { type: "invalid-input", fields: [{ path: "rule.placings", code: "factors-differ" }] },
  });
  await save(digestOf(await findRubric(database.db, round.id)), written);
  const deliberation = { method: "range" as const, threshold: 10, hidesJudges: false };
  expect((await saveRule(by, { round: round.slug, version: none, rule, deliberation })).ok).toBe(true);
  expect(await findDeliberationSetting(database.db, round.id)).toBeNull();
  const before = await findRubric(database.db, round.id);
  expect(await save(digestOf(before), weighed)).toMatchObject({
    error: { type: "invalid-input", fields: [{ path: "criteria.1.factor", code: "factors-differ" }] },
  });
  expect(await findRubric(database.db, round.id)).toEqual(before);
});

test("of two organizers who save at once the second is told that the first was there", async () => {
  const { round, by, edition } = await emptyRound();
  const other = await makePerson(database.db, { grants: [{ role: "organizer", editionId: edition.id }] });
  const [one, two] = await Promise.all([
    saveRubric(by, { round: round.slug, version: empty, criteria: written }),
    saveRubric({ ...by, actor: other }, { round: round.slug, version: empty, criteria: without("team") }),
  ]);
  expect([one.ok, two.ok].sort()).toEqual([false, true]);
  expect(one.ok ? two : one).toMatchObject({ error: { type: "stale-version" } });
  expect((await findRubric(database.db, round.id)).length).toBe(one.ok ? 5 : 4);

  const [three, four] = await Promise.all([
    saveRule(by, { round: round.slug, version: none, rule: rulePresets.mean }),
    saveRule({ ...by, actor: other }, { round: round.slug, version: none, rule: rulePresets.median }),
  ]);
  expect([three.ok, four.ok].sort()).toEqual([false, true]);
  expect((await findRule(database.db, round.id))?.combine.method).toBe(three.ok ? "mean" : "median");
});

test("from the first submitted sheet on both commands are refused", async () => {
  const { round, by, version } = await judgedHeat("submitted");
  expect(await saveRubric(by, { round: round.slug, version, criteria: written })).toMatchObject({
    error: { type: "rule-frozen" },
  });
  const rule = { round: round.slug, version: digestOf(await findRule(database.db, round.id)), rule: rulePresets.mean };
  expect(await saveRule(by, rule)).toMatchObject({ error: { type: "rule-frozen" } });
});

const ofRound = (id: number) => sql`round_id = ${id}`;
const bandsOf = (id: number) => sql`criterion_id in (select id from criteria where ${ofRound(id)})`;

test.each([
  ["a criterion's maximum", (id: number) => sql`update criteria set max = 4000 where key = 'tech' and ${ofRound(id)}`],
  ["a criterion's label", (id: number) => sql`update criteria set label = 'x' where ${ofRound(id)}`],
  [
    "a further criterion",
    (id: number) =>
      sql`insert into criteria (round_id, key, label, position, max, step) values (${id}, 'new', 'new', 9, 100, 1)`,
  ],
  ["a criterion gone", (id: number) => sql`delete from criteria where ${ofRound(id)}`],
  ["a band's guidance", (id: number) => sql`update bands set guidance = 'x' where ${bandsOf(id)}`],
  ["a band gone", (id: number) => sql`delete from bands where ${bandsOf(id)}`],
  ["the rule's places", (id: number) => sql`update rules set places_total = 1 where ${ofRound(id)}`],
  ["the rule gone", (id: number) => sql`delete from rules where ${ofRound(id)}`],
  ["a tie step", (id: number) => sql`insert into tie_steps (round_id, position, step) values (${id}, 9, 'vote')`],
])("from the first submitted sheet on the database itself refuses %s", async (_, change) => {
  const { round } = await judgedHeat("submitted");
  await expect(change(round.id).execute(database.db)).rejects.toMatchObject({ code: "CD005" });
});

test("the database allows the same while there are drafts only", async () => {
  const { round } = await judgedHeat("draft");
  await sql`update rules set places_total = 1 where ${ofRound(round.id)}`.execute(database.db);
  expect((await findRule(database.db, round.id))?.places.total).toBe(1);
});

test("while there are drafts only, words change freely, and marks go only when that was said", async () => {
  const { round, by, sheetId, version } = await judgedHeat("draft");
  const relabelled = written.map((each) => ({ ...each, label: `${each.label}!` }));
  const first = await saveRubric(by, { round: round.slug, version, criteria: relabelled });
  expect(first.ok).toBe(true);
  const sheet = () =>
    database.db.selectFrom("sheets").select("version").where("id", "=", sheetId).executeTakeFirstOrThrow();
  const marks = () => database.db.selectFrom("marks").select("mark").where("sheetId", "=", sheetId).execute();
  expect([(await sheet()).version, (await marks()).length]).toEqual([1, 5]);

  const change = {
    round: round.slug,
    version: first.ok ? first.value.version : "",
    criteria: relabelled
      .filter((each) => each.key !== "team")
      .map((each) => (each.key === "tech" ? { ...each, max: "40" } : each)),
  };
  expect(await saveRubric(by, change)).toEqual({ ok: false, error: { type: "marks-in-drafts", marks: 2 } });
  expect((await saveRubric(by, { ...change, discardDraftMarks: true })).ok).toBe(true);
  expect([(await sheet()).version, (await marks()).length]).toEqual([2, 3]);
});

test("nobody but an organizer of the round gets in, and a round not theirs is a round that is not there", async () => {
  const { round, edition, by } = await emptyRound();
  const elsewhere = await makeEdition(database.db);
  const strangers = [
    await makePerson(database.db),
    ...(await Promise.all(
      (["scorer", "supervisor", "judge"] as const).map((role) =>
        makePerson(database.db, { grants: [{ role, editionId: edition.id }] }),
      ),
    )),
    await makePerson(database.db, { grants: [{ role: "organizer", editionId: elsewhere.edition.id }] }),
  ];
  for (const actor of strangers) {
    const asked = { db: database.db, actor };
    expect(await saveRubric(asked, { round: round.slug, version: empty, criteria: written })).toMatchObject({
      error: { type: "not-found" },
    });
    expect(await saveRule(asked, { round: round.slug, version: none, rule: rulePresets.mean })).toMatchObject({
      error: { type: "not-found" },
    });
  }
  expect(await saveRubric(by, { round: "nowhere", version: empty, criteria: written })).toMatchObject({
    error: { type: "not-found" },
  });
  expect(await findRubric(database.db, round.id)).toEqual([]);
});

test("bad fields are named by their place", async () => {
  const { round, by } = await emptyRound();
  const answer = await saveRubric(by, {
    round: round.slug,
    version: empty,
    criteria: [{ ...written[0], max: "none" }],
  });
  expect(answer).toMatchObject({
    error: { type: "invalid-input", fields: [{ path: "criteria.0.max", code: "not-points" }] },
  });
});

test("reading rubric and rule takes one query each, whatever their size", async () => {
  const { round } = await makeHeat(database.db, { rubric: defaultRubric.slice(0, 1) });
  const { round: larger } = await makeHeat(database.db);
  for (const { id } of [round, larger]) {
    expect((await database.queriesOf(() => findRubric(database.db, id))).queries).toHaveLength(1);
    expect((await database.queriesOf(() => findRule(database.db, id))).queries).toHaveLength(1);
  }
});
