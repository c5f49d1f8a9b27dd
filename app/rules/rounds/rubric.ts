import { z } from "zod";
import { fraction, parseDecimal, print, sum, times } from "~/primitives/fraction.ts";
import { formatHundredths } from "../scoring/mark.ts";

/** A criterion of the rubric; `max` and `step` in hundredths of a point, `factor` a decimal string. */
export interface Criterion {
  key: string;
  label: string;
  labelEn: string | null;
  max: number;
  step: number;
  factor: string;
  /** From the highest floor down. */
  bands: Band[];
}

/** From `floorPercent` of the maximum up to the next band's floor. */
export interface Band {
  floorPercent: number;
  label: string;
  labelEn: string | null;
  guidance: string;
  guidanceEn: string | null;
}

/** A rubric as people write it: points and factor as decimal strings. */
export type RubricInput = z.input<typeof rubricSchema>;

const criteriaLimit = 30;
const bandLimit = 8;

const optionalText = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest)
    .nullish()
    .transform((text) => text || null);

/** Points such as "30" or "0.5", above zero, to whole hundredths. */
const points = z.string().transform((text, context) => {
  const match = /^(\d{1,5})(?:\.(\d{1,2}))?$/.exec(text.trim());
  const hundredths = match ? Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0")) : 0;
  if (hundredths > 0) return hundredths;
  context.addIssue({
    code: "custom",
    params: { reason: "not-points" },
    message: "must be points above 0 with at most two decimals, such as 0.5",
  });
  return z.NEVER;
});

/** A factor such as "1" or "0.15"; a negative one takes points away. */
const factor = z.string().transform((text, context) => {
  const plain = text.trim();
  if (/^-?\d{1,6}(\.\d{1,6})?$/.test(plain) && !/^-?0+(\.0+)?$/.test(plain)) {
    return print(parseDecimal(plain), undefined);
  }
  context.addIssue({
    code: "custom",
    params: { reason: "not-a-factor" },
    message: "must be a decimal other than 0 with at most six decimals, such as 1 or 0.15",
  });
  return z.NEVER;
});

const bandSchema = z.strictObject({
  floorPercent: z.number().int().min(0).max(99),
  label: z.string().trim().min(1).max(40),
  labelEn: optionalText(40),
  guidance: z.string().trim().max(400).default(""),
  guidanceEn: optionalText(400),
});

const criterionSchema = z.strictObject({
  key: z
    .string()
    .trim()
    .max(40)
    .regex(/^[A-Za-z0-9_-]*$/),
  label: z.string().trim().min(1).max(80),
  labelEn: optionalText(80),
  max: points,
  step: points,
  factor: factor.default("1"),
  bands: z.array(bandSchema).max(bandLimit).default([]),
});

/** Criteria in their order. A key left empty is made; bands come out from the highest floor down. */
export const rubricSchema = z
  .array(criterionSchema)
  .min(1)
  .max(criteriaLimit)
  .transform(withKeys)
  .superRefine((criteria, context) => {
    const refuse = (path: (string | number)[], reason: string, message: string) =>
      context.addIssue({ code: "custom", path, params: { reason }, message });
    for (const [place, { key, max, step, bands }] of criteria.entries()) {
      if (criteria.findIndex((other) => other.key === key) < place) refuse([place, "key"], "twice", "is there twice");
      // Otherwise nobody could give the full mark.
      if (max % step !== 0) refuse([place, "step"], "off-max", "must divide the maximum");
      for (const [at, { floorPercent }] of bands.entries()) {
        if (bands.findIndex((other) => other.floorPercent === floorPercent) < at) {
          refuse([place, "bands", at, "floorPercent"], "twice", "is there twice");
        }
      }
      if (bands.length > 0 && !bands.some((band) => band.floorPercent === 0)) {
        refuse([place, "bands", bands.length - 1, "floorPercent"], "no-lowest-band", "the lowest band must begin at 0");
      }
    }
  })
  .transform((criteria): Criterion[] =>
    criteria.map((criterion) => ({
      ...criterion,
      bands: [...criterion.bands].sort((a, b) => b.floorPercent - a.floorPercent),
    })),
  );

/** What a sheet of full marks adds up to, Σ factor × max: "100". A factor below zero takes away and adds nothing here. */
export function fullScore(criteria: Pick<Criterion, "factor" | "max">[]): string {
  const given = criteria.map(({ factor, max }) => times(parseDecimal(factor), fraction(max, 100)));
  return print(sum(given.filter((each) => each.over > 0n)), undefined);
}

/** The rubric as people write it, for forms and for comparing. */
export function writtenRubric(criteria: Criterion[]): Required<RubricInput[number]>[] {
  return criteria.map((criterion) => ({
    ...criterion,
    max: formatHundredths(criterion.max),
    step: formatHundredths(criterion.step),
  }));
}

/** Gives every criterion without a key the next free one of c1, c2, … */
function withKeys<C extends { key: string }>(criteria: C[]): C[] {
  const taken = new Set(criteria.map((each) => each.key));
  let next = 1;
  return criteria.map((each) => {
    if (each.key !== "") return each;
    while (taken.has(`c${next}`)) next++;
    taken.add(`c${next}`);
    return { ...each, key: `c${next}` };
  });
}
