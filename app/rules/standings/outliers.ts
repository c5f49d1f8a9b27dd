import { inPoints, type MarkTable, squaresOf, sumOf } from "./mark-table.ts";

/** How far a sheet's total lies from its judge's own level: a private hint for the scorer, and never a change. */

/** With fewer other sheets a judge has no level yet. */
export const fewestOthers = 4;
/** So many standard deviations away, a total is worth a second look. */
export const farAway = 2;

/**
 * The standard score of each of a judge's totals against the judge's other ones: z = (total − their mean) / their sample
 * standard deviation, the sheet itself left out so that it cannot hide in its own level. Totals are whole numbers of any
 * unit. Null with fewer than `fewestOthers` others, or where these are all the same.
 */
export function zsAgainstOthers(totals: readonly bigint[]): (number | null)[] {
  const sum = sumOf(totals);
  const squares = squaresOf(totals);
  const others = BigInt(totals.length - 1);
  if (others < BigInt(fewestOthers)) return totals.map(() => null);
  return totals.map((total) => {
    const rest = sum - total;
    const spread = others * (squares - total * total) - rest * rest;
    if (spread === 0n) return null;
    const sd = Math.sqrt(Number(spread) / Number(others * (others - 1n)));
    return Number(others * total - rest) / Number(others) / sd;
  });
}

/**
 * Whether a sheet is worth asking its judge about: far from the judge's own level, and as far from where the rest of the
 * panel sees this project (the median of their z). A project that everybody finds outstanding accuses nobody.
 */
export function standsOut(z: number | null, rest: readonly (number | null)[]): boolean {
  if (z === null || Math.abs(z) < farAway) return false;
  const middle = medianOf(rest);
  return middle === null || Math.abs(z - middle) >= farAway;
}

/** The median of the z that are there; null without any. */
function medianOf(zs: readonly (number | null)[]): number | null {
  const sorted = zs.filter((each) => each !== null).toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  const low = sorted[Math.ceil(half) - 1];
  const high = sorted[Math.floor(half)];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

/** A mark worth asking its judge about, with what made it so. */
export interface Outlier {
  entry: string;
  judge: string;
  /** In points. */
  mark: number;
  /** In standard deviations from the judge's own other marks. */
  z: number;
  /** The median of the other judges' z at this entry; null where none has one. */
  rest: number | null;
}

/** The marks that stand out, the farthest first. */
export function outliers({ judges, rows }: MarkTable): Outlier[] {
  const zs = judges.map((_, judge) => {
    const own = rows.flatMap(({ marks }, row) => {
      const mark = marks[judge];
      return mark == null ? [] : [{ row, mark }];
    });
    const each = zsAgainstOthers(own.map(({ mark }) => mark));
    return new Map(own.map(({ row }, at) => [row, each[at] ?? null]));
  });
  return rows
    .flatMap(({ entry, marks }, row) =>
      judges.flatMap((judge, at) => {
        const mark = marks[at];
        const z = zs[at]?.get(row) ?? null;
        const rest = zs.flatMap((of, other) => (other === at ? [] : [of.get(row) ?? null]));
        return mark == null || z === null || !standsOut(z, rest)
          ? []
          : [{ entry, judge, mark: inPoints(mark), z, rest: medianOf(rest) }];
      }),
    )
    .sort((a, b) => Math.abs(b.z) - Math.abs(a.z));
}
