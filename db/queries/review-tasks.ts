import { type Kysely, sql } from "kysely";
import type { DraftAnswers } from "~/rules/applications/application.ts";
import type { ReviewSettings } from "~/rules/review/review.ts";
import type { ReviewTask } from "~/rules/review/review-plan.ts";
import type { DB } from "../schema.ts";
import { entriesInOrder } from "./entry-order.ts";

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
