import { expect, test } from "vitest";
import { planShortlist, type ShortlistChoice } from "~/rules/review/shortlist.ts";
import { findShortlistTask } from "~db/queries/review/shortlists.ts";
import { makeRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { makeClosedReview } from "~db/seed/factories/reviews.ts";
import { testDatabase } from "~db/testing/database.ts";
import { shortlistHeats, shortlistIntoHeats } from "./shortlist-into-heats.ts";

const database = testDatabase();

async function closedReview(totals: number[]) {
  const review = await makeClosedReview(database.db, { totals });
  const { db } = database;
  const other = await makeRound(db, { editionId: review.edition.id, state: "screening", capacity: 2 });
  const wish = async (at: number, roundId: number | null) =>
    await db
      .updateTable("applications")
      .set({ wishedRoundId: roundId })
      .where("id", "=", review.applications[at]?.id ?? 0)
      .execute();
  const choiceOf = (given: Partial<ShortlistChoice> = {}): ShortlistChoice => ({
    into: null,
    byGroup: false,
    ties: "all",
    others: "waiting",
    places: { [review.heat.slug]: 2, [other.slug]: 1 },
    ...given,
  });
  const preview = async (given?: Partial<ShortlistChoice>) => {
    const { candidates, targets } = await findShortlistTask(db, review.round);
    return planShortlist(candidates, shortlistHeats(targets), choiceOf(given));
  };
  const cut = async (given?: Partial<ShortlistChoice>, digest?: string, actor = review.organizer) =>
    await shortlistIntoHeats(
      { db, actor },
      {
        round: review.round.slug,
        choice: choiceOf(given),
        reason: "初评未入围",
        digest: digest ?? (await preview(given)).digest,
      },
    );
  const standing = async () => {
    const rows = await db
      .selectFrom("applications")
      .leftJoin("rounds", "rounds.id", "applications.roundId")
      .where("applications.editionId", "=", review.edition.id)
      .select(["applications.id", "applications.state", "announcedState", "announcedRoundId", "rounds.slug"])
      .orderBy("applications.id")
      .execute();
    return rows.map(({ state, slug }) => `${state} ${slug}`);
  };
  return { ...review, other, wish, preview, cut, standing };
}

test("the first go into the heats they wish for, the others wait; the review keeps its entries", async () => {
  const made = await closedReview([70, 90, 80, 60, 50]);
  await made.wish(3, made.other.id);
  await made.wish(4, made.other.id);
  const { heat, other, round } = made;
  expect(await made.cut()).toEqual({ ok: true, value: { qualified: 3, others: 2, unplaced: 0 } });
  expect(await made.standing()).toEqual([
    `waiting ${heat.slug}`,
    `qualified ${heat.slug}`,
    `qualified ${heat.slug}`,
    `qualified ${other.slug}`,
    `waiting ${other.slug}`,
  ]);
  const entries = await database.db
    .selectFrom("entries")
    .innerJoin("rounds", "rounds.id", "entries.roundId")
    .select(["rounds.slug", "entries.key", "entries.applicationId"])
    .where("rounds.editionId", "=", made.edition.id)
    .orderBy("entries.id")
    .execute();
  const [, second, third, fourth] = made.applications;
  expect(entries.filter(({ slug }) => slug === round.slug)).toHaveLength(5);
  // In the order of the standings: 90 before 80
  expect(entries.filter(({ slug }) => slug === heat.slug)).toEqual([
    { slug: heat.slug, key: "1", applicationId: second?.id },
    { slug: heat.slug, key: "2", applicationId: third?.id },
  ]);
  expect(entries.filter(({ slug }) => slug === other.slug)).toEqual([
    { slug: other.slug, key: "1", applicationId: fourth?.id },
  ]);
});

test("nobody is told before the mails are released: they wait, one an application, and what was announced stands", async () => {
  const made = await closedReview([90, 80, 70]);
  await made.cut({ others: "ineligible" });
  const ids = made.applications.map(({ id }) => id);
  const mails = await database.db
    .selectFrom("mails")
    .select(["template", "state", "applicationId"])
    .where("applicationId", "in", ids)
    .orderBy("applicationId")
    .execute();
  expect(mails.map(({ template, state }) => `${template} ${state}`)).toEqual([
    "review-passed pending",
    "review-passed pending",
    "review-not-passed pending",
  ]);
  const rows = await database.db
    .selectFrom("applications")
    .select(["announcedState", "announcedRoundId"])
    .where("id", "in", ids)
    .execute();
  expect(rows).toEqual(ids.map(() => ({ announcedState: "qualified", announcedRoundId: made.round.id })));
  const decisions = await database.db
    .selectFrom("screeningDecisions")
    .select(["decision", "reason"])
    .where("applicationId", "=", ids[2] ?? 0)
    .execute();
  expect(decisions).toEqual([{ decision: "ineligible", reason: "初评未入围" }]);
});

test("the mails of a cut speak of the review, not of eligibility, which everybody had", async () => {
  const made = await closedReview([90, 80, 70]);
  await made.cut({ places: { [made.heat.slug]: 1 } });
  const ids = made.applications.map(({ id }) => id);
  const mails = await database.db
    .selectFrom("mails")
    .selectAll()
    .where("applicationId", "in", ids)
    .orderBy("applicationId")
    .execute();
  expect(mails.map(({ template, announces }) => [template, announces])).toEqual([
    ["review-passed", "qualified"],
    ["review-waiting", "waiting"],
    ["review-waiting", "waiting"],
  ]);
});

test("who shares the line goes on together or not at all", async () => {
  const all = await closedReview([90, 80, 80, 70]);
  expect((await all.preview()).lines[0]?.shared).toHaveLength(2);
  expect(await all.cut()).toMatchObject({ value: { qualified: 3, others: 1 } });
  const none = await closedReview([90, 80, 80, 70]);
  expect(await none.cut({ ties: "none" })).toMatchObject({ value: { qualified: 1, others: 3 } });
});

test("a heat that has no room for all takes nobody, and no other heat does", async () => {
  const made = await closedReview([90, 80, 80, 70]);
  for (const at of [0, 1, 2]) await made.wish(at, made.other.id);
  const before = await made.standing();
  const answer = await made.cut({ places: { [made.heat.slug]: 1, [made.other.slug]: 2 } });
  expect(answer).toEqual({ ok: false, error: { type: "heat-full", capacity: 2 } });
  expect(await made.standing()).toEqual(before);
});

test.each<[string, (made: Awaited<ReturnType<typeof closedReview>>) => Promise<unknown>]>([
  ["somebody withdrew", (made) => withdraw(made.applications[0]?.id)],
  ["somebody wishes for another heat", (made) => made.wish(0, made.other.id)],
  [
    "a place was taken",
    (made) => database.db.insertInto("entries").values({ roundId: made.heat.id, key: "9", title: "插队" }).execute(),
  ],
])("a preview is refused once %s", async (_, change) => {
  const made = await closedReview([90, 80, 70]);
  const { digest } = await made.preview();
  await change(made);
  expect(await made.cut({}, digest)).toEqual({ ok: false, error: { type: "stale-preview" } });
});

test("who withdrew is no candidate; who has no heat to go to stays, and can be cut into one by name", async () => {
  const made = await closedReview([90, 80, 70]);
  await withdraw(made.applications[0]?.id);
  await made.wish(1, null);
  expect(await made.cut()).toMatchObject({ value: { qualified: 1, others: 0, unplaced: 1 } });
  expect(await made.cut({ into: made.other.slug })).toMatchObject({ value: { qualified: 1, others: 0, unplaced: 0 } });
  expect(await made.cut({}, "0".repeat(64))).toEqual({ ok: false, error: { type: "round-not-open" } });
});

test("an open review has no line yet, and only an organizer of the edition draws it", async () => {
  const made = await closedReview([90, 80]);
  const scorer = await makePerson(database.db, { grants: [{ role: "scorer", editionId: made.edition.id }] });
  expect(await made.cut({}, undefined, scorer)).toEqual({ ok: false, error: { type: "not-found" } });
  await database.db.updateTable("rounds").set({ state: "judging" }).where("id", "=", made.round.id).execute();
  expect(await made.cut()).toEqual({ ok: false, error: { type: "round-not-open" } });
});

test.each([1, 3])("with %i applications a cut is previewed by as many questions as ever", async (count) => {
  const made = await closedReview(Array.from({ length: count }, (_, at) => 90 - at));
  const { queries } = await database.queriesOf(() => findShortlistTask(database.db, made.round));
  expect(queries).toHaveLength(3);
});

async function withdraw(id = 0) {
  const at = new Date();
  const columns = { state: "withdrawn", withdrawnAt: at, withdrawnReason: "另有安排" };
  await database.db.updateTable("applications").set(columns).where("id", "=", id).execute();
}
