import type { Transaction } from "kysely";
import { type Actor, can } from "~/rules/accounts/access.ts";
import { lockRound } from "~db/queries/rounds/rounds.ts";
import type { DB } from "~db/schema.ts";

/**
 * The round, locked, when the actor keeps its scores; else null. Waits for every sheet that is being handed in, so what is read next
 * is the whole of what was submitted while the round was open.
 */
export async function lockRoundForScorer(request: { trx: Transaction<DB>; actor: Actor; input: { round: string } }) {
  const round = await lockRound(request.trx, request.input.round);
  if (!round || !can(request.actor, "keep-scores", { editionId: round.editionId, roundId: round.id })) return null;
  return { roundId: round.id, editionId: round.editionId, state: round.state, stage: round.stage, round };
}
