import { expect, test } from "vitest";
import { digestOf } from "~/primitives/canonical-json.ts";
import { roundFormValues } from "~/rules/rounds/round-basics.ts";
import { findSetup } from "~db/queries/rounds/round-setup.ts";
import { findBasics, findDeskEditions, findDeskRounds, findRound } from "~db/queries/rounds/rounds.ts";
import { makeEdition, makeHeat, makeRound, makeSheet } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { createRound } from "./create-round.ts";
import { updateRound } from "./update-round.ts";

const database = testDatabase();
let made = 0;

async function emptyEdition() {
  const { edition } = await makeEdition(database.db);
  const actor = await makePerson(database.db, { grants: [{ role: "organizer", editionId: edition.id }] });
  return { edition, by: { db: database.db, actor } };
}

const basics = (more: object = {}) => ({
  slug: `tour-${++made}`,
  kind: "heat",
  title: "深圳城市赛",
  titleEn: "Shenzhen heat",
  track: "photonics",
  city: "深圳",
  startsAt: "2026-12-01T09:00",
  capacity: 20,
  ...more,
});
const versionOf = async (roundId: number) => digestOf(roundFormValues(await findBasics(database.db, roundId)));

test("a round is made as a draft, its start an instant on the clocks of its zone", async () => {
  const { edition, by } = await emptyEdition();
  const input = basics({ timeZone: "Europe/Berlin" });
  expect(await createRound(by, { edition: edition.slug, basics: input })).toEqual({
    ok: true,
    value: { slug: input.slug },
  });
  expect(await findRound(database.db, input.slug)).toMatchObject({
    state: "draft",
    trackTitle: "光电通信",
    startsAt: new Date("2026-12-01T08:00:00Z"),
    capacity: 20,
    pitchMinutes: 8,
    defenceMinutes: 7,
    venue: null,
  });
  const { id } = (await findRound(database.db, input.slug)) ?? { id: 0 };
  expect(roundFormValues(await findBasics(database.db, id))).toMatchObject({
    startsAt: "2026-12-01T09:00",
    track: "photonics",
  });
});

test.each([
  ["an address that is none", { slug: "Shen Zhen" }, "basics.slug"],
  ["no title", { title: "" }, "basics.title"],
  ["a zone that is none", { timeZone: "Huzhou" }, "basics.timeZone"],
  ["a start that is none", { startsAt: "2026-02-30T09:00" }, "basics.startsAt"],
  ["no places", { capacity: 0 }, "basics.capacity"],
  ["a pitch of two hours", { pitchMinutes: 120 }, "basics.pitchMinutes"],
  ["a track of no edition", { track: "alchemy" }, "basics.track"],
])("%s is refused at its field", async (_, flaw, path) => {
  const { edition, by } = await emptyEdition();
  expect(await createRound(by, { edition: edition.slug, basics: basics(flaw) })).toMatchObject({
    error: { type: "invalid-input", fields: [{ path }] },
  });
});

test("an address belongs to one round", async () => {
  const { edition, by } = await emptyEdition();
  const first = basics();
  await createRound(by, { edition: edition.slug, basics: first });
  expect(await createRound(by, { edition: edition.slug, basics: { ...first, title: "x" } })).toMatchObject({
    error: { type: "slug-taken" },
  });
  const other = basics();
  await createRound(by, { edition: edition.slug, basics: other });
  const { id } = (await findRound(database.db, other.slug)) ?? { id: 0 };
  const renamed = { round: other.slug, version: await versionOf(id), basics: { ...other, slug: first.slug } };
  expect(await updateRound(by, renamed)).toMatchObject({ error: { type: "slug-taken" } });
});

test("basics change; the address and the kind only while the round is a draft", async () => {
  const { edition, by } = await emptyEdition();
  const round = await makeRound(database.db, { editionId: edition.id, state: "draft" });
  const next = basics({ kind: "final", venue: "前海会议中心" });
  const first = await updateRound(by, { round: round.slug, version: await versionOf(round.id), basics: next });
  expect(first).toMatchObject({ ok: true, value: { slug: next.slug, version: await versionOf(round.id) } });
  await database.db.updateTable("rounds").set({ state: "screening" }).where("id", "=", round.id).execute();
  const version = await versionOf(round.id);
  const moved = { round: next.slug, version, basics: { ...next, slug: "elsewhere" } };
  expect(await updateRound(by, moved)).toMatchObject({ error: { type: "fixed-after-draft" } });
  expect(await updateRound(by, { round: next.slug, version, basics: { ...next, kind: "heat" } })).toMatchObject({
    error: { type: "fixed-after-draft" },
  });
  expect((await updateRound(by, { round: next.slug, version, basics: { ...next, city: null } })).ok).toBe(true);
  expect(await findBasics(database.db, round.id)).toMatchObject({ city: null, venue: "前海会议中心" });
});

