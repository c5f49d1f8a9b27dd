import type { Transaction } from "kysely";
import type { Actor } from "~/rules/accounts/access.ts";
import type { Tie } from "~/rules/review/conflict.ts";
import type { DB } from "~db/schema.ts";
import { roundToSetUp } from "../rounds/round-to-set-up.ts";

/** Why an act on a review was refused. */
export type ReviewRefusal =
  /** How the round is reviewed is not set yet. */
  | { type: "review-not-set" }
  | { type: "round-not-open" }
  /** What was looked at has changed: the assignment, the panel, the entries, the standings. */
  | { type: "stale-preview" }
  /** The judge is tied to the project in these ways. */
  | { type: "conflict"; ties: Tie[] }
  | { type: "already-assigned" | "not-assigned" | "sheet-begun" };

/** The preliminary round, locked against every other change of it, when the actor may set it up; else null. */
export async function reviewRound(asked: { trx: Transaction<DB>; actor: Actor; input: { round: string } }) {
  const subject = await roundToSetUp(asked);
  return subject?.round.kind === "preliminary" ? subject : null;
}
