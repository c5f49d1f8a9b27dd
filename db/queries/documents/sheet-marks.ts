import { type Kysely, sql } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { DB } from "~db/schema.ts";

/** The rubric, and the ids of the sheets that are in, in the running order and the panel's. One query. */
export async function findSheetOrder(db: Kysely<DB>, roundId: number) {
  return await db
    .selectNoFrom((eb) => [
      jsonArrayFrom(
        eb
          .selectFrom("criteria")
          .select(["label", "labelEn", "max"])
          .where("roundId", "=", roundId)
          .orderBy("position")
          .orderBy("id"),
      ).as("criteria"),
      sql<number[]>`array(
        select sheets.id from sheets
          join entries on entries.id = sheets.entry_id
          join panel_members on panel_members.id = sheets.judge_id
        where sheets.round_id = ${roundId} and sheets.state = 'submitted' and panel_members.removed_at is null
        order by entries.running_order nulls last, length(entries.key), entries.key collate "C",
          length(panel_members.key), panel_members.key collate "C")`.as("sheets"),
    ])
    .executeTakeFirstOrThrow();
}

/** Those sheets, in that order: marks in hundredths by the place of their criterion, null where one lacks. One query. */
export async function findSheetMarks(db: Kysely<DB>, sheetIds: readonly number[]) {
  return await db
    .selectFrom(
      sql<{ id: number; place: number }>`unnest(${[...sheetIds]}::integer[]) with ordinality`.as<"asked">(
        sql`asked(id, place)`,
      ),
    )
    .innerJoin("sheets", "sheets.id", "asked.id")
    .innerJoin("entries", "entries.id", "sheets.entryId")
    .innerJoin("panelMembers", "panelMembers.id", "sheets.judgeId")
    .select(["entries.runningOrder as order", "entries.key as entry", "entries.title", "entries.titleEn"])
    .select(["panelMembers.key as judge", "panelMembers.name as judgeName", "sheets.submittedAt as at"])
    .select([sql<(number | null)[]>`sheets.ballot`.as("ballot"), sql<boolean>`sheets.source = 'paper'`.as("paper")])
    .orderBy("asked.place")
    .execute();
}
