import { z } from "zod";

/** Who goes on from the heats into the final, as data of the edition (contest.md, "Advancement, notice, objections"). */

/** Of those who share the place on the line: all go on (「同分者均晋级」), the panel votes, or the preliminary score parts them. */
export const tieBreakers = ["all", "vote", "preliminary"] as const;
export type TieBreaker = (typeof tieBreakers)[number];

/** One step of a ladder: those whom it leaves equal on the line come to the next one. */
export const lineSteps = ["vote", "preliminary", "all"] as const;
export type LineStep = (typeof lineSteps)[number];

/** How a share of the ranked entries becomes a number of places. */
export const shareRoundings = ["up", "half-up", "down"] as const;
export type ShareRounding = (typeof shareRoundings)[number];

/** Over what an edition's places are distributed, and in proportion to what. */
export const quotaUnits = ["heat", "track", "group"] as const;
export const quotaBases = ["registrations", "judged"] as const;

export const capOwners = ["institution", "recommender"] as const;

/** By what the best of those behind the lines are found, across heats. */
export const wildcardMeasures = ["total", "z-score", "percentile"] as const;
export type WildcardMeasure = (typeof wildcardMeasures)[number];

const count = z.number().int().min(0).max(200);

const exceptionSchema = z.strictObject({
  /** The slug of a heat. */
  heat: z.string().min(1).max(64),
  /** The key of a group, where lines are drawn by groups; null: the heat's own line. */
  group: z.string().min(1).max(64).nullable(),
  places: count,
});

const shareSchema = z.strictObject({
  /** A decimal, without a sign. */
  percent: z.string().refine(isPercent, { error: "no percentage", params: { reason: "not-a-percentage" } }),
  rounding: z.enum(shareRoundings),
});

const quotaSchema = z.strictObject({
  /** Of the whole edition. */
  places: z.number().int().min(1).max(2000),
  over: z.enum(quotaUnits),
  by: z.enum(quotaBases),
  /** Each heat, track or group has at least so many. */
  least: count,
});

/** Settings that a rule does not have are missing in it: the digests of rules of before stay what they were. */
const advancementSettings = z.strictObject({
  /** The first so many of every line, unless a share or a quota says it. */
  places: count,
  /** Each group of a heat has a line of its own. */
  byGroup: z.boolean(),
  /** Lines with another number of places. */
  exceptions: z
    .array(exceptionSchema)
    .max(400)
    .refine((all) => new Set(all.map(({ heat, group }) => `${heat} ${group}`)).size === all.length, "a line twice"),
  ties: z.enum(tieBreakers),
  wildcards: z.strictObject({ places: count.min(1), by: z.enum(wildcardMeasures) }).nullable(),
  /** The places of a line are a share of its ranked entries. */
  share: shareSchema.optional(),
  /** The places of the edition are distributed by largest remainder. */
  quota: quotaSchema.optional(),
  /** No more than so many of one institution, or of one recommender, go on from a heat. */
  cap: z.strictObject({ most: count.min(1), of: z.enum(capOwners) }).optional(),
  /** What parts equals on the line, step by step; it takes the place of `ties`. */
  ladder: z
    .array(z.enum(lineSteps))
    .min(1)
    .refine((steps) => new Set(steps).size === steps.length, {
      error: "a step twice",
      params: { reason: "step-twice" },
    })
    .refine((steps) => !steps.slice(0, -1).includes("all"), {
      error: "behind all nobody is left",
      params: { reason: "all-not-last" },
    })
    .optional(),
  /** So many of each line stand by; missing: everybody behind it. */
  reserves: count.optional(),
  /** When one withdraws, the next moves up (递补). */
  substitutes: z.boolean(),
  /** Nobody goes on before the public notice of every result is over. */
  afterNotice: z.boolean(),
});

export const advancementRuleSchema = advancementSettings
  .refine(({ share, quota }) => !share || !quota, { path: ["quota"], error: "a share or a quota" })
  .refine(({ quota, byGroup }) => quota?.over !== "group" || byGroup, {
    path: ["quota", "over"],
    error: "groups have no lines",
    params: { reason: "groups-without-lines" },
  });
export type AdvancementRule = z.output<typeof advancementRuleSchema>;

function isPercent(text: string): boolean {
  return /^\d{1,3}(\.\d{1,2})?$/.test(text) && Number(text) > 0 && Number(text) <= 100;
}

/** What a form begins with where nothing is settled yet. */
export const defaultAdvancementRule: AdvancementRule = {
  places: 3,
  byGroup: false,
  exceptions: [],
  ties: "vote",
  wildcards: null,
  substitutes: true,
  afterNotice: true,
};

/** The rule as the database holds it; null where none is settled. Throws where it is not in form: it was checked when it was written. */
export function advancementOf(stored: unknown): AdvancementRule | null {
  return stored === null ? null : advancementRuleSchema.parse(stored);
}

/** The number of places that a heat's line, or that of a group in it, has for itself; undefined where the usual one holds. */
export function ownPlaces(rule: AdvancementRule, heat: string, group: string | null): number | undefined {
  return rule.exceptions.find((each) => each.heat === heat && each.group === group)?.places;
}
