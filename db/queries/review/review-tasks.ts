import { type Kysely, sql, type Transaction } from "kysely";
import type { DraftAnswers } from "~/rules/applications/application.ts";
import type { ReviewTask } from "~/rules/review/review-plan.ts";
import type { ReviewSettings } from "~/rules/review/review-settings.ts";
import type { RoundState } from "~/rules/rounds/round.ts";
import type { DB } from "~db/schema.ts";
import { entriesInOrder } from "../rounds/round-setup.ts";
import { asJudgesSee } from "../scoring/sheets.ts";

/** How many titles stand on one page. */
export const titlesAPage = 100;

/**
 * The titles of a review's projects, as judges see them, whether assigned or not, each with whether the judge has declared a conflict
 * to it; a page of those that contain the words. One query: what is hidden from judges must not be found by searching either,
 * so the search is over what they see.
 */
export async function findTitlesForConflicts(
  db: Kysely<DB>,
  given: { roundId: number; userId: string; words: string; page: number },
) {
  const rows = await entriesInOrder(db, given.roundId)
    .innerJoin("reviewSettings", "reviewSettings.roundId", "entries.roundId")
    .innerJoin("panelMembers", "panelMembers.roundId", "entries.roundId")
    .where("panelMembers.userId", "=", given.userId)
    .where("panelMembers.removedAt", "is", null)
    .leftJoin("recusals", (join) =>
      join.onRef("recusals.entryId", "=", "entries.id").onRef("recusals.judgeId", "=", "panelMembers.id"),
    )
    .select([
      "entries.key",
      "entries.title",
      "entries.titleEn",
      "reviewSettings.blindFields",
      sql<DraftAnswers | null>`case when cardinality(review_settings.blind_fields) > 0 then applications.answers end`.as(
        "answers",
      ),
      "recusals.reason as declared",
    ])
    .execute();
  const words = given.words.trim().toLowerCase();
  const found = rows
    .map(asJudgesSee)
    .filter(({ title, titleEn }) => `${title}\n${titleEn ?? ""}`.toLowerCase().includes(words));
  const from = (given.page - 1) * titlesAPage;
  return {
    total: found.length,
    declared: found.filter(({ declared }) => declared !== null).length,
    titles: found.slice(from, from + titlesAPage),
  };
}

/** The person's seat in the review, held with the round's state until the transaction ends; undefined without one. */
export async function lockSeat(trx: Transaction<DB>, given: { round: string; userId: string }) {
  const seat = await trx
    .selectFrom("panelMembers")
    .innerJoin("rounds", "rounds.id", "panelMembers.roundId")
    .innerJoin("reviewSettings", "reviewSettings.roundId", "rounds.id")
    .where("rounds.slug", "=", given.round)
    .where("panelMembers.userId", "=", given.userId)
    .where("panelMembers.removedAt", "is", null)
    .select([
      "rounds.id as roundId",
      "rounds.editionId",
      "rounds.state",
      "panelMembers.id as judgeId",
      "panelMembers.key as judge",
    ])
    .forShare(["rounds"])
    .forNoKeyUpdate(["panelMembers"])
    .executeTakeFirst();
  return seat && { ...seat, state: seat.state as RoundState };
}

/**
 * Records the conflicts and takes the judge's own drafts of those entries away; answers the keys that were not declared
 * before, or "submitted" when one of the sheets is.
 */
export async function declareRecusals(
  trx: Transaction<DB>,
  seat: { roundId: number; judgeId: number },
  given: { entries: readonly string[]; reason: string; declaredById: string; declaredAt: Date },
): Promise<string[] | "submitted"> {
  const { roundId, judgeId } = seat;
  const entries = await trx
    .selectFrom("entries")
    .leftJoin("sheets", (join) => join.onRef("sheets.entryId", "=", "entries.id").on("sheets.judgeId", "=", judgeId))
    .where("entries.roundId", "=", roundId)
    .where("entries.key", "in", given.entries)
    .select(["entries.id", "entries.key", "sheets.state"])
    .orderBy("entries.id")
    .execute();
  if (entries.some(({ state }) => state === "submitted")) return "submitted";
  const ids = entries.map(({ id }) => id);
  if (ids.length === 0) return [];
  await trx.deleteFrom("sheets").where("judgeId", "=", judgeId).where("entryId", "in", ids).execute();
  const { reason, declaredById, declaredAt } = given;
  const made = await trx
    .insertInto("recusals")
    .values(ids.map((entryId) => ({ roundId, entryId, judgeId, reason, declaredById, declaredAt })))
    .onConflict((conflict) => conflict.columns(["entryId", "judgeId"]).doNothing())
    .returning("entryId")
    .execute();
  return entries.filter(({ id }) => made.some(({ entryId }) => entryId === id)).map(({ key }) => key);
}

