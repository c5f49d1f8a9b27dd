import { deviationOf, inPoints, sumOf, unitsToThePoint, type WholeTable } from "./mark-table.ts";

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
  const [n, k] = [BigInt(marks.length), BigInt(judges.length)];
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
