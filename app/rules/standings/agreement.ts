import {
  deviationOf,
  inPoints,
  type MarkTable,
  squaresOf,
  sumOf,
  unitsToThePoint,
  type WholeTable,
  wholePart,
} from "./mark-table.ts";

/** How far the judges agree, as people script against it: full double precision, null where a figure is undefined. */
export interface Agreement {
  /** Who gave any mark that counts. */
  judges: number;
  /** Those that every one of these judges scored: all figures are over them alone. */
  entries: number;
  icc: Icc;
  kendallW: number | null;
  kendallWCorrected: number | null;
  perJudge: JudgeLevel[];
}

/** Agreement over the entries that every counting judge scored. */
export function agreement(table: MarkTable): Agreement {
  const whole = wholePart(table);
  const { plain, corrected } = kendallW(whole.marks);
  return {
    judges: whole.judges.length,
    entries: whole.entries.length,
    icc: icc(whole.marks),
    kendallW: plain,
    kendallWCorrected: corrected,
    perJudge: judgeLevels(whole),
  };
}

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

/**
 * Kendall's coefficient of concordance of the judges' rankings, `marks` by entry and judge without gaps: 1 where all rank
 * alike, 0 where their ranks have nothing in common. Equal marks share their mean rank; `corrected` allows for such ties.
 * Kendall & Babington Smith (1939). Both null with fewer than two judges or entries, and where no judge tells any entries
 * apart.
 */
export function kendallW(marks: readonly (readonly bigint[])[]): { plain: number | null; corrected: number | null } {
  const n = marks.length;
  const m = marks[0]?.length ?? 0;
  if (n < 2 || m < 2) return { plain: null, corrected: null };
  const rankings = Array.from({ length: m }, (_, judge) => ranking(marks.map((ofEntry) => ofEntry[judge] ?? 0n)));
  if (rankings.every(({ apart }) => !apart)) return { plain: null, corrected: null };
  // Twice the distance of each entry's sum of ranks from the mean of all sums: whole
  const distances = marks.map((_, entry) => rankings.reduce((sum, { twice }) => sum + (twice[entry] ?? 0) - n - 1, 0));
  const squares = distances.reduce((sum, each) => sum + each * each, 0);
  const ties = rankings.reduce((sum, each) => sum + each.ties, 0);
  const most = m * m * (n ** 3 - n);
  return { plain: (3 * squares) / most, corrected: (3 * squares) / (most - m * ties) };
}

/** Twice the rank of each value, the mean of their ranks for equal ones; `ties`: Σ t³ − t over the sets of t equal values. */
function ranking(values: readonly bigint[]): { twice: number[]; ties: number; apart: boolean } {
  const order = values.map((_, at) => at).sort((a, b) => compare(values[a] ?? 0n, values[b] ?? 0n));
  const twice = new Array<number>(values.length).fill(0);
  let ties = 0;
  let from = 0;
  while (from < order.length) {
    let to = from + 1;
    while (to < order.length && values[order[to] ?? 0] === values[order[from] ?? 0]) to++;
    for (const at of order.slice(from, to)) twice[at] = from + 1 + to;
    ties += (to - from) ** 3 - (to - from);
    from = to;
  }
  return { twice, ties, apart: new Set(values).size > 1 };
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A judge's own level in points, over the entries that all judges scored. */
export interface JudgeLevel {
  judge: string;
  /** Null without such entries. */
  mean: number | null;
  /** The sample standard deviation (n − 1); null with fewer than two entries. */
  sd: number | null;
  /** The judge's mean minus the mean of all judges over the same entries: below zero stricter, above milder. */
  severity: number | null;
}

/** One line a judge who counts, in the order of the table. */
export function judgeLevels({ judges, marks }: WholeTable): JudgeLevel[] {
  const n = BigInt(marks.length);
  const k = BigInt(judges.length);
  const all = sumOf(marks.map(sumOf));
  return judges.map((judge, at) => {
    const own = marks.map((ofEntry) => ofEntry[at] ?? 0n);
    const sd = deviationOf(own);
    return {
      judge,
      mean: n === 0n ? null : Number(sumOf(own)) / Number(n * BigInt(unitsToThePoint)),
      sd: sd === null ? null : inPoints(sd),
      severity: n === 0n ? null : Number(k * sumOf(own) - all) / Number(n * k * BigInt(unitsToThePoint)),
    };
  });
}
