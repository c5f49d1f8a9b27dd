import type { Transaction } from "kysely";
import { type Actor, can } from "~/rules/accounts/access.ts";
import { findRound, lockRound } from "~db/queries/rounds/rounds.ts";
import { findPractice } from "~db/queries/scoring/practices.ts";
import type { DB } from "~db/schema.ts";
import type { FieldError } from "../command.ts";

/** Why something about a round's practice project (试评) is not done. */
export type PracticeRefusal =
  | { type: "round-not-open" | "stale-version" | "rehearsal" | "practice-begun" | "practice-closed" }
  | { type: "no-practice" | "practice-not-whole" | "sheet-locked" }
  | { type: "invalid-input"; fields: FieldError[] };

/** The locked round with its practice, when the actor may set it up; else null. */
export async function practiceRound(request: { trx: Transaction<DB>; actor: Actor; input: { round: string } }) {
  const { trx, actor, input } = request;
  const found = await findRound(trx, input.round);
  if (!found || !can(actor, "set-up", { editionId: found.editionId, roundId: found.id })) return null;
  const round = await lockRound(trx, input.round);
  if (!round) return null;
  const practice = (await findPractice(trx, round.id)) ?? null;
  return { editionId: round.editionId, roundId: round.id, round, practice };
}
