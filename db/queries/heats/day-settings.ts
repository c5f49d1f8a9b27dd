import type { Kysely, Transaction } from "kysely";
import type { LateRule } from "~/rules/heats/attendance.ts";
import type { DaySettings } from "~/rules/heats/day-settings.ts";
import type { DB } from "~db/schema.ts";

/** How the round's day goes, and whether somebody was late in it. One query. */
export async function findDaySettings(
  db: Kysely<DB>,
  roundId: number,
): Promise<{ settings: DaySettings; late: boolean }> {
  const { late, lateRule, ...rest } = await db
    .selectFrom("rounds")
    .where("id", "=", roundId)
    .select([
      "warnSeconds",
      "lateRule",
      "scoringByProject",
      "scoresOnStage",
      "scoreboardOnStage",
      "freezeAfter",
      "openTogether",
      "ownFigures",
    ])
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom("attendances")
            .select("attendances.entryId")
            .whereRef("attendances.roundId", "=", "rounds.id")
            .where("attendances.state", "=", "late"),
        )
        .as("late"),
    )
    .executeTakeFirstOrThrow();
  return { settings: { ...rest, lateRule: lateRule as LateRule }, late: late === true };
}

export async function writeDaySettings(trx: Transaction<DB>, roundId: number, settings: DaySettings): Promise<void> {
  await trx.updateTable("rounds").set(settings).where("id", "=", roundId).execute();
}
