import type { Transaction } from "kysely";
import type { DB } from "../schema.ts";

type Place = { roundId: number; entryId: number; judgeId: number };

/** Asks the judge to look at the sheet again; answers its id, undefined where an earlier request waits. */
export async function insertCheckRequest(
  trx: Transaction<DB>,
  { roundId, entryId, judgeId }: Place,
  asked: { askedById: string; askedAt: Date },
): Promise<number | undefined> {
  const row = await trx
    .insertInto("checkRequests")
    .values({ roundId, entryId, judgeId, ...asked })
    .onConflict((conflict) => conflict.columns(["entryId", "judgeId"]).where("answer", "is", null).doNothing())
    .returning("id")
    .executeTakeFirst();
  return row?.id;
}

/** Answers the open request at that place; false where there is none. */
export async function answerCheckRequest(
  trx: Transaction<DB>,
  { entryId, judgeId }: Pick<Place, "entryId" | "judgeId">,
  answered: { answer: "stands" | "mend"; answeredAt: Date },
): Promise<boolean> {
  const row = await trx
    .updateTable("checkRequests")
    .set(answered)
    .where("entryId", "=", entryId)
    .where("judgeId", "=", judgeId)
    .where("answer", "is", null)
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}
