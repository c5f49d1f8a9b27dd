import { z } from "zod";
import { type ApplicationState, canStep } from "../applications/application-state.ts";

/** What screeners do to many applications at once; each row is answered by itself, as if it had been done alone. */
export const batchActs = ["qualify", "wait", "return", "ineligible", "take-back", "assign"] as const;
export type BatchAct = (typeof batchActs)[number];

/** How many applications one batch holds at most. */
export const mostInBatch = 20_000;

const reason = z.string().trim().min(1).max(1000);
/** A heat by its slug; empty: the one that each applicant wished for. */
const round = z.string().max(64);

/**
 * An act with all that it needs to know. `anyway`: why those are let in too whom the rules of eligibility do not admit; left
 * out, they stay as they are, and their rows say so.
 */
export const batchInput = z.discriminatedUnion("act", [
  z.object({ act: z.literal("qualify"), round, anyway: reason.optional() }),
  z.object({ act: z.literal("wait"), round, anyway: reason.optional() }),
  z.object({ act: z.literal("return"), reason }),
  z.object({ act: z.literal("ineligible"), reason }),
  z.object({ act: z.literal("take-back"), reason }),
  /** The screener by id; empty: nobody. */
  z.object({ act: z.literal("assign"), screener: z.string().max(64) }),
]);
export type BatchInput = z.output<typeof batchInput>;

/** Whether an act lets applications into a heat, or onto its waiting list. */
export function isAdmitting(act: BatchAct): act is "qualify" | "wait" {
  return act === "qualify" || act === "wait";
}

/** Whether the act must leave the application as it is: the rules do not admit it, and nobody said why it comes in anyway. */
export function isLeftOut(input: BatchInput, eligibility: string | null): boolean {
  return isAdmitting(input.act) && eligibility === "not-met" && !("anyway" in input && input.anyway);
}

export function isBatchAct(word: string | null): word is BatchAct {
  return batchActs.some((act) => act === word);
}

/** Why a row of a batch is refused, as far as there are words of its own for it. */
export const batchRefusals = [
  "stale-version",
  "heat-full",
  "round-not-open",
  "already-decided",
  "take-back-first",
  "application-locked",
  "likely-duplicate",
  "proposal-waiting",
  "no-wish",
  "not-eligible",
  "no-such-screener",
  "not-found",
  "unexpected",
] as const;

/** A saved view is a filter and an order of the screening list under a name of the person's own. */

export const viewNameLength = 40;
/** How many a person may keep in an edition. */
export const mostViews = 30;

/** What screeners decide on an application; "take-back" opens the question again. */
const decisions = ["qualify", "ineligible", "return", "wait", "take-back"] as const;
export type Decision = (typeof decisions)[number];

const outcomes: Record<Decision, ApplicationState> = {
  qualify: "qualified",
  ineligible: "ineligible",
  return: "returned",
  wait: "waiting",
  "take-back": "submitted",
};

/** The state that a decision brings the application to. */
export function stateAfter(decision: Decision): ApplicationState {
  return outcomes[decision];
}

/**
 * Whether the decision can be made on an application in that state: the same one may be made again, with another heat or
 * other words; what is returned for correction must not have a place in a heat.
 */
export function canDecide(from: ApplicationState, decision: Decision): boolean {
  const to = outcomes[decision];
  return from === to ? decision !== "take-back" : canStep(from, to) && !(from === "draft" || from === "withdrawn");
}
