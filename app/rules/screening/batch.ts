import { z } from "zod";

/** What screeners do to many applications at once; each row is answered by itself, as if it had been done alone. */
export const batchActs = ["qualify", "wait", "return", "ineligible", "take-back", "assign"] as const;
export type BatchAct = (typeof batchActs)[number];

/** How many applications one batch holds at most. */
export const mostInBatch = 20_000;

const reason = z.string().trim().min(1).max(1000);
/** A heat by its slug; empty: the one that each applicant wished for. */
const round = z.string().max(64);

/**
 * An act with all that it needs to know. `anyway`: why those are let in too whom the rules of eligibility do not admit, or
 * not before somebody has checked by hand; left out, they stay as they are, and their rows say so.
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

/** Verdicts of the rules with which nobody is let in without a word: not admitted, or still to be checked by hand. */
export const doubtfulVerdicts = ["not-met", "by-hand"] as const;

export function isDoubtful(eligibility: string | null): eligibility is (typeof doubtfulVerdicts)[number] {
  return doubtfulVerdicts.some((verdict) => verdict === eligibility);
}

/**
 * Why the act must leave the application as it is: the rules do not admit it, or somebody has yet to check it by hand, and nobody
 * said why it comes in anyway. Null where it need not.
 */
export function whyLeftOut(input: BatchInput, eligibility: string | null): "not-eligible" | "not-checked" | null {
  if (!isAdmitting(input.act) || !isDoubtful(eligibility) || ("anyway" in input && input.anyway)) return null;
  return eligibility === "not-met" ? "not-eligible" : "not-checked";
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
  "not-checked",
  "no-such-screener",
  "not-found",
  "unexpected",
] as const;