/** Everything that the round's assignment depends on, or that of one entry. Five queries, however large the round. */
export async function findReviewTask(
  db: Kysely<DB>,
  roundId: number,
  settings: ReviewSettings,
  entryId?: number,
): Promise<ReviewTask> {
  return {
    settings,
    judges: await findJudges(db, roundId),
    entries: await findEntries(db, roundId, entryId),
    recusals: await db
      .selectFrom("recusals")
      .select(["entryId as entry", "judgeId as judge", "reason"])
      .where("roundId", "=", roundId)
      .orderBy("id")
      .execute(),
    assignments: await findAssignments(db, roundId),
    takenOff: await db
      .selectFrom("unassignments")
      .select(["entryId as entry", "judgeId as judge"])
      .where("roundId", "=", roundId)
      .orderBy("entryId")
      .orderBy("judgeId")
      .execute(),
  };
}

async function findJudges(db: Kysely<DB>, roundId: number): Promise<ReviewTask["judges"]> {
  return await db
    .selectFrom("panelMembers")
    .leftJoin("users", "users.id", "panelMembers.userId")
    .leftJoin("recommenders", "recommenders.id", "panelMembers.recommenderId")
    .where("panelMembers.roundId", "=", roundId)
    .where("panelMembers.removedAt", "is", null)
    .select([
      "panelMembers.id",
      "panelMembers.key",
      "panelMembers.name",
      "panelMembers.userId",
      "panelMembers.employer",
      "panelMembers.school",
      "panelMembers.recommenderId",
      "recommenders.name as recommenderName",
      "panelMembers.mostReviews as most",
      "panelMembers.panel",
      // Somebody who has not accepted yet is known by the address that was invited
      sql<string | null>`coalesce(users.email, (
        select invitations.email from invitations
        where invitations.panel_member_id = panel_members.id order by invitations.id desc limit 1
      ))`.as("email"),
      sql<number[]>`array(
        select track_id from panel_member_tracks where panel_member_id = panel_members.id order by track_id
      )`.as("tracks"),
    ])
    .orderBy(sql`length(panel_members.key)`)
    .orderBy(sql`panel_members.key collate "C"`)
    .execute();
}

async function findEntries(db: Kysely<DB>, roundId: number, entryId?: number): Promise<ReviewTask["entries"]> {
  const rows = await entriesInOrder(db, roundId)
    .leftJoin("users", "users.id", "applications.applicantId")
    .leftJoin("recommenders", "recommenders.id", "applications.recommenderId")
    .$if(entryId !== undefined, (query) => query.where("entries.id", "=", entryId ?? 0))
    .select([
      "entries.id",
      "entries.key",
      "entries.title",
      "entries.titleEn",
      "entries.panel",
      "applications.trackId as track",
      "applications.applicantId",
      "applications.recommenderId",
      "recommenders.email as recommenderEmail",
      "recommenders.name as recommenderName",
      "recommenders.nameEn as recommenderNameEn",
      answer("recommender"),
      "users.email",
      answer("leaderEmail"),
      answer("leaderName"),
      answer("leaderEmployer"),
      answer("companyName"),
      answer("leaderSchool"),
      sql<string[] | null>`jsonb_path_query_array(applications.answers, '$.members[*].name')`.as("members"),
    ])
    .execute();
  return rows.map(({ email, leaderEmail, members, recommenderName, recommenderNameEn, recommender, ...row }) => ({
    ...row,
    recommenderNames: [recommenderName, recommenderNameEn, recommender],
    emails: [email, leaderEmail].filter((each): each is string => each !== null && each !== ""),
    members: members ?? [],
  }));
}

function answer<const Field extends keyof DraftAnswers>(field: Field) {
  return sql<string | null>`applications.answers ->> ${sql.lit(field)}`.as(field);
}

async function findAssignments(db: Kysely<DB>, roundId: number): Promise<ReviewTask["assignments"]> {
  const rows = await db
    .selectFrom("assignments")
    .select((eb) => [
      "assignments.entryId as entry",
      "assignments.judgeId as judge",
      "assignments.origin",
      eb
        .exists(
          eb
            .selectFrom("sheets")
            .select("sheets.id")
            .whereRef("sheets.entryId", "=", "assignments.entryId")
            .whereRef("sheets.judgeId", "=", "assignments.judgeId"),
        )
        .as("begun"),
    ])
    .where("assignments.roundId", "=", roundId)
    .orderBy("assignments.entryId")
    .orderBy("assignments.judgeId")
    .execute();
  return rows.map((row) => ({
    ...row,
    origin: row.origin === "hand" ? "hand" : "computed",
    begun: row.begun === true,
  }));
}
