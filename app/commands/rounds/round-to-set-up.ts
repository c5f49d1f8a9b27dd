import type { Transaction } from "kysely";
import { z } from "zod";
import { type Actor, can } from "~/rules/accounts/access.ts";
import { findRound, lockRound } from "~db/queries/rounds/rounds.ts";
import type { DB } from "~db/schema.ts";

export const roundSlug = z.string().min(1).max(64);

/** The round, locked against every other change of it, when the actor may set it up; else null. */
export async function roundToSetUp(request: { trx: Transaction<DB>; actor: Actor; input: { round: string } }) {
  const found = await findRound(request.trx, request.input.round);
  if (!found || !can(request.actor, "set-up", { editionId: found.editionId, roundId: found.id })) return null;
  const round = await lockRound(request.trx, request.input.round);
  return round ? { editionId: round.editionId, roundId: round.id, round } : null;
}
