import type { Kysely, Transaction } from "kysely";
import type { ConductStep, TakenStep } from "~/rules/stage/conduct.ts";
import type { DB } from "../schema.ts";

/** Every step that was taken in the round, in order. One query. */
export async function findAllSteps(db: Kysely<DB>, roundId: number): Promise<TakenStep[]> {
  const rows = await db
    .selectFrom("stageSteps")
    .select(["seq", "step", "takenAt as at"])
    .where("roundId", "=", roundId)
    .orderBy("seq")
    .execute();
  return rows.map(({ seq, step, at }) => ({ seq, at, step: step as unknown as ConductStep }));
}

/** Keeps the step under the next number; the round's row must be locked, so that no two writers take the same. */
export async function insertStep(
  trx: Transaction<DB>,
  taken: { roundId: number; seq: number; step: ConductStep; takenById: string; takenAt: Date },
): Promise<void> {
  await trx.insertInto("stageSteps").values(taken).execute();
}

/** Opens (or, with null, closes again) the scoring of one entry. */
export async function setScoringOpened(
  trx: Transaction<DB>,
  { roundId, entry, at }: { roundId: number; entry: string; at: Date | null },
): Promise<void> {
  await trx
    .updateTable("entries")
    .set({ scoringOpenedAt: at })
    .where("roundId", "=", roundId)
    .where("key", "=", entry)
    .execute();
}

/** Whether any judge has handed in a sheet for the entry. */
export async function existsSubmittedSheet(
  trx: Transaction<DB>,
  { roundId, entry }: { roundId: number; entry: string },
): Promise<boolean> {
  const found = await trx
    .selectFrom("sheets")
    .innerJoin("entries", "entries.id", "sheets.entryId")
    .select("sheets.id")
    .where("sheets.roundId", "=", roundId)
    .where("entries.key", "=", entry)
    .where("sheets.state", "=", "submitted")
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}
