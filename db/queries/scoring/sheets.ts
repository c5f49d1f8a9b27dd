import { type ExpressionBuilder, type Kysely, sql } from "kysely";
import { jsonArrayFrom, jsonObjectFrom } from "kysely/helpers/postgres";
import type { DraftAnswers } from "~/rules/applications/application.ts";
import { titleForJudges } from "~/rules/review/blind.ts";
import type { RoundState } from "~/rules/rounds/round.ts";
import type { DB } from "~db/schema.ts";
import { isAssigned } from "../review/assignments.ts";
import { isAbsentOrLateSql } from "../stage/stage.ts";
import { hasRecused } from "./recusals.ts";

/** How far a judge has come with one entry. */
type OwnState = "none" | "draft" | "submitted" | "recused";

/** One entry in a judge's running order, with the judge's own sheet and nothing of anybody else's. */
export type OwnEntry = Awaited<ReturnType<typeof findRunningOrder>>[number];

/**
 * Every round on whose panel the person sits, the newest first, with how many of their entries appear and are done: submitted or
 * recused. One query.
 */
export async function findAllRoundsOfJudge(db: Kysely<DB>, userId: string) {
  const rows = await db
    .selectFrom("panelMembers")
    .innerJoin("rounds", "rounds.id", "panelMembers.roundId")
    .innerJoin("editions", "editions.id", "rounds.editionId")
    .where("panelMembers.userId", "=", userId)
    .where("panelMembers.removedAt", "is", null)
    .select((eb) => [
      "rounds.id",
      "rounds.editionId",
      "rounds.slug",
      "rounds.title",
      "rounds.titleEn",
      "rounds.state",
      "rounds.startsAt",
      "rounds.timeZone",
      "rounds.venue",
      "rounds.venueEn",
      "editions.title as editionTitle",
      "editions.titleEn as editionTitleEn",
      "panelMembers.head",
      eb
        .selectFrom("entries")
        .leftJoin("attendances", "attendances.entryId", "entries.id")
        .whereRef("entries.roundId", "=", "rounds.id")
        .where(sql<boolean>`not ${isAbsentOrLateSql()}`)
        .where((of) => isAssigned(of))
        .select(eb.cast<number>(eb.fn.countAll(), "integer").as("count"))
        .as("entries"),
      eb
        .selectFrom("entries")
        .leftJoin("attendances", "attendances.entryId", "entries.id")
        .whereRef("entries.roundId", "=", "rounds.id")
        .where(sql<boolean>`not ${isAbsentOrLateSql()}`)
        .where((of) => isAssigned(of))
        .where((of) => of(ownState(of), "in", ["submitted", "recused"]))
        .select(eb.cast<number>(eb.fn.countAll(), "integer").as("count"))
        .as("done"),
    ])
    .orderBy("rounds.startsAt", (order) => order.desc().nullsLast())
    .orderBy("rounds.slug")
    .execute();
  return rows.map((row) => ({
    ...row,
    state: row.state as RoundState,
    entries: row.entries ?? 0,
    done: row.done ?? 0,
  }));
}

/**
 * The round's entries that the judge is asked to score, in running order (where nothing is drawn, by the application's code),
 * each with the own state and own submitted total. Empty without a seat. One query.
 */
export async function findRunningOrder(db: Kysely<DB>, { roundId, userId }: { roundId: number; userId: string }) {
  const rows = await seatedEntries(db, userId)
    .where("entries.roundId", "=", roundId)
    .select((eb) => [
      ownState(eb).as("state"),
      eb
        .selectFrom("sheets")
        .leftJoin("rules", "rules.roundId", "sheets.roundId")
        .whereRef("sheets.entryId", "=", "entries.id")
        .whereRef("sheets.judgeId", "=", "panelMembers.id")
        .select(markedTotal.as("total"))
        .as("total"),
      eb.exists(ownLateSheets(eb)).as("late"),
      isScoringOpenSql.as("scoringOpen"),
    ])
    .orderBy("entries.runningOrder", (order) => order.asc().nullsLast())
    .orderBy(sql`case when review_settings.round_id is not null then applications.code end collate "C"`)
    .orderBy(sql`length(entries.key)`)
    .orderBy("entries.key")
    .execute();
  return rows.map((row) => ({ ...asJudgesSee(row), late: row.late === true }));
}

