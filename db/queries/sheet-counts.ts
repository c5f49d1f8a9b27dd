import { type Kysely, sql } from "kysely";
import type { DB } from "../schema.ts";
import { isAsked } from "./assignments.ts";

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
    .leftJoin("recusals", (join) =>
      join.onRef("recusals.entryId", "=", "entries.id").onRef("recusals.judgeId", "=", "panelMembers.id"),
    )
    .where("entries.roundId", "=", roundId)
    .where("panelMembers.removedAt", "is", null)
    .where((eb) => isAsked(eb))
    .select([
      "entries.key",
      sql<number>`count(*) filter (where recusals.id is null)::int`.as("asked"),
      sql<number>`count(sheets.id)::int`.as("submitted"),
      sql<number>`count(recusals.id)::int`.as("recused"),
    ])
    .groupBy("entries.key")
    .execute();
  return new Map(rows.map(({ key, ...count }) => [key, count]));
}
