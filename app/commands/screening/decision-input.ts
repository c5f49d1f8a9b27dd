import { z } from "zod";
import { correctable, isCorrectable } from "~/rules/screening/correction.ts";

const about = { code: z.string().max(20), version: z.number().int() };
const reason = z.string().trim().min(1).max(1000);
const round = z.string().min(1).max(64);
const mostCorrections = correctable.reduce((sum, { paths }) => sum + paths.length, 0);

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
  }),
  z.object({ ...about, decision: z.literal("wait"), round }),
  z.object({ ...about, decision: z.literal("ineligible"), reason }),
  returned.refine((input) => Boolean(input.reason) || input.corrections.length > 0, {
    path: ["corrections"],
    params: { reason: "reason-or-correction" },
  }),
  z.object({ ...about, decision: z.literal("take-back"), reason }),
]);
export type DecisionInput = z.output<typeof decisionInput>;
