import { z } from "zod";

/** How marks become totals and totals become ranks: the contract of a contest folder's `rule`. */
export type Rule = z.infer<typeof ruleSchema>;
export type TieStep = Rule["ties"][number];

/** A ladder longer than this parts nobody any more. */
export const MOST_TIE_STEPS = 20;

const places = z.number().int().min(0).max(10).optional();
const count = z.number().int().min(0).max(99);

/** Where a value is rounded, step by step. */
const firstPlaces = { sheet: places, combined: places, points: places, total: places };
const laterPlaces = {
  judgeMean: places,
  judgeSd: places,
  normalised: places,
  kind: places,
  judged: places,
  panelMean: places,
  coefficient: places,
  scaled: places,
  overall: places,
};
const placesSchema = z.strictObject({ ...firstPlaces, ...laterPlaces });
export type Place = keyof typeof firstPlaces | keyof typeof laterPlaces;
export const placeNames = Object.keys(placesSchema.shape) as Place[];

const cut = z.enum(["half-up", "truncate"]);
const key = z.string().min(1).max(200);
const amount = z.number().min(-1e9).max(1e9);
const above0 = amount.refine((value) => value > 0, { params: { reason: "not-above-0" }, message: "must be above 0" });

const namedTieSteps = [
  "untrimmed-mean",
  "head-judge",
  "highest-sheet",
  "vote",
  "unrounded-total",
  "sum-of-sheets",
  "panel-points",
  "own-total",
  "fewest-penalties",
] as const;

