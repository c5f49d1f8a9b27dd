import { z } from "zod";

/** How marks become totals and totals become ranks: the contract of a contest folder's `rule`. */
export type Rule = z.infer<typeof ruleSchema>;
export type TieStep = Rule["ties"][number];

/** A ladder longer than this parts nobody any more. */
export const MOST_TIE_STEPS = 20;

const places = z.number().int().min(0).max(10).optional();
const count = z.number().int().min(0).max(99);

export const tieStepSchema = z.union([
  z.enum(["untrimmed-mean", "head-judge", "highest-sheet", "vote"]),
  z.string().regex(/^criterion:.+$/) as z.ZodType<`criterion:${string}`>,
]);

const combineSchema = z.discriminatedUnion("method", [
  z.strictObject({ method: z.literal("mean") }),
  z.strictObject({ method: z.literal("median") }),
  z.strictObject({ method: z.literal("sum") }),
  z
    .strictObject({ method: z.literal("trimmed-mean"), high: count, low: count, atLeast: count.optional() })
    .refine((trim) => (trim.atLeast ?? Number.POSITIVE_INFINITY) >= trim.high + trim.low + 1, {
      path: ["atLeast"],
      params: { reason: "at-least-too-low" },
      message: "atLeast must leave a value over: at least high + low + 1",
    }),
]);

export const ruleSchema = z.strictObject({
  level: z.enum(["sheet", "criterion"]),
  combine: combineSchema,
  missing: z.enum(["skip", "zero"]),
  /** Decimal places to round to, half-up; a place left out means not rounded. */
  places: z.strictObject({ sheet: places, combined: places, points: places, total: places }).default({}),
  /** In order; each a way to part entries with equal totals. */
  ties: z.array(tieStepSchema).max(MOST_TIE_STEPS).default([]),
  groups: z.enum(["together", "separate"]).default("together"),
});

/** The trimming of a rule, with the default of `atLeast`; zeros where the method does not trim. */
export function trimming(rule: Rule): { high: number; low: number; atLeast: number } {
  if (rule.combine.method !== "trimmed-mean") return { high: 0, low: 0, atLeast: 1 };
  const { high, low, atLeast = high + low + 1 } = rule.combine;
  return { high, low, atLeast };
}

const twoPlaces = { sheet: 2, combined: 2, points: 2, total: 2 };

/** Rules that contests commonly use (contest.md, "Score"), to start from. */
export const rulePresets = {
  /** 「去掉一个最高分和一个最低分,取其余评委的平均分,保留两位小数」 */
  trimmed: {
    level: "sheet",
    combine: { method: "trimmed-mean", high: 1, low: 1, atLeast: 4 },
    missing: "skip",
    places: twoPlaces,
    ties: ["untrimmed-mean", "head-judge", "vote"],
    groups: "together",
  },
  mean: {
    level: "sheet",
    combine: { method: "mean" },
    missing: "skip",
    places: twoPlaces,
    ties: ["head-judge", "vote"],
    groups: "together",
  },
  median: {
    level: "sheet",
    combine: { method: "median" },
    missing: "skip",
    places: twoPlaces,
    ties: ["untrimmed-mean", "vote"],
    groups: "together",
  },
  /** As the International Skating Union does it: every criterion is trimmed by itself. */
  byCriterion: {
    level: "criterion",
    combine: { method: "trimmed-mean", high: 1, low: 1, atLeast: 4 },
    missing: "skip",
    places: twoPlaces,
    ties: ["untrimmed-mean", "vote"],
    groups: "together",
  },
} as const satisfies Record<string, Rule>;

export type RulePreset = keyof typeof rulePresets;
