import type { Transaction } from "kysely";
import { type Actor, can } from "~/rules/accounts/access.ts";
import { lockRound } from "~db/queries/rounds/rounds.ts";
import type { DB } from "~db/schema.ts";

/** The round, locked, when the actor conducts it; else null. One step at a time is taken in a round. */
export async function conductedRound(asked: { trx: Transaction<DB>; actor: Actor; input: { round: string } }) {
  const round = await lockRound(asked.trx, asked.input.round);
  if (!round || !can(asked.actor, "conduct", { editionId: round.editionId, roundId: round.id })) return null;
  return { roundId: round.id, editionId: round.editionId, round };
}
