import { z } from "zod";

/** Who goes on from the heats into the final, as data of the edition (contest.md, "Advancement, notice, objections"). */

/** Of those who share the place on the line: all go on (「同分者均晋级」), the panel votes, or the preliminary score parts them. */
export const tieBreakers = ["all", "vote", "preliminary"] as const;
export type TieBreaker = (typeof tieBreakers)[number];

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

export const advancementRuleSchema = z.strictObject({
  /** The first so many of every line. */
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
  /** When one withdraws, the next moves up (递补). */
  substitutes: z.boolean(),
  /** Nobody goes on before the public notice of every result is over. */
  afterNotice: z.boolean(),
});
export type AdvancementRule = z.output<typeof advancementRuleSchema>;

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

/** How many places a heat's line has, or that of a group in it. */
export function placesOfHeat(rule: AdvancementRule, heat: string, group: string | null): number {
  const own = rule.exceptions.find((each) => each.heat === heat && each.group === group);
  return own?.places ?? rule.places;
}
