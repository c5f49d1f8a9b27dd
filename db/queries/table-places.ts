import type { Transaction } from "kysely";
import { jsonArrayFrom, jsonObjectFrom } from "kysely/helpers/postgres";
import type { DB } from "../schema.ts";
import { isAsked } from "./assignments.ts";

/**
 * The place of an active judge at an entry of the round, by their public keys: ids, rubric, and how far the sheet is; undefined where there is none, or in a
 * review where it is not theirs. To be asked under the round's lock, so that the sheet stands still. One query.
 */
export async function findPlace(
  trx: Transaction<DB>,
  { roundId, entry, judge }: { roundId: number; entry: string; judge: string },
) {
  const row = await trx
    .selectFrom("entries")
    .innerJoin("panelMembers", "panelMembers.roundId", "entries.roundId")
    .where("entries.roundId", "=", roundId)
    .where("entries.key", "=", entry)
    .where("panelMembers.key", "=", judge)
    .where("panelMembers.removedAt", "is", null)
    .where((eb) => isAsked(eb))
    .select((eb) => [
      "entries.id as entryId",
      "panelMembers.id as judgeId",
      eb
        .exists(
          eb
            .selectFrom("recusals")
            .select("recusals.id")
            .whereRef("recusals.entryId", "=", "entries.id")
            .whereRef("recusals.judgeId", "=", "panelMembers.id"),
        )
        .as("recused"),
      jsonObjectFrom(
        eb
          .selectFrom("sheets")
          .select(["sheets.id", "sheets.version", "sheets.state", "sheets.note"])
          .whereRef("sheets.entryId", "=", "entries.id")
          .whereRef("sheets.judgeId", "=", "panelMembers.id"),
      ).as("sheet"),
      jsonArrayFrom(
        eb
          .selectFrom("criteria")
          .select(["criteria.id", "criteria.key", "criteria.label", "criteria.max", "criteria.step"])
          .where("criteria.roundId", "=", roundId)
          .orderBy("criteria.position"),
      ).as("criteria"),
    ])
    .executeTakeFirst();
  return row && { ...row, roundId, recused: row.recused === true };
}
