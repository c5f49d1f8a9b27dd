import { type Kysely, sql } from "kysely";
import type { DB } from "../schema.ts";

/** How far each judge of a review has come with what they are assigned; by the number in the key. One query. */
export async function findProgressByJudge(db: Kysely<DB>, roundId: number) {
  return await db
    .selectFrom("panelMembers")
    .leftJoin("users", "users.id", "panelMembers.userId")
    .leftJoin("assignments", "assignments.judgeId", "panelMembers.id")
    .leftJoin("recusals", (join) =>
      join.onRef("recusals.entryId", "=", "assignments.entryId").onRef("recusals.judgeId", "=", "assignments.judgeId"),
    )
    .leftJoin("sheets", (join) =>
      join.onRef("sheets.entryId", "=", "assignments.entryId").onRef("sheets.judgeId", "=", "assignments.judgeId"),
    )
    .where("panelMembers.roundId", "=", roundId)
    .where("panelMembers.removedAt", "is", null)
    .groupBy(["panelMembers.id", "users.id"])
    .select([
      "panelMembers.key",
      "panelMembers.name",
      sql<boolean>`panel_members.user_id is not null`.as("accepted"),
      sql<number>`count(assignments.entry_id) filter (where recusals.id is null)::int`.as("assigned"),
      sql<number>`count(sheets.id)::int`.as("begun"),
      sql<number>`count(sheets.id) filter (where sheets.state = 'submitted')::int`.as("submitted"),
      sql<Date | null>`max(sheets.updated_at)`.as("lastAt"),
    ])
    .orderBy(sql`length(panel_members.key)`)
    .orderBy(sql`panel_members.key collate "C"`)
    .execute();
}

/** How many entries stand on one page. */
export const entriesAPage = 50;

/**
 * How many of its reviews each application has, in the order of the entries: those of one page, all or only those that lack
 * some; with how many there are. One query.
 */
export async function findProgressByEntry(
  db: Kysely<DB>,
  asked: { roundId: number; perEntry: number; lacking: boolean; page: number },
) {
  const { roundId, perEntry, lacking, page } = asked;
  const rows = await db
    .with("counted", (qb) =>
      qb
        .selectFrom("entries")
        .leftJoin("applications", "applications.id", "entries.applicationId")
        .where("entries.roundId", "=", roundId)
        .select([
          "entries.key",
          "entries.title",
          "entries.titleEn",
          "applications.code",
          sql<number>`(
            select count(*)::int from assignments
              join panel_members on panel_members.id = assignments.judge_id and panel_members.removed_at is null
            where assignments.entry_id = entries.id and not exists (
              select from recusals
              where recusals.entry_id = assignments.entry_id and recusals.judge_id = assignments.judge_id
            )
          )`.as("assigned"),
          sql<number>`(
            select count(*)::int from sheets
              join panel_members on panel_members.id = sheets.judge_id and panel_members.removed_at is null
            where sheets.entry_id = entries.id and sheets.state = 'submitted'
          )`.as("submitted"),
        ]),
    )
    .selectFrom("counted")
    .selectAll()
    .select(sql<number>`count(*) over ()::int`.as("total"))
    .$if(lacking, (query) => query.where("submitted", "<", perEntry))
    .orderBy(sql`code collate "C" nulls last`)
    .orderBy(sql`length(key)`)
    .orderBy("key")
    .limit(entriesAPage)
    .offset((page - 1) * entriesAPage)
    .execute();
  return { total: rows[0]?.total ?? 0, entries: rows.map(({ total: _, ...row }) => row) };
}
