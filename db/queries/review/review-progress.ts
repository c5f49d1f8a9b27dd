import { type Kysely, sql } from "kysely";
import type { DraftAnswers } from "~/rules/applications/application.ts";
import type { AttachmentKind, AttachmentType } from "~/rules/files/attachment.ts";
import { type IpPortrait, portraitOf, rightsOf, withoutHolders, yearOf } from "~/rules/portrait/ip-portrait.ts";
import { answersForJudges, isBlind } from "~/rules/review/blind.ts";
import type { DB } from "~db/schema.ts";
import { findSubmittedAttachments } from "../files/attachments.ts";
import { assignedHasRecused, hasRecused } from "../scoring/recusals.ts";
import { isAssigned } from "./assignments.ts";

/** How far each judge of a review has come with what they are assigned; by the number in the key. One query. */
export async function findProgressByJudge(db: Kysely<DB>, roundId: number) {
  return await db
    .selectFrom("panelMembers")
    .leftJoin("users", "users.id", "panelMembers.userId")
    .leftJoin("assignments", "assignments.judgeId", "panelMembers.id")
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
      sql<number>`count(assignments.entry_id) filter (where not ${assignedHasRecused})::int`.as("assigned"),
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
  given: { roundId: number; perEntry: number; lacking: boolean; page: number | "all" },
) {
  const { roundId, perEntry, lacking, page } = given;
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
                and (panel_members.panel is null or panel_members.panel is not distinct from entries.panel)
            where assignments.entry_id = entries.id and not ${assignedHasRecused}
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
    .$if(page !== "all", (query) => query.limit(entriesAPage).offset((Number(page) - 1) * entriesAPage))
    .execute();
  return { total: rows[0]?.total ?? 0, entries: rows.map(({ total: _, ...row }) => row) };
}

/** An application as the judges of a review see it: what was handed in, without what is hidden from them, and its files. */
export type ReviewedApplication = NonNullable<Awaited<ReturnType<typeof findReviewedApplication>>>;

/**
 * The application that the person is assigned to review; undefined where the round is no review, for every other entry, and
 * once they have recused. Two queries.
 */
export async function findReviewedApplication(
  db: Kysely<DB>,
  given: { roundId: number; entry: string; userId: string },
) {
  const row = await db
    .selectFrom("entries")
    .innerJoin("reviewSettings", "reviewSettings.roundId", "entries.roundId")
    .innerJoin("panelMembers", "panelMembers.roundId", "entries.roundId")
    .innerJoin("applications", "applications.id", "entries.applicationId")
    .leftJoin("rounds as wished", "wished.id", "applications.wishedRoundId")
    .leftJoin("tracks", "tracks.id", "applications.trackId")
    .leftJoin("groups", "groups.id", "applications.groupId")
    .where("entries.roundId", "=", given.roundId)
    .where("entries.key", "=", given.entry)
    .where("panelMembers.userId", "=", given.userId)
    .where("panelMembers.removedAt", "is", null)
    .where((eb) => isAssigned(eb))
    .where((eb) => eb.not(hasRecused))
    .select([
      "applications.id",
      "applications.answers",
      "applications.submittedAt",
      "reviewSettings.blindFields",
      "wished.title as roundTitle",
      "wished.titleEn as roundTitleEn",
      "tracks.title as trackTitle",
      "tracks.titleEn as trackTitleEn",
      "groups.title as groupTitle",
      "groups.titleEn as groupTitleEn",
    ])
    .executeTakeFirst();
  if (!row) return undefined;
  const { id, answers, submittedAt, blindFields, ...chosen } = row;
  const shown = answersForJudges(answers, blindFields);
  return {
    blind: isBlind(blindFields),
    answers: shown,
    portrait: portraitForJudges(shown, submittedAt, isBlind(blindFields)),
    chosen,
    files: await filesFor(db, id, isBlind(blindFields)),
  };
}

/** Of what judges may see of the answers; blind, without whose the rights are. Null where nothing is declared or shown. */
function portraitForJudges(answers: DraftAnswers, submittedAt: Date | null, blind: boolean): IpPortrait | null {
  const { leaderName, companyName, patents } = answers;
  const context = { asOf: yearOf(submittedAt), leaderName, companyName };
  const portrait = portraitOf(rightsOf(patents, context), context);
  if (portrait.total === 0) return null;
  return blind ? withoutHolders(portrait) : portrait;
}

export interface ReviewedFile {
  id: number;
  kind: AttachmentKind;
  /** Null where the name could name somebody. */
  name: string | null;
  type: AttachmentType;
  /** In bytes. */
  size: number;
}

/** What a judge may open: nothing that is about the person; in a blind review copies only, and not by their names. */
async function filesFor(db: Kysely<DB>, applicationId: number, blind: boolean): Promise<ReviewedFile[]> {
  const files = await findSubmittedAttachments(db, applicationId);
  return files
    .filter(({ kind }) => kind !== "identity" && kind !== "degree")
    .flatMap(({ id, kind, name, type, size, copy }): ReviewedFile[] => {
      if (!blind) return [{ id, kind, name, type, size }];
      return copy ? [{ id: copy.id, kind, name: null, type: copy.type, size: copy.size }] : [];
    });
}
