import type { Transaction } from "kysely";
import type { DB } from "../schema.ts";

/** Keeps a sheet that came after the end, beside the others; one that was brought before (by its key) is there already. Answers when it came. */
export async function insertLateSheet(
  trx: Transaction<DB>,
  sheet: {
    roundId: number;
    entryId: number;
    judgeId: number;
    marks: Record<string, number>;
    note: string | null;
    key: string;
    writtenAt: Date | null;
    receivedAt: Date;
  },
): Promise<Date> {
  const kept = await trx
    .insertInto("lateSheets")
    .values(sheet)
    .onConflict((conflict) => conflict.columns(["entryId", "judgeId", "key"]).doNothing())
    .returning("receivedAt")
    .executeTakeFirst();
  if (kept) return kept.receivedAt;
  const { receivedAt } = await trx
    .selectFrom("lateSheets")
    .select("receivedAt")
    .where("entryId", "=", sheet.entryId)
    .where("judgeId", "=", sheet.judgeId)
    .where("key", "=", sheet.key)
    .executeTakeFirstOrThrow();
  return receivedAt;
}