/** The person's seat in the round, with the panel that it is on (null: all); undefined without one. */
export async function findSeatOfPerson(db: Kysely<DB>, { roundId, userId }: { roundId: number; userId: string }) {
  return await db
    .selectFrom("panelMembers")
    .select(["id", "panel"])
    .where("roundId", "=", roundId)
    .where("userId", "=", userId)
    .where("removedAt", "is", null)
    .executeTakeFirst();
}

/** One entry with the judge's own sheet and its marks in hundredths; undefined without a seat. One query. */
export async function findOwnSheet(
  db: Kysely<DB>,
  { roundId, entry, userId }: { roundId: number; entry: string; userId: string },
) {
  const row = await seatedEntries(db, userId)
    .where("entries.roundId", "=", roundId)
    .where("entries.key", "=", entry)
    .leftJoin("rules", "rules.roundId", "entries.roundId")
    .select((eb) => [
      "rules.placesSheet",
      "rounds.ownFigures",
      sql<boolean>`rules.settings -> 'normalise' is not null`.as("normalises"),
      "panelMembers.key as seat",
      "panelMembers.panel",
      "panelMembers.kind",
      sql<{ key: string; label: string }[] | null>`rules.settings -> 'kinds'`.as("kinds"),
      eb("reviewSettings.roundId", "is not", null).as("reviewed"),
      // Names inside JSON are single words: the plugin leaves them as PostgreSQL writes them.
      jsonObjectFrom(
        eb
          .selectFrom("sheets")
          .whereRef("sheets.entryId", "=", "entries.id")
          .whereRef("sheets.judgeId", "=", "panelMembers.id")
          .select((of) => [
            "sheets.version",
            "sheets.state",
            "sheets.note",
            sql<string>`to_json(sheets.updated_at)`.as("saved"),
            sql<string | null>`to_json(sheets.submitted_at)`.as("submitted"),
            jsonArrayFrom(
              of
                .selectFrom("marks")
                .innerJoin("criteria", "criteria.id", "marks.criterionId")
                .whereRef("marks.roundId", "=", "sheets.roundId")
                .whereRef("marks.sheetId", "=", "sheets.id")
                .select(["criteria.key", "marks.mark"]),
            ).as("marks"),
          ]),
      ).as("sheet"),
      jsonObjectFrom(
        eb
          .selectFrom("recusals")
          .whereRef("recusals.entryId", "=", "entries.id")
          .whereRef("recusals.judgeId", "=", "panelMembers.id")
          .select(["recusals.reason", sql<string>`to_json(recusals.declared_at)`.as("declared")]),
      ).as("recusal"),
      jsonObjectFrom(
        eb
          .selectFrom("deliberationValues as given")
          .innerJoin("deliberations", "deliberations.id", "given.deliberationId")
          .whereRef("deliberations.entryId", "=", "entries.id")
          .whereRef("given.judgeId", "=", "panelMembers.id")
          .select((of) => ["given.reason", of("deliberations.state", "=", "confirmed").as("counts")])
          .select(sql<string>`trim_scale(given.score)::text`.as("score")),
      ).as("revised"),
      ownLateSheets(eb).select(sql<string>`to_json(max(late_sheets.received_at))`.as("at")).as("lateAt"),
    ])
    .executeTakeFirst();
  if (!row) return undefined;
  const { sheet, reviewed, ...seen } = { ...asJudgesSee(row), reviewed: row.reviewed };
  const marks = Object.fromEntries((sheet?.marks ?? []).map(({ key, mark }): [string, number] => [key, mark]));
  return { ...seen, reviewed: reviewed === true, sheet: sheet && { ...sheet, marks } };
}

/** The entries that the person is asked to score, in the rounds on whose panel they sit. */
function seatedEntries(db: Kysely<DB>, userId: string) {
  return db
    .selectFrom("entries")
    .innerJoin("panelMembers", "panelMembers.roundId", "entries.roundId")
    .innerJoin("rounds", "rounds.id", "entries.roundId")
    .leftJoin("attendances", "attendances.entryId", "entries.id")
    .leftJoin("groups", "groups.id", "entries.groupId")
    .leftJoin("reviewSettings", "reviewSettings.roundId", "entries.roundId")
    .leftJoin("applications", "applications.id", "entries.applicationId")
    .where("panelMembers.userId", "=", userId)
    .where("panelMembers.removedAt", "is", null)
    .where((eb) => isAssigned(eb))
    .select([
      "reviewSettings.blindFields",
      sql<DraftAnswers | null>`case when cardinality(review_settings.blind_fields) > 0 then applications.answers end`.as(
        "answers",
      ),
      "entries.key",
      "entries.title",
      "entries.titleEn",
      "entries.runningOrder",
      "groups.title as groupTitle",
      "groups.titleEn as groupTitleEn",
      // Absent, or too late: nobody scores it
      isAbsentOrLateSql().as("out"),
    ]);
}

