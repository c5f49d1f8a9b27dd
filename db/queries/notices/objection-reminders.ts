import type { Kysely, Transaction } from "kysely";
import type { ObjectionState } from "~/rules/notices/objection.ts";
import type { DB } from "~db/schema.ts";

/** Every objection that waits for its decision, with its round, and the calendar by which its day is near. One query. */
export async function findObjectionsToRemind(db: Kysely<DB>) {
  const rows = await db
    .selectFrom("objections")
    .innerJoin("rounds", "rounds.id", "objections.roundId")
    .innerJoin("editions", "editions.id", "rounds.editionId")
    .where("objections.decidedAt", "is", null)
    .select(["objections.id", "objections.receipt", "objections.state", "objections.dueOn", "objections.roundId"])
    .select(["rounds.editionId", "rounds.title", "rounds.titleEn", "editions.ownDays"])
    .orderBy("objections.dueOn")
    .orderBy("objections.id")
    .execute();
  return rows.map((row) => ({ ...row, state: row.state as ObjectionState }));
}

/** Writes down that those who decide are being reminded; false when that was done before, or it is decided by now. */
export async function claimObjectionReminder(
  trx: Transaction<DB>,
  { objectionId, kind, at }: { objectionId: number; kind: "soon" | "overdue"; at: Date },
): Promise<boolean> {
  const claimed = await trx
    .insertInto("objectionReminders")
    .columns(["objectionId", "kind", "remindedAt"])
    .expression((eb) =>
      eb
        .selectFrom("objections")
        .where("id", "=", objectionId)
        .where("decidedAt", "is", null)
        .select((of) => ["id", of.val(kind).as("kind"), of.val(at).as("at")]),
    )
    .onConflict((conflict) => conflict.doNothing())
    .returning("objectionId")
    .executeTakeFirst();
  return claimed !== undefined;
}
