import { z } from "zod";
import { type ApplicationState, canStep } from "../applications/application-state.ts";
import { correctable, isCorrectable } from "./correction.ts";

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

const mostCorrections = correctable.reduce((sum, { paths }) => sum + paths.length, 0);

const about = { code: z.string().max(20), version: z.number().int() };

const reason = z.string().trim().min(1).max(1000);

const round = z.string().min(1).max(64);

const returned = z.object({
  ...about,
  decision: z.literal("return"),
  /** What is to be corrected as a whole. */
  reason: z.string().trim().max(1000).optional(),
  corrections: z
    .array(z.object({ path: z.string().max(64).refine(isCorrectable), reason }))
    .max(mostCorrections)
    .refine((all) => new Set(all.map(({ path }) => path)).size === all.length)
    .default([]),
  /** Until when it can be handed in again; left out, the end of the seventh day. */
  until: z.iso.datetime({ offset: true }).optional(),
});

/** What a screener decides, over which version. */
export const decisionInput = z.discriminatedUnion("decision", [
  z.object({
    ...about,
    decision: z.literal("qualify"),
    round,
    /** The screener knows that a strong duplicate has qualified, and goes on. */
    duplicatesSeen: z.boolean().default(false),
    /** Why it is let in although the rules of eligibility do not admit it: for the record alone. */
    reason: z.string().trim().max(1000).optional(),
  }),
  z.object({ ...about, decision: z.literal("wait"), round, reason: z.string().trim().max(1000).optional() }),
  z.object({ ...about, decision: z.literal("ineligible"), reason }),
  returned.refine((input) => Boolean(input.reason) || input.corrections.length > 0, {
    path: ["corrections"],
    params: { reason: "reason-or-correction" },
  }),
  z.object({ ...about, decision: z.literal("take-back"), reason }),
]);

export type DecisionInput = z.output<typeof decisionInput>;
