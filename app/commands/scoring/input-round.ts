import type { Transaction } from "kysely";
import { type Action, type Actor, can } from "~/rules/accounts/access.ts";
import { lockRound } from "~db/queries/rounds/rounds.ts";
import type { DB } from "~db/schema.ts";
import type { FieldError } from "../command.ts";

/** A guard for commands: the round, locked, when the actor may do one of these there; else null. */
export function inputRound(...actions: Action[]) {
  return async ({ trx, actor, input }: { trx: Transaction<DB>; actor: Actor; input: { round: string } }) => {
    const round = await lockRound(trx, input.round);
    const may =
      round && actions.some((action) => can(actor, action, { editionId: round.editionId, roundId: round.id }));
    return may ? { roundId: round.id, editionId: round.editionId, round } : null;
  };
}

/** Why something about parts and adjustments was refused. */
export type InputRefusal =
  /** What was looked at has changed: somebody has entered or decided meanwhile. */
  | { type: "stale-version" }
  | { type: "release-fixed" | "round-not-open" }
  | { type: "same-person" }
  /** Nothing in it is new. */
  | { type: "nothing-entered" }
  | { type: "take-back-asked" }
  | { type: "invalid-input"; fields: FieldError[] };
