import type { Transaction } from "kysely";
import { z } from "zod";
import { type Action, type Actor, can } from "~/rules/accounts/access.ts";
import { lockRound } from "~db/queries/rounds/rounds.ts";
import { findPlace } from "~db/queries/scoring/table-sheets.ts";
import type { DB } from "~db/schema.ts";

const key = z.string().min(1).max(200);

/** Which sheet an act at the scorer's table is about: round, entry and judge by their public keys. */
export const placeInput = { round: key, entry: key, judge: key };

/**
 * A guard for commands: the sheet's place when the actor may do `action` in its round; else null. The round is locked,
 * which waits for every sheet that is being written, so that what is read next stands still.
 */
export function placeFor(action: Action) {
  return async (request: {
    trx: Transaction<DB>;
    actor: Actor;
    input: { round: string; entry: string; judge: string };
  }) => {
    const { trx, actor, input } = request;
    const round = await lockRound(trx, input.round);
    if (!round || !can(actor, action, { editionId: round.editionId, roundId: round.id })) return null;
    const place = await findPlace(trx, { roundId: round.id, entry: input.entry, judge: input.judge });
    return place ? { ...place, editionId: round.editionId, roundState: round.state } : null;
  };
}

/** Why an act at the scorer's table was refused, besides what any command may answer. */
export type ScoreTableRefusal =
  /** The sheet, the paper or the request is not what the page showed. */
  | { type: "stale-version" }
  /** The round does not take sheets now. */
  | { type: "round-not-open" }
  /** Nothing is handed in there, or it has been decided. */
  | { type: "illegal-step" }
  | { type: "sheet-locked" | "recused" }
  | { type: "same-person" }
  /** The panel confers on the entry. */
  | { type: "entry-held" }
  /** The judge has a draft on the tablet, which the paper would replace without anybody having said so. */
  | { type: "draft-there" }
  | { type: "reopening-asked" | "paper-begun" | "check-asked" };
