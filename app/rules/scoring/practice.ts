import { z } from "zod";
import { digestOf } from "~/primitives/canonical-json.ts";
import {
  type Fraction,
  fraction,
  minus,
  over,
  print,
  round as roundFraction,
  sum,
  zero,
} from "~/primitives/fraction.ts";
import type { Criterion } from "../rounds/rubric.ts";
import { lackingMarks, type Marks, readMarks, runningTotal, type SheetProblem } from "./sheet.ts";

/**
 * Practice (试评): before a heat every judge marks one project that is no entry, for themselves; then each sees, alone, how far
 * they are from a reference sheet and from the panel. No mark of it counts anywhere.
 */

/** What the reference gives on one criterion: hundredths of a point, and in a sentence why. */
export interface ReferenceMark {
  mark: number;
  why: string | null;
}

/** The reference sheet, by criterion key. */
export type PracticeReference = Record<string, ReferenceMark>;

const words = (longest: number) => z.string().trim().max(longest);

/** A practice project as an organizer writes it: marks as decimal strings by criterion key. */
export const practiceSchema = z.object({
  title: words(200).min(1),
  titleEn: words(200).transform((text) => text || null),
  description: words(5000),
  descriptionEn: words(5000).transform((text) => text || null),
  marks: z.record(z.string().max(40), z.string().max(40)),
  reasons: z.record(z.string().max(40), words(400)),
});
export type PracticeInput = z.output<typeof practiceSchema>;

type Measured = Pick<Criterion, "key" | "label" | "max" | "step">;

/** The reference as it was written, or what is wrong with its marks: every criterion needs one. */
export function readReference(
  criteria: Measured[],
  { marks: written, reasons }: Pick<PracticeInput, "marks" | "reasons">,
): { reference: PracticeReference; problems: SheetProblem[] } {
  const { marks, problems } = readMarks(criteria, written);
  const lacking = lackingMarks(criteria, marks).filter(({ key }) => !problems.some((each) => each.key === key));
  const reference = criteria.flatMap(({ key }): [string, ReferenceMark][] => {
    const mark = marks[key];
    return mark === undefined ? [] : [[key, { mark, why: reasons[key] || null }]];
  });
  return { reference: Object.fromEntries(reference), problems: [...problems, ...lacking] };
}

/** A round's practice project as it is stored. */
export interface Practice {
  title: string;
  titleEn: string | null;
  description: string;
  descriptionEn: string | null;
  reference: PracticeReference;
}

/** Stands for a practice project as it was looked at; for none, too. */
export function practiceVersion(practice: Practice | null): string {
  if (!practice) return digestOf(null);
  const { title, titleEn, description, descriptionEn, reference } = practice;
  return digestOf({ title, titleEn, description, descriptionEn, reference });
}

/** Whether the reference still fits the rubric, which may have changed since it was written: all of its criteria, and marks that it takes. */
export function isReferenceWhole(criteria: readonly Measured[], reference: PracticeReference): boolean {
  return criteria.every(({ key, max, step }) => {
    const mark = reference[key]?.mark;
    return mark !== undefined && mark <= max && mark % step === 0;
  });
}

/** Of fewer sheets a mean would tell a judge what one other judge gave. */
export const fewestForMean = 3;

/** One line of the comparison: marks as decimals, distances with their sign; null where there is nothing to compare. */
export interface ComparedMark {
  own: string | null;
  reference: string | null;
  fromReference: string | null;
  /** Of all sheets that were handed in, the own one among them; to two decimals. */
  mean: string | null;
  fromMean: string | null;
}

export interface PracticeComparison {
  criteria: (ComparedMark & { key: string; why: string | null })[];
  total: ComparedMark;
}

/**
 * A judge's own practice sheet (null: none was handed in) beside the reference and the panel's mean. `panel`: the marks of every
 * sheet that was handed in. Distances are exact before they are rounded to two decimals.
 */
export function comparePractice({
  criteria,
  reference,
  own,
  panel,
}: {
  criteria: readonly Criterion[];
  reference: PracticeReference;
  own: Marks | null;
  panel: readonly Marks[];
}): PracticeComparison {
  const marked = (marks: Marks) => criteria.every(({ key }) => Object.hasOwn(marks, key));
  const whole = panel.filter(marked);
  const meanOf = (of: (marks: Marks) => Fraction) =>
    whole.length < fewestForMean ? null : over(sum(whole.map(of)), fraction(whole.length));
  const referenceMarks: Marks = Object.fromEntries(Object.entries(reference).map(([key, { mark }]) => [key, mark]));
  const totalOf = (marks: Marks) => runningTotal([...criteria], marks);
  return {
    criteria: criteria.map(({ key }) => {
      const points = (marks: Marks | null) => (marks?.[key] === undefined ? null : fraction(marks[key], 100));
      const mean = meanOf((marks) => points(marks) ?? zero);
      return { key, why: reference[key]?.why ?? null, ...compared(points(own), points(referenceMarks), mean) };
    }),
    total: compared(
      own && marked(own) ? totalOf(own) : null,
      marked(referenceMarks) ? totalOf(referenceMarks) : null,
      meanOf(totalOf),
    ),
  };
}

function compared(own: Fraction | null, reference: Fraction | null, mean: Fraction | null): ComparedMark {
  return {
    own: own && print(own, undefined),
    reference: reference && print(reference, undefined),
    fromReference: own && reference && signed(minus(own, reference)),
    mean: mean && print(roundFraction(mean, places), places),
    fromMean: own && mean && signed(minus(own, mean)),
  };
}

const places = 2;

/** A distance with its sign: "+1.5", "−0.33", "0". */
function signed(distance: Fraction): string {
  const rounded = roundFraction(distance, places);
  const below = rounded.over < 0n;
  const text = print(below ? minus(zero, rounded) : rounded, undefined);
  return text === "0" ? text : `${below ? "−" : "+"}${text}`;
}