/** Steps that name a criterion, a part, or a round whose total is carried. */
export const tieStepSchema = z.union([
  z.enum(namedTieSteps),
  z.string().regex(/^criterion:.+$/) as z.ZodType<`criterion:${string}`>,
  z.string().regex(/^part:.+$/) as z.ZodType<`part:${string}`>,
  z.string().regex(/^carried:.+$/) as z.ZodType<`carried:${string}`>,
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
export type Combine = z.infer<typeof combineSchema>;

const atLeast = z.number().int().min(2).max(1_000_000).optional();
const normaliseSchema = z.discriminatedUnion("method", [
  z.strictObject({ method: z.literal("standard-score"), mean: amount, sd: above0, atLeast }),
  z.strictObject({ method: z.literal("to-pool"), atLeast }),
]);
const kindSchema = z.strictObject({ key, label: z.string().min(1), weight: above0, combine: combineSchema.optional() });
const coefficientSchema = z.strictObject({
  of: z.enum(["entries", "panels"]),
  high: count.default(0),
  low: count.default(0),
});
/** The part is what the hall votes: its share of all votes, or of those of the entry with the most; a ballot names up to `choices` entries. */
const hallSchema = z.strictObject({
  of: z.enum(["votes", "most"]),
  choices: z.number().int().min(1).max(20).default(1),
});
const partSchema = z
  .strictObject({
    key,
    label: z.string().min(1),
    min: amount.default(0),
    max: amount,
    step: above0,
    weight: amount.default(1),
    hall: hallSchema.optional(),
  })
  .refine(({ min, max }) => min < max, {
    path: ["max"],
    params: { reason: "not-above-min" },
    message: "must be above min",
  })
  .refine(({ hall, min }) => !hall || min === 0, {
    path: ["min"],
    params: { reason: "hall-scale" },
    message: "must be 0 where the hall votes",
  })
  .refine(({ hall, step }) => !hall || step === 0.01, {
    path: ["step"],
    params: { reason: "hall-scale" },
    message: "must be 0.01 where the hall votes",
  });
export type RulePart = z.infer<typeof partSchema>;
const carrySchema = z.strictObject({ round: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/), weight: above0 });
const thresholdsSchema = z.strictObject({
  total: amount.optional(),
  criteria: z.record(z.string(), amount).optional(),
  below: z.enum(["unranked", "marked"]),
});

/** How the judges' orders rank instead of their points: the sum of places, the majorities of the skating system, or all of it, criterion by criterion. */
export const placingMethods = ["sum", "majority", "skating"] as const;
const placingsSchema = z.strictObject({ method: z.enum(placingMethods) });

/** Settings that make a total of points, which a rule of places has none of. */
export const pointSettings = [
  "normalise",
  "kinds",
  "coefficient",
  "parts",
  "floor",
  "ceiling",
  "carry",
  "weight",
  "thresholds",
] as const;
const pointSteps: readonly string[] = ["unrounded-total", "panel-points"];

/** Settings of the second edition: each optional, each does nothing where it is left out. */
const laterSettings = {
  rounding: z.union([cut, z.partialRecord(z.enum(placeNames as [Place, ...Place[]]), cut)]).optional(),
  normalise: normaliseSchema.optional(),
  kinds: z.array(kindSchema).min(1).max(50).optional(),
  coefficient: coefficientSchema.optional(),
  parts: z.array(partSchema).min(1).max(100).optional(),
  floor: amount.optional(),
  ceiling: amount.optional(),
  carry: z.array(carrySchema).min(1).max(20).optional(),
  weight: above0.optional(),
  thresholds: thresholdsSchema.optional(),
  lacking: z.enum(["last", "skip"]).optional(),
  placings: placingsSchema.optional(),
};

export const ruleSchema = z
  .strictObject({
    level: z.enum(["sheet", "criterion"]),
    combine: combineSchema,
    missing: z.enum(["skip", "zero"]),
    /** Decimal places to round to; a place left out means not rounded. */
    places: placesSchema.default({}),
    /** In order; each a way to part entries with equal totals. */
    ties: z.array(tieStepSchema).max(MOST_TIE_STEPS).default([]),
    groups: z.enum(["together", "separate"]).default("together"),
    ...laterSettings,
  })
  .superRefine((rule, context) => {
    const refuse = (path: (string | number)[], message: string, reason?: string) =>
      context.addIssue({ code: "custom", path, message, ...(reason && { params: { reason } }) });
    if (rule.level === "criterion") {
      for (const setting of ["normalise", "kinds", "coefficient"] as const)
        if (rule[setting]) refuse([setting], `has no meaning at level "criterion"`);
      if (rule.placings) refuse(["placings"], `has no meaning at level "criterion"`);
    }
    if (rule.placings) {
      for (const setting of pointSettings)
        if (rule[setting] !== undefined) refuse([setting], "has no meaning with placings");
    }
    if (rule.normalise && rule.places.normalised === undefined)
      refuse(["places", "normalised"], "is required with normalise", "places-needed");
    for (const [place, part] of (rule.parts ?? []).entries())
      if (part.hall && rule.parts?.findIndex(({ hall }) => hall) !== place)
        refuse(["parts", place, "hall"], "the hall votes on one part alone", "one-hall");
    if (rule.weight !== undefined && !rule.carry) refuse(["weight"], "has no meaning without carry");
    if (rule.floor !== undefined && rule.ceiling !== undefined && rule.floor > rule.ceiling)
      refuse(["ceiling"], "is below floor", "below-floor");
    for (const [list, keys] of Object.entries({
      kinds: rule.kinds?.map((each) => each.key),
      parts: rule.parts?.map((each) => each.key),
      carry: rule.carry?.map((each) => each.round),
    })) {
      for (const [place, each] of (keys ?? []).entries())
        if (keys?.indexOf(each) !== place) refuse([list, place], `${JSON.stringify(each)} is there twice`, "twice");
    }
    for (const [place, step] of rule.ties.entries()) {
      const flaw = flawOfStep(step, rule);
      if (rule.placings && pointSteps.includes(step))
        refuse(["ties", place], "has no meaning with placings", "not-of-places");
      else if (flaw) refuse(["ties", place], flaw, step.startsWith("part:") ? "unknown-part" : "not-carried");
    }
  });

export type TieStepKind = (typeof namedTieSteps)[number] | "criterion" | "part" | "carried";

/** The kind of a tie step, and the key of the criterion or part, or the slug of the round, that it names ("" where it names none). */
export function tieStepKind(step: TieStep): { kind: TieStepKind; of: string } {
  const at = step.indexOf(":");
  if (at < 0) return { kind: step as TieStepKind, of: "" };
  return { kind: step.slice(0, at) as TieStepKind, of: step.slice(at + 1) };
}

/** A step must name what the rule has; criteria are known to the rubric alone. */
function flawOfStep(step: string, rule: { parts?: { key: string }[]; carry?: { round: string }[] }): string | null {
  const named = step.slice(step.indexOf(":") + 1);
  if (step.startsWith("part:") && !rule.parts?.some((part) => part.key === named))
    return `names the unknown part ${JSON.stringify(named)}`;
  if (step.startsWith("carried:") && !rule.carry?.some((each) => each.round === named))
    return `names a round that is not carried: ${JSON.stringify(named)}`;
  return step === "own-total" && !rule.carry ? "has no meaning without carry" : null;
}

/** What of a rule the first edition does not know; null where it knows all of it. Shapes as in the rule itself. */
export function laterSettingsOf(rule: Rule): Partial<Rule> | null {
  const later = Object.fromEntries(
    Object.keys(laterSettings).flatMap((name) => {
      const value = rule[name as keyof typeof laterSettings];
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const places = Object.fromEntries(
    Object.keys(laterPlaces).flatMap((name) => {
      const value = rule.places[name as Place];
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const all = { ...later, ...(Object.keys(places).length > 0 && { places }) };
  return Object.keys(all).length > 0 ? all : null;
}

/** Whether the rule has a step that the first edition does not know: its ladder may pass over steps without being one. */
export function isOfSecondEdition(rule: Rule): boolean {
  return laterSettingsOf({ ...rule, lacking: undefined }) !== null;
}

/** Whether these settings make more of an entry's sheets than their combined value. */
export function hasLaterSteps(settings: Partial<Rule> | null): boolean {
  return Object.keys(settings ?? {}).some((name) => name !== "lacking" && name !== "rounding");
}

/** Whether a judge has one value of an entry, which may be changed after conferring: not where criteria are taken one by one. */
export function hasJudgeValues({ level, placings }: Pick<Rule, "level" | "placings">): boolean {
  return level === "sheet" && placings?.method !== "skating";
}

/** Whether the rule makes places of each criterion, which then all count the same; `factors` of the rubric. */
export function weighsCriteria({ placings }: Pick<Rule, "placings">, factors: readonly string[]): boolean {
  return placings?.method === "skating" && factors.some((factor) => Number(factor) !== Number(factors[0]));
}

/** The trimming of a rule, with the default of `atLeast`; zeros where the method does not trim. */
export function trimming({ combine }: { combine: Combine }): { high: number; low: number; atLeast: number } {
  if (combine.method !== "trimmed-mean") return { high: 0, low: 0, atLeast: 1 };
  const { high, low, atLeast = high + low + 1 } = combine;
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
    lacking: "skip",
  },
  mean: {
    level: "sheet",
    combine: { method: "mean" },
    missing: "skip",
    places: twoPlaces,
    ties: ["head-judge", "vote"],
    groups: "together",
    lacking: "skip",
  },
  median: {
    level: "sheet",
    combine: { method: "median" },
    missing: "skip",
    places: twoPlaces,
    ties: ["untrimmed-mean", "vote"],
    groups: "together",
    lacking: "skip",
  },
  /** As the International Skating Union does it: every criterion is trimmed by itself. */
  byCriterion: {
    level: "criterion",
    combine: { method: "trimmed-mean", high: 1, low: 1, atLeast: 4 },
    missing: "skip",
    places: twoPlaces,
    ties: ["untrimmed-mean", "vote"],
    groups: "together",
    lacking: "skip",
  },
} as const satisfies Record<string, Rule>;

export type RulePreset = keyof typeof rulePresets;
