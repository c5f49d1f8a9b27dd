import { countsAtAll, type JudgedRound } from "./judged-round.ts";

/** How the marks of one criterion lie, in hundredths of a point. Quartiles between two marks lie in between (type 7 of R). */
export interface CriterionSpread {
  key: string;
  max: number;
  /** How many marks. */
  marks: number;
  low: number;
  lower: number;
  middle: number;
  upper: number;
  high: number;
}

/** One for every criterion that has any mark on a sheet that counts, in the rubric's order. */
export function criterionSpreads(judged: JudgedRound): CriterionSpread[] {
  const counting = judged.sheets.filter((sheet) => countsAtAll(sheet, judged));
  return judged.criteria.flatMap(({ key, max }) => {
    const marks = counting
      .flatMap((sheet) => (Object.hasOwn(sheet.marks, key) ? [sheet.marks[key] ?? 0] : []))
      .sort((a, b) => a - b);
    if (marks.length === 0) return [];
    const [low, lower, middle, upper, high] = [0, 0.25, 0.5, 0.75, 1].map((share) => quantile(marks, share));
    return [{ key, max, marks: marks.length, low, lower, middle, upper, high } as CriterionSpread];
  });
}

/** Of at least one sorted value. */
function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? 0;
  const above = sorted[Math.ceil(place)] ?? 0;
  return below + (above - below) * (place - Math.floor(place));
}
