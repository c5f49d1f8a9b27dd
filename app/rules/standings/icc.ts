import { squaresOf, sumOf } from "./mark-table.ts";

/** The six intraclass correlations of Shrout & Fleiss (1979); null where one is undefined. */
export interface Icc {
  ICC1: number | null;
  ICC2: number | null;
  ICC3: number | null;
  ICC1k: number | null;
  ICC2k: number | null;
  ICC3k: number | null;
}

/**
 * By the analysis of variance of n entries × k judges, `marks` by entry and judge without gaps. Shrout & Fleiss (1979),
 * Psychological Bulletin 86, 420–428. The sums of squares are whole numbers, so that only the last quotient is rounded.
 * Undefined where the quotient is one over nothing: so with fewer than two judges or entries.
 */
export function icc(marks: readonly (readonly bigint[])[]): Icc {
  const n = BigInt(marks.length);
  const k = BigInt(marks[0]?.length ?? 0);
  const { entries, judges, within, error } = meanSquares(marks, n, k);
  return {
    ICC1: quotient(entries - within, entries + (k - 1n) * within),
    ICC2: quotient(n * (entries - error), n * (entries + (k - 1n) * error) + k * (judges - error)),
    ICC3: quotient(entries - error, entries + (k - 1n) * error),
    ICC1k: quotient(entries - within, entries),
    ICC2k: quotient(n * (entries - error), n * entries + judges - error),
    ICC3k: quotient(entries - error, entries),
  };
}

/** The mean squares, all of them times n k · n (n − 1) (k − 1), which makes them whole. */
function meanSquares(marks: readonly (readonly bigint[])[], n: bigint, k: bigint) {
  const all = sumOf(marks.map(sumOf));
  const ofEntries = n * squaresOf(marks.map(sumOf)) - all * all;
  const ofJudges = k * squaresOf(judgeSums(marks)) - all * all;
  const total = n * k * sumOf(marks.map(squaresOf)) - all * all;
  return {
    entries: ofEntries * n * (k - 1n),
    judges: ofJudges * n * (n - 1n),
    within: (total - ofEntries) * (n - 1n),
    error: (total - ofEntries - ofJudges) * n,
  };
}

function judgeSums(marks: readonly (readonly bigint[])[]): bigint[] {
  return (marks[0] ?? []).map((_, judge) => sumOf(marks.map((ofEntry) => ofEntry[judge] ?? 0n)));
}

function quotient(over: bigint, under: bigint): number | null {
  return under === 0n ? null : Number(over) / Number(under);
}

/** How good an agreement is, by the guide of Koo & Li (2016), Journal of Chiropractic Medicine 15, 155–163. */
export type IccGrade = "poor" | "moderate" | "good" | "excellent";

export function gradeOf(value: number): IccGrade {
  if (value < 0.5) return "poor";
  if (value < 0.75) return "moderate";
  return value <= 0.9 ? "good" : "excellent";
}

/**
 * The figure that tells whether the result would hold with other judges like these. Where every judge scored every entry, a
 * strict judge is strict with all, which moves nobody: consistency of the mean counts. Where not, strictness moves entries
 * too: absolute agreement of the mean counts. After McGraw & Wong (1996), Psychological Methods 1, 30–46.
 */
export function iccThatMatters(whole: boolean): "ICC3k" | "ICC2k" {
  return whole ? "ICC3k" : "ICC2k";
}
