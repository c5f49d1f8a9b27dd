import type { Criterion } from "../rounds/rubric.ts";
import { formatHundredths, parseMark } from "../scoring/mark.ts";
import { countsAtAll, type JudgedRound, printSheetTotal } from "./judged-round.ts";
import { hasJudgeValues, type Rule, type RulePart } from "./rule.ts";
import { standingsAndFigures } from "./scoring.ts";
import type { RoundFigures, Standing } from "./standing.ts";

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

/** What the example holds beside marks, where the rule asks for it: each a text as in its field, "" for nothing. */
export interface SampleExtras {
  /** By part, of each entry. */
  parts: Record<string, string[]>;
  /** Of each entry: points added or taken off. */
  adjustments: string[];
  /** By earlier round, of each entry. */
  carried: Record<string, string[]>;
  /** What a judge gave after conferring: entry after entry, judge after judge. */
  revised: string[];
}

/** The panel of each entry of the example: two on the first, one on the second. */
export const samplePanels = ["A", "A", "B"] as const;

/** The kind of a judge of the example: the kinds share the judges in their order. */
export function sampleKind({ kinds }: Pick<Rule, "kinds">, judge: number): NonNullable<Rule["kinds"]>[number] | null {
  return kinds?.[Math.floor((judge * kinds.length) / sampleJudges.length)] ?? null;
}

/** The example as a judged round; the first judge is the head, nobody has voted. */
function sampleRound(
  criteria: readonly SampleCriterion[],
  marks: SampleMarks,
  rule: Rule,
  extras: SampleExtras,
): JudgedRound {
  const reason = "…";
  const decimalIn = (texts: string[] | undefined, at: number) => asDecimal(texts?.[at] ?? "");
  return {
    criteria: criteria.map(({ key, max, step, factor }) => ({ key, max, step, factor })),
    judges: sampleJudges.map((key, at) => ({ key, head: at === 0, kind: sampleKind(rule, at)?.key ?? null })),
    entries: sampleEntries.map((title, at) => ({
      key: title,
      title,
      group: null,
      order: at + 1,
      panel: rule.coefficient ? (samplePanels[at] ?? null) : null,
    })),
    sheets: sampleEntries.flatMap((entry, e) => sampleJudges.map((judge, j) => sheetOf(entry, judge, e, j))),
    rule,
    revisions: sampleEntries.flatMap((entry, e) =>
      sampleJudges.flatMap((judge, j) => {
        const score = decimalIn(extras.revised, e * sampleJudges.length + j);
        return score === null || !hasJudgeValues(rule) ? [] : [{ entry, judge, score, reason }];
      }),
    ),
    hall: (rule.parts ?? []).flatMap(({ key, hall }) =>
      sampleEntries.flatMap((entry, at) => {
        const votes = decimalIn(extras.parts[key], at);
        return hall && votes !== null && /^\d+$/.test(votes) ? [{ entry, votes: Number(votes) }] : [];
      }),
    ),
    parts: (rule.parts ?? []).flatMap(({ key, hall }) =>
      sampleEntries.flatMap((entry, at) => {
        const score = decimalIn(extras.parts[key], at);
        return score === null || hall ? [] : [{ entry, part: key, score }];
      }),
    ),
    adjustments: sampleEntries.flatMap((entry, at) => {
      const amount = Math.round(Number(decimalIn(extras.adjustments, at) ?? 0) * 100);
      return amount === 0 ? [] : [{ entry, amount, article: reason, reason }];
    }),
    carried: Object.fromEntries(
      (rule.carry ?? []).map(({ round }) => [
        round,
        {
          from: "closed",
          totals: Object.fromEntries(
            sampleEntries.flatMap((entry, at) => {
              const total = decimalIn(extras.carried[round], at);
              return total === null ? [] : [[entry, total]];
            }),
          ),
        },
      ]),
    ),
  };

  function sheetOf(entry: string, judge: string, e: number, j: number): JudgedRound["sheets"][number] {
    const given = criteria.flatMap(({ key }, c) => {
      const mark = marks[e]?.[c]?.[j] ?? null;
      return mark === null ? [] : [[key, mark] as const];
    });
    return { entry, judge, marks: Object.fromEntries(given) };
  }
}

/** A decimal of at most two places, written as one; null for anything else. */
function asDecimal(text: string): string | null {
  return /^-?\d{1,6}(\.\d{1,2})?$/.test(text) ? text : null;
}

/** The standings of the example by the rule, and what they say of it as a whole. */
export function sampleStandings(
  criteria: readonly SampleCriterion[],
  marks: SampleMarks,
  rule: Rule,
  extras: SampleExtras = sampleExtras(rule),
): RoundFigures & { standings: Standing[] } {
  return standingsAndFigures(sampleRound(criteria, marks, rule, extras));
}

/** Each sheet's total as the rule rounds it, by entry and judge; null where the sheet does not count. */
export function sampleSheetTotals(
  criteria: readonly SampleCriterion[],
  marks: SampleMarks,
  rule: Rule,
): (string | null)[][] {
  const judged = sampleRound(criteria, marks, rule, sampleExtras(rule));
  return Array.from(sampleEntries, (_, e) =>
    judged.sheets
      .slice(e * sampleJudges.length, (e + 1) * sampleJudges.length)
      .map((sheet) => (countsAtAll(sheet, judged) ? printSheetTotal(sheet, judged) : null)),
  );
}

/** What the example starts with beside marks: parts near their full points, one penalty, totals of an earlier round. */
export function sampleExtras({ parts = [], carry = [] }: Pick<Rule, "parts" | "carry">): SampleExtras {
  return {
    parts: Object.fromEntries(parts.map((part) => [part.key, [0.9, 0.8, 0.95].map((share) => onStep(part, share))])),
    adjustments: ["", "", ""],
    carried: Object.fromEntries(carry.map(({ round }) => [round, ["84.60", "82.10", "86.35"]])),
    revised: Array.from({ length: sampleEntries.length * sampleJudges.length }, () => ""),
  };
}

/** Of a part that the hall votes on: how many votes. */
function onStep({ min, max, step, hall }: RulePart, share: number): string {
  if (hall) return String(Math.round(share * 100 - 60));
  const places = Math.min(2, (String(step).split(".")[1] ?? "").length);
  return (min + Math.floor(((max - min) * share) / step) * step).toFixed(places);
}

export const extraFieldNames = {
  part: (key: string) => `sample-part-${key}`,
  adjustment: "sample-adjustment",
  carried: (round: string) => `sample-carried-${round}`,
  revised: "sample-revised",
};

/** The extras in a form or an address; those that the example starts with where there are none. */
export function readSampleExtras(from: FormData | URLSearchParams, rule: Pick<Rule, "parts" | "carry">): SampleExtras {
  const start = sampleExtras(rule);
  const sent = (name: string, otherwise: string[]) => {
    const texts = from.getAll(name).map((text) => String(text).trim());
    return texts.length === otherwise.length ? texts : otherwise;
  };
  const each = (texts: Record<string, string[]>, nameOf: (key: string) => string) =>
    Object.fromEntries(Object.entries(texts).map(([key, otherwise]) => [key, sent(nameOf(key), otherwise)]));
  return {
    parts: each(start.parts, extraFieldNames.part),
    adjustments: sent(extraFieldNames.adjustment, start.adjustments),
    carried: each(start.carried, extraFieldNames.carried),
    revised: sent(extraFieldNames.revised, start.revised),
  };
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
