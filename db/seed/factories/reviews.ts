import type { DraftAnswers } from "~/rules/applications/application.ts";
import type { ReviewSettings } from "~/rules/review/review-settings.ts";
import type { RoundState } from "~/rules/rounds/round.ts";
import type { Db } from "../../client.ts";
import { makeApplication } from "./applications.ts";
import { makeEdition, makeHeat, makeRound, makeSheet } from "./heats.ts";
import { makePerson } from "./many-applications.ts";

/**
 * A preliminary round with its settings (default: one review an application, nothing hidden), a panel, an organizer of its edition, and a
 * qualified application for each of the `answers` given, all of them wishing for the heat beside it. Nobody is assigned.
 */
export async function makeReview(
  db: Db,
  given: {
    judges?: number;
    answers?: DraftAnswers[];
    settings?: Partial<ReviewSettings>;
    state?: RoundState;
  } = {},
) {
  const { edition, track, groups } = await makeEdition(db);
  const editionId = edition.id;
  const { round: made, ...panel } = await makeHeat(db, {
    editionId,
    judges: given.judges ?? 3,
    entries: 0,
    state: given.state ?? "judging",
  });
  const round = { ...made, kind: "preliminary" as const };
  await db.updateTable("rounds").set({ kind: round.kind }).where("id", "=", round.id).execute();
  const {
    perEntry = 1,
    blindFields = [],
    sameEmployer = true,
    sameSchool = true,
    sameRecommender = true,
  } = given.settings ?? {};
  const settings = { blindFields, sameEmployer, sameSchool, sameRecommender };
  await db
    .insertInto("reviewSettings")
    .values({ roundId: round.id, reviewsPerEntry: perEntry, ...settings })
    .execute();
  const heat = await makeRound(db, { editionId, state: "screening", capacity: 20 });
  const applications: Awaited<ReturnType<typeof makeApplication>>[] = [];
  for (const answers of given.answers ?? [{}, {}, {}])
    applications.push(
      await makeApplication(db, {
        editionId,
        answers,
        roundId: round.id,
        trackId: track.id,
        groupId: groups.team.id,
        state: "qualified",
      }),
    );
  await db.updateTable("applications").set({ wishedRoundId: heat.id }).where("roundId", "=", round.id).execute();
  const entries = await db
    .selectFrom("entries")
    .select(["id", "key", "title", "applicationId"])
    .where("roundId", "=", round.id)
    .orderBy("id")
    .execute();
  const organizer = await makePerson(db, { grants: [{ role: "organizer", editionId }] });
  return { ...panel, edition, track, groups, round, heat, applications, entries, organizer };
}

/** Assigns each pair of entry and judge (by id). */
export async function makeAssignments(
  db: Db,
  given: {
    roundId: number;
    assignedById: string;
    pairs: [entry: number, judge: number][];
    origin?: "computed" | "hand";
  },
) {
  const { roundId, assignedById, pairs, origin = "computed" } = given;
  await db
    .insertInto("assignments")
    .values(pairs.map(([entryId, judgeId]) => ({ roundId, entryId, judgeId, origin, assignedById })))
    .execute();
}

/** A review whose every application was scored by the first judge with that total (in points, of 100), closed. */
export async function makeClosedReview(db: Db, given: { totals: number[]; answers?: DraftAnswers[] }) {
  const review = await makeReview(db, { answers: given.answers ?? given.totals.map(() => ({})) });
  const { round, entries, organizer } = review;
  const [judge] = review.seats;
  if (!judge) throw new Error("a review has judges");
  const pairs = entries.map((entry): [number, number] => [entry.id, judge.id]);
  await makeAssignments(db, { roundId: round.id, assignedById: organizer.id, pairs });
  const criteria = await db
    .selectFrom("criteria")
    .select(["key", "max", "step"])
    .where("roundId", "=", round.id)
    .execute();
  for (const [at, entry] of entries.entries()) {
    let left = (given.totals[at] ?? 0) * 100;
    const marks: Record<string, number> = {};
    for (const { key, max } of criteria) {
      marks[key] = Math.min(max, left);
      left -= marks[key];
    }
    await makeSheet(db, { roundId: round.id, entryId: entry.id, judgeId: judge.id, marks });
  }
  await db.updateTable("rounds").set({ state: "closed" }).where("id", "=", round.id).execute();
  return review;
}
