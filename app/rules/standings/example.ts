import { fraction, parseDecimal, print, round, sum, times } from "~/primitives/fraction.ts";
import type { Criterion } from "../rounds/rubric.ts";
import { formatHundredths, parseMark } from "../scoring/mark.ts";
import type { Rule } from "./rule.ts";
import { type JudgedRound, standings } from "./scoring.ts";
import type { Standing } from "./standing.ts";

/** Sample marks in hundredths by entry, criterion and judge; null where the judge left the criterion blank. */
export type SampleMarks = (number | null)[][][];

export type SampleCriterion = Pick<Criterion, "key" | "label" | "labelEn" | "max" | "step" | "factor">;

export const sampleEntries = ["A", "B", "C"] as const;
export const sampleJudges = ["J1", "J2", "J3", "J4", "J5", "J6", "J7"] as const;

/**
 * Percent of the maximum, by entry and judge. The first two entries have the same middle marks and other extremes, so they
 * tie where extremes are dropped; the last judge of the third left one criterion blank.
 */
const samplePercents: [entry: number[], entry: number[], entry: number[]] = [
  [90, 86, 84, 88, 70, 82, 80],
  [98, 86, 84, 88, 70, 82, 80],
  [76, 90, 80, 84, 78, 74, 82],
];

/** At most this many criteria of the rubric stand in the example: it must fit on a screen. */
const criteriaShown = 2;

/** The criteria of the example: those that break ties first, then the others in order. */
export function sampleCriteria<C extends SampleCriterion>(criteria: readonly C[], ties: Rule["ties"]): C[] {
  const named = criteria.filter((each) => ties.includes(`criterion:${each.key}`));
  const chosen = new Set([...named, ...criteria].slice(0, Math.max(criteriaShown, named.length)));
  return criteria.filter((each) => chosen.has(each));
}

/** The marks that the example starts with, each on its criterion's step. */
export function sampleMarks(criteria: readonly SampleCriterion[]): SampleMarks {
  return samplePercents.map((percents, entry) =>
    criteria.map(({ max, step }, criterion) =>
      percents.map((percent, judge) => {
        const blank = entry === 2 && judge === percents.length - 1 && criterion === criteria.length - 1;
        return blank ? null : Math.min(max - (max % step), Math.round((max * percent) / 100 / step) * step);
      }),
    ),
  );
}

/** The standings of the example by the rule; the first judge is the head, nobody has voted. */
export function sampleStandings(criteria: readonly SampleCriterion[], marks: SampleMarks, rule: Rule): Standing[] {
  return standings({
    criteria: criteria.map(({ key, max, step, factor }) => ({ key, max, step, factor })),
    judges: sampleJudges.map((key, at) => ({ key, head: at === 0 })),
    entries: sampleEntries.map((title, at) => ({ key: title, title, group: null, order: at + 1 })),
    sheets: sampleEntries.flatMap((entry, e) => sampleJudges.map((judge, j) => sheetOf(entry, judge, e, j))),
    rule,
  });

  function sheetOf(entry: string, judge: string, e: number, j: number): JudgedRound["sheets"][number] {
    const given = criteria.flatMap(({ key }, c) => {
      const mark = marks[e]?.[c]?.[j] ?? null;
      return mark === null ? [] : [[key, mark] as const];
    });
    return { entry, judge, marks: Object.fromEntries(given) };
  }
}

/** Each sheet's total as the rule rounds it, by entry and judge; null where the sheet does not count. */
export function sampleSheetTotals(
  criteria: readonly SampleCriterion[],
  marks: SampleMarks,
  rule: Rule,
): (string | null)[][] {
  return sampleEntries.map((_, e) =>
    sampleJudges.map((_, j) => {
      const given = criteria.map((_, c) => marks[e]?.[c]?.[j] ?? null);
      if (rule.missing === "skip" && given.includes(null)) return null;
      const points = criteria.map(({ factor }, c) => times(parseDecimal(factor), fraction(given[c] ?? 0, 100)));
      return print(round(sum(points), rule.places.sheet), rule.places.sheet);
    }),
  );
}

/** The sample marks as the texts of their fields, by criterion key, entry after entry; "" for a blank. */
export type SampleTexts = Record<string, string[]>;

export const sampleFieldName = (criterion: string) => `mark-${criterion}`;

/** The texts that the example starts with. */
export function sampleTexts(criteria: readonly SampleCriterion[]): SampleTexts {
  const marks = sampleMarks(criteria);
  const textsOf = (c: number) =>
    marks.flatMap((entry) => (entry[c] ?? []).map((mark) => (mark === null ? "" : formatHundredths(mark))));
  return Object.fromEntries(criteria.map(({ key }, c) => [key, textsOf(c)]));
}

/** The texts in a form or an address; those that the example starts with where there are none. */
export function readSampleTexts(from: FormData | URLSearchParams, criteria: readonly SampleCriterion[]): SampleTexts {
  const start = sampleTexts(criteria);
  const count = sampleEntries.length * sampleJudges.length;
  for (const { key } of criteria) {
    const sent = from.getAll(sampleFieldName(key)).map((text) => String(text).trim());
    if (sent.length === count) start[key] = sent;
  }
  return start;
}

/** The marks that the texts say; what is no mark of its criterion is a blank. */
export function marksOfTexts(criteria: readonly SampleCriterion[], texts: SampleTexts): SampleMarks {
  return sampleEntries.map((_, e) =>
    criteria.map((criterion) =>
      sampleJudges.map((_, j) => {
        const read = parseMark(texts[criterion.key]?.[e * sampleJudges.length + j] ?? "", criterion);
        return "mark" in read ? read.mark : null;
      }),
    ),
  );
}
