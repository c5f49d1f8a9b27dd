import { type Kysely, sql } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { MarkRow, MarkTable } from "~/rules/standings/mark-table.ts";
import type { ScoreBoard } from "~/rules/standings/score-board.ts";
import type { DB } from "~db/schema.ts";
import { roundWords } from "../rounds/rounds.ts";
import { sheetTotal } from "../scoring/sheets.ts";
import { isAbsentOrLateSql } from "../stage/stage.ts";
import { judged } from "./rule.ts";
import { panel, sheet } from "./sheets.ts";

/** The round's score board. Judges who were removed are left out. One query. */
export async function findScoreBoard(db: Kysely<DB>, roundId: number): Promise<ScoreBoard> {
  const { gone, ...board } = await db
    .selectFrom("rounds")
    .where("rounds.id", "=", roundId)
    .select(roundWords)
    .select((eb) => [
      jsonArrayFrom(
        eb
          .selectFrom("panelMembers")
          .where("roundId", "=", roundId)
          .where("removedAt", "is", null)
          .select(["panelMembers.key", "panelMembers.name", "panelMembers.head"])
          .orderBy(sql`key collate "C"`),
      ).as("judges"),
      eb
        .case()
        .when(
          eb.exists(eb.selectFrom("reviewSettings").select("roundId").where("reviewSettings.roundId", "=", roundId)),
        )
        .then(
          jsonArrayFrom(
            eb
              .selectFrom("assignments")
              .innerJoin("entries", "entries.id", "assignments.entryId")
              .innerJoin("panelMembers", "panelMembers.id", "assignments.judgeId")
              .where("assignments.roundId", "=", roundId)
              .where("panelMembers.removedAt", "is", null)
              .select(["entries.key as entry", "panelMembers.key as judge"]),
          ),
        )
        .end()
        .as("asked"),
      jsonArrayFrom(sheetTotals(db, roundId)).as("sheets"),
      jsonArrayFrom(
        eb
          .selectFrom("entries")
          .innerJoin("attendances", "attendances.entryId", "entries.id")
          .whereRef("entries.roundId", "=", "rounds.id")
          .where(sql<boolean>`${isAbsentOrLateSql()}`)
          .select("entries.key")
          .orderBy(sql`entries.key collate "C"`),
      ).as("gone"),
      jsonArrayFrom(
        eb
          .selectFrom("recusals")
          .innerJoin("entries", "entries.id", "recusals.entryId")
          .innerJoin("panelMembers", "panelMembers.id", "recusals.judgeId")
          .where("recusals.roundId", "=", roundId)
          .where("panelMembers.removedAt", "is", null)
          .select(["entries.key as entry", "panelMembers.key as judge"]),
      ).as("recusals"),
    ])
    .executeTakeFirstOrThrow();
  return { ...board, out: gone.map(({ key }) => key) };
}

function sheetTotals(db: Kysely<DB>, roundId: number) {
  return db
    .selectFrom("sheets")
    .innerJoin("entries", "entries.id", "sheets.entryId")
    .innerJoin("panelMembers", "panelMembers.id", "sheets.judgeId")
    .leftJoin("rules", "rules.roundId", "sheets.roundId")
    .where("sheets.roundId", "=", roundId)
    .where("sheets.state", "=", "submitted")
    .where("panelMembers.removedAt", "is", null)
    .select(["entries.key as entry", "panelMembers.key as judge"])
    .select(sheetTotal.$castTo<string>().as("total"))
    .select(sql<number>`cardinality(sheets.ballot) - sheets.ballot_marks`.as("lacking"))
    .select(sql<boolean>`sheets.source = 'paper'`.as("paper"));
}

interface Asked {
  roundId: number;
  /** One criterion's marks as they were given; null: the sheets' totals, rounded as the rule says. */
  criterion: string | null;
}

/** The table with the entries' Chinese titles. */
export interface FoundMarks extends MarkTable {
  rows: (MarkRow & { title: string })[];
}

/**
 * What the counting sheets of a round say, by entry (in running order) and judge (in the panel's order); undefined for a
 * round without a rule. Where the rule leaves lacking marks out, a sheet that lacks one has no total to compare. An unknown
 * criterion has no marks. One query.
 */
export async function findMarkTable(db: Kysely<DB>, { roundId, criterion }: Asked): Promise<FoundMarks | undefined> {
  const value =
    criterion === null
      ? sql`case when array_position(ballot, null) is null then total end`
      : sql`ballot[array_position(array(select json_array_elements_text(judged.criterion_keys)), ${criterion}::text)] * 1000000::bigint`;
  const { rows } = await sql<Row>`
    with judged as materialized (${judged([roundId])})
    select judged.judge_keys, mark_table.rows
    from judged cross join lateral (
      with panel as materialized (${panel}), sheet as materialized (${sheet})
      select coalesce(json_agg(json_build_array(entries.key, entries.title, case when judged.separate then groups.key end, given.marks)
          order by entries.running_order, length(entries.key), entries.key collate "C"), '[]') as rows
      from entries
        left join groups on groups.id = entries.group_id
        left join (
          select entry_id, json_agg(json_build_array(judge, value::text)) as marks
          from (select entry_id, judge, ${value} as value from sheet) valued where value is not null
          group by entry_id
        ) given on given.entry_id = entries.id
      where entries.round_id = judged.id
    ) mark_table
  `.execute(db);
  const found = rows[0];
  if (!found) return undefined;
  const judges = found.judgeKeys;
  return {
    judges,
    rows: found.rows.map(([entry, title, ranking, given]) => {
      const marks = new Map(given);
      return {
        entry,
        title,
        ranking,
        marks: judges.map((_, at) => (marks.has(at + 1) ? BigInt(marks.get(at + 1) ?? 0) : null)),
      };
    }),
  };
}

interface Row {
  judgeKeys: string[];
  /** With the numbers of judges, from 1, and their marks in the units of a mark table. */
  rows: [entry: string, title: string, ranking: string | null, marks: [judge: number, units: string][] | null][];
}
