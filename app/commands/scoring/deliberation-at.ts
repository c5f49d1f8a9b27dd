import type { Transaction } from "kysely";
import { type Action, type Actor, can } from "~/rules/accounts/access.ts";
import { lockRound } from "~db/queries/rounds/rounds.ts";
import { findDeliberations } from "~db/queries/scoring/deliberations.ts";
import type { DB } from "~db/schema.ts";

/** Why an act on a deliberation (复议) was refused, besides what any command may answer. */
export type DeliberationRefusal = {
  type: "round-not-open" | "not-held" | "no-deliberation" | "already-revised" | "same-person";
};

/** A guard for commands: the locked round with its deliberation on the entry, if any, when the actor may do one of `actions` there. */
export function deliberationFor(...actions: Action[]) {
  return async (request: { trx: Transaction<DB>; actor: Actor; input: { round: string; entry: string } }) => {
    const { trx, actor, input } = request;
    const round = await lockRound(trx, input.round);
    const scope = round && { editionId: round.editionId, roundId: round.id };
    if (!round || !scope || !actions.some((action) => can(actor, action, scope))) return null;
    const [deliberation] = await findDeliberations(trx, round.id, input.entry);
    return { ...scope, round, deliberation: deliberation ?? null };
  };
}