/** Titles as judges see them: in a blind review without the names in them. */
export function asJudgesSee<
  R extends { title: string; titleEn: string | null; blindFields: string[] | null; answers: DraftAnswers | null },
>({ blindFields, answers, ...row }: R) {
  if (!blindFields || blindFields.length === 0 || answers === null) return row;
  const clean = (title: string) => titleForJudges(title, answers, blindFields);
  return { ...row, title: clean(row.title), titleEn: row.titleEn && clean(row.titleEn) };
}

/** Where `entries` and `rounds` meet: the conductor has opened the entry's scoring, or the round opens all at once. */
export const isScoringOpenSql = sql<boolean>`(not rounds.scoring_by_project or entries.scoring_opened_at is not null)`;

/** Where `entries` and `panelMembers` meet: what that judge has done there. */
function ownState(eb: ExpressionBuilder<DB, "entries" | "panelMembers">) {
  const sheet = eb
    .selectFrom("sheets")
    .select("sheets.state")
    .whereRef("sheets.entryId", "=", "entries.id")
    .whereRef("sheets.judgeId", "=", "panelMembers.id");
  return sql<OwnState>`case when ${hasRecused} then 'recused' else coalesce(${sheet}, 'none') end`;
}

/** Where `entries` and `panelMembers` meet: sheets of that judge that came too late. */
function ownLateSheets(eb: ExpressionBuilder<DB, "entries" | "panelMembers">) {
  return eb
    .selectFrom("lateSheets")
    .whereRef("lateSheets.entryId", "=", "entries.id")
    .whereRef("lateSheets.judgeId", "=", "panelMembers.id");
}

/** A ballot's total is in units of 0.00000001: a product of decimals is exact, where a quotient would not be. */
const exactTotal = sql`sheets.ballot_total * 0.00000001`;

/**
 * Where `sheets` and `rules` meet: Σ factor × mark of a submitted sheet in points as text, rounded as the rule rounds a sheet
 * (half-up, away from zero, as PostgreSQL rounds decimals; not at all where it names no place). Null of a draft.
 */
export const sheetTotal = sql<string | null>`case when rules.places_sheet is null then trim_scale(${exactTotal})
  else round(${exactTotal}, rules.places_sheet) end::text`;

/** The same, and null of a sheet without a mark. */
export const markedTotal = sql<string | null>`case when sheets.ballot_marks > 0 then ${sheetTotal} end`;

/** How many sheets an entry has of those it is to have; no mark. */
export interface SheetCount {
  /** Judges on the panel who are to score it and have not recused. */
  asked: number;
  submitted: number;
  recused: number;
}

/** The counts of every entry of the round, by the entry's key. One query. */
export async function findSheetCounts(db: Kysely<DB>, roundId: number): Promise<Map<string, SheetCount>> {
  const rows = await db
    .selectFrom("entries")
    .innerJoin("panelMembers", "panelMembers.roundId", "entries.roundId")
    .leftJoin("sheets", (join) =>
      join
        .onRef("sheets.entryId", "=", "entries.id")
        .onRef("sheets.judgeId", "=", "panelMembers.id")
        .on("sheets.state", "=", "submitted"),
    )
    .where("entries.roundId", "=", roundId)
    .where("panelMembers.removedAt", "is", null)
    .where((eb) => isAssigned(eb))
    .select([
      "entries.key",
      sql<number>`count(*) filter (where not ${hasRecused})::int`.as("asked"),
      sql<number>`count(sheets.id)::int`.as("submitted"),
      sql<number>`count(*) filter (where ${hasRecused})::int`.as("recused"),
    ])
    .groupBy("entries.key")
    .execute();
  return new Map(rows.map(({ key, ...count }) => [key, count]));
}