test("of two organizers who save at once the second is told that the first was there", async () => {
  const { edition, by } = await emptyEdition();
  const round = await makeRound(database.db, { editionId: edition.id });
  const version = await versionOf(round.id);
  const answers = await Promise.all(
    ["甲", "乙"].map((title) =>
      updateRound(by, { round: round.slug, version, basics: basics({ slug: round.slug, title }) }),
    ),
  );
  expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
  expect(answers.find((answer) => !answer.ok)).toMatchObject({ error: { type: "stale-version" } });
});

test("an organizer of one round cannot make another, and other roles nothing", async () => {
  const { edition } = await emptyEdition();
  const round = await makeRound(database.db, { editionId: edition.id });
  const ofRound = await makePerson(database.db, { grants: [{ role: "organizer", roundId: round.id }] });
  const scorer = await makePerson(database.db, { grants: [{ role: "scorer", editionId: edition.id }] });
  for (const actor of [ofRound, scorer]) {
    expect(await createRound({ db: database.db, actor }, { edition: edition.slug, basics: basics() })).toMatchObject({
      error: { type: "not-found" },
    });
  }
  const change = { round: round.slug, version: await versionOf(round.id), basics: basics({ slug: round.slug }) };
  expect(await updateRound({ db: database.db, actor: scorer }, change)).toMatchObject({ error: { type: "not-found" } });
  expect((await updateRound({ db: database.db, actor: ofRound }, change)).ok).toBe(true);
});

test("the desk lists what a person has a role in, and nothing else", async () => {
  const here = await emptyEdition();
  const there = await emptyEdition();
  const rounds = [];
  for (const editionId of [here.edition.id, here.edition.id, there.edition.id])
    rounds.push(await makeRound(database.db, { editionId }));
  const slugs = (from: { slug: string }[]) => from.map((each) => each.slug).sort();
  const lists = async (grants: Parameters<typeof findDeskRounds>[1]["grants"]) => [
    slugs(await findDeskRounds(database.db, { grants })),
    slugs(await findDeskEditions(database.db, { grants })),
  ];
  const [first, second, third] = rounds.map((round) => round.slug);
  expect(await lists(here.by.actor.grants)).toEqual([[first, second].sort(), [here.edition.slug]]);
  expect(await lists([{ role: "scorer", editionId: null, roundId: rounds[2]?.id ?? 0 }])).toEqual([
    [third],
    [there.edition.slug],
  ]);
  expect(await lists([{ role: "judge", editionId: here.edition.id, roundId: null }])).toEqual([[], []]);
  expect(await lists([])).toEqual([[], []]);
  const [all] = await lists([{ role: "organizer", editionId: null, roundId: null }]);
  expect(all).toEqual(expect.arrayContaining([first, second, third]));
});

test("how far a round has got", async () => {
  const { round, entries, seats } = await makeHeat(database.db, { judges: 3, entries: 4 });
  await database.db
    .updateTable("panelMembers")
    .set({ removedAt: new Date() })
    .where("id", "=", seats[2]?.id ?? 0)
    .execute();
  await database.db
    .updateTable("entries")
    .set({ runningOrder: null })
    .where("id", "=", entries[3]?.id ?? 0)
    .execute();
  const before = {
    criteria: 5,
    hasRule: true,
    ties: [],
    judges: 2,
    hasHead: true,
    panels: {
      names: [],
      seats: [
        { panel: null, kind: null, head: true },
        { panel: null, kind: null, head: false },
      ],
      unplaced: 4,
      kinds: [],
      composition: {},
      coefficient: false,
    },
    trimAtLeast: 5,
    entries: 4,
    ordered: 3,
    undrawn: 1,
    applications: 0,
    waiting: 0,
    sheets: 0,
    kind: "heat",
    review: null,
    uncut: 0,
    registrationEndsAt: expect.any(Date),
    isEditionDraft: false,
    objections: 0,
    frozenAt: null,
  };
  expect(await findSetup(database.db, round.id)).toEqual(before);
  const sheet = { roundId: round.id, judgeId: seats[0]?.id ?? 0, marks: { tech: 100 } };
  await makeSheet(database.db, { ...sheet, entryId: entries[0]?.id ?? 0, state: "draft" });
  expect(await findSetup(database.db, round.id)).toEqual({ ...before, sheets: 1 });
  await makeSheet(database.db, { ...sheet, entryId: entries[1]?.id ?? 0 });
  expect(await findSetup(database.db, round.id)).toEqual({ ...before, sheets: 2, frozenAt: expect.any(Date) });
});

test.each([1, 3])("the desk of %i rounds takes two queries, the set-up of a round one", async (count) => {
  const { edition, by } = await emptyEdition();
  for (let n = 0; n < count; n++) await makeHeat(database.db, { editionId: edition.id });
  const { answer, queries } = await database.queriesOf(async () => [
    await findDeskEditions(database.db, by.actor),
    await findDeskRounds(database.db, by.actor),
  ]);
  expect([answer[1]?.length, queries.length]).toEqual([count, 2]);
  const roundId = (await findDeskRounds(database.db, by.actor))[0]?.id ?? 0;
  expect((await database.queriesOf(() => findSetup(database.db, roundId))).queries).toHaveLength(1);
});
