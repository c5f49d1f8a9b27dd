import type { Transaction } from "kysely";
import type { RoundState } from "~/rules/rounds/round.ts";
import type { DB } from "../schema.ts";

/** Takes the round into that state; the database refuses a step that the round's life does not have (migration 004). */
export async function setRoundState(trx: Transaction<DB>, roundId: number, state: RoundState): Promise<void> {
  await trx.updateTable("rounds").set({ state }).where("id", "=", roundId).execute();
}
