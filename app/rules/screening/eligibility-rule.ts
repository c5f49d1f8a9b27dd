import { z } from "zod";
import { isDay } from "~/primitives/local-time.ts";
import type { GroupTerms } from "../applications/application.ts";

/**
 * Who may take part, as data of the edition (contest.md, "Registration"): each rule with its parameters, the groups that it
 * is for, and, where the edition says it in its own words, its message.
 */

const day = z.string().refine(isDay, "a day, YYYY-MM-DD");
const years = z.number().int().min(0).max(120);
const decimal = z.string().regex(/^\d{1,9}(\.\d{1,4})?$/, "a decimal number, such as 20 or 12.5");
const words = z.array(z.string().trim().min(1).max(100)).min(1).max(500);

const about = {
  /** Names the rule in findings and checks: it stays while its parameters change. */
  key: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/),
  /** Keys of the groups that the rule is for; left out: for all. */
  groups: z.array(z.string().min(1).max(64)).min(1).max(20).optional(),
  message: z.strictObject({ zh: z.string().trim().min(1).max(300), en: z.string().trim().min(1).max(300) }).optional(),
};

const eligibilityRuleSchema = z.discriminatedUnion("kind", [
  /** The leader's age in full years on a day: at least, at most, or both. */
  z
    .strictObject({ ...about, kind: z.literal("leader-age"), least: years.optional(), most: years.optional(), on: day })
    .refine(({ least, most }) => least !== undefined || most !== undefined, "least or most is needed")
    .refine(({ least = 0, most = 120 }) => least <= most, "least is above most"),
  /** The leader's degree; a patent, a senior professional title or a talent programme may stand in for it. */
  z.strictObject({
    ...about,
    kind: z.literal("degree"),
    least: z.enum(["bachelor", "master", "doctor"]),
    instead: z
      .array(z.enum(["patent", "profession", "talent-title"]))
      .max(3)
      .default([]),
  }),
  /** The company is younger than so many years on a day. */
  z.strictObject({ ...about, kind: z.literal("company-age"), under: years.min(1), on: day }),
  /** The company was not registered at one of these places (words of the place), or only from a day on. */
  z.strictObject({ ...about, kind: z.literal("not-registered-locally"), places: words, before: day.optional() }),
  /** In per cent. */
  z.strictObject({ ...about, kind: z.literal("leader-stake"), least: decimal }),
  /** In 万元. */
  z.strictObject({ ...about, kind: z.literal("paid-in-capital"), least: decimal }),
  z
    .strictObject({
      ...about,
      kind: z.literal("team-size"),
      least: z.number().int().min(1).max(20).optional(),
      most: z.number().int().min(1).max(20).optional(),
    })
    .refine(({ least, most }) => least !== undefined || most !== undefined, "least or most is needed")
    .refine(({ least = 1, most = 20 }) => least <= most, "least is above most"),
  /** One entry a person, across groups. */
  z.strictObject({ ...about, kind: z.literal("one-entry") }),
  /** Words that a name must not hold. */
  z.strictObject({
    ...about,
    kind: z.literal("barred-words"),
    words,
    fields: z
      .array(z.enum(["projectTitle", "companyName"]))
      .min(1)
      .max(2)
      .default(["projectTitle"]),
  }),
  /** No winner of an earlier contest: as declared, and by a list of names of people, companies and projects. */
  z.strictObject({
    ...about,
    kind: z.literal("previous-winner"),
    names: z.array(z.string().trim().min(1).max(200)).max(2000).default([]),
  }),
]);
export type EligibilityRule = z.output<typeof eligibilityRuleSchema>;
export type EligibilityKind = EligibilityRule["kind"];

export const eligibilityKinds = [
  "leader-age",
  "degree",
  "company-age",
  "not-registered-locally",
  "leader-stake",
  "paid-in-capital",
  "team-size",
  "one-entry",
  "barred-words",
  "previous-winner",
] as const satisfies readonly EligibilityKind[];

/** The rules of an edition; no two have the same key. */
export const eligibilitySchema = z
  .array(eligibilityRuleSchema)
  .max(40)
  .refine((rules) => new Set(rules.map(({ key }) => key)).size === rules.length, "two rules have the same key");

/** The rules as the database holds them. Throws where they are not in form: they were checked when they were written. */
export function eligibilityOf(stored: unknown): EligibilityRule[] {
  return eligibilitySchema.parse(stored);
}

/** The fields that the rules for a group look at, which must therefore be filled in; `group` is its key. */
export function fieldsAsked(rules: readonly EligibilityRule[], group: string | null): string[] {
  return rules.filter((rule) => isFor(rule, group)).flatMap(({ kind }) => neededFields[kind] ?? []);
}

/** What the rules for a group say of names and of the number of members; `group` is its key. The strictest counts. */
export function termsOfGroup(rules: readonly EligibilityRule[], group: string | null): GroupTerms {
  const here = rules.filter((rule) => isFor(rule, group));
  const sizes = here.flatMap((rule) => (rule.kind === "team-size" ? [rule] : []));
  const least = sizes.flatMap((rule) => rule.least ?? []);
  const most = sizes.flatMap((rule) => rule.most ?? []);
  const barred = here.flatMap((rule) =>
    rule.kind === "barred-words" ? rule.fields.map((field) => ({ field, words: rule.words })) : [],
  );
  return {
    ...(least.length > 0 ? { leastMembers: Math.max(...least) } : {}),
    ...(most.length > 0 ? { mostMembers: Math.min(...most) } : {}),
    ...(barred.length > 0 ? { barred } : {}),
  };
}

/** Whether a rule is for that group; one without a list is for all. */
export function isFor({ groups }: EligibilityRule, group: string | null): boolean {
  return groups === undefined || (group !== null && groups.includes(group));
}

const neededFields: Partial<Record<EligibilityKind, string[]>> = {
  "leader-stake": ["leaderStake"],
  "paid-in-capital": ["companyPaidIn"],
  "previous-winner": ["priorWinner"],
};
