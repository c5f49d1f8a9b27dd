import { z } from "zod";
import { type ApplicationState, applicationStates } from "../applications/application-state.ts";
import { correctable, isCorrectable } from "./correction.ts";

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

const seenSchema = z.object({
  seen: z.object({ state: z.enum(applicationStates), submittedAt: z.string().nullable(), roundId: z.int().nullable() }),
});

/** A proposed decision, and what the application was like when it was proposed. */
export type Proposal = DecisionInput & z.output<typeof seenSchema>;

/** The proposal that a row keeps. Throws when it is none: only decide-application writes rows. */
export function proposalOf(stored: unknown): Proposal {
  return { ...decisionInput.parse(stored), ...seenSchema.parse(stored) };
}

/** Whether the application has been handed in again, withdrawn or decided on since the decision was proposed. */
export function isOutdated(
  { seen }: Proposal,
  application: { state: ApplicationState; roundId: number | null; submittedAt: Date | null },
): boolean {
  return (
    seen.state !== application.state ||
    seen.roundId !== application.roundId ||
    seen.submittedAt !== (application.submittedAt?.toISOString() ?? null)
  );
}
