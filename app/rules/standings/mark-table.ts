/** What judges gave entries, laid out to be compared: a sheet's total each, or one criterion's mark. */

/** Values of a mark table are whole numbers of so many to the point, as sheets keep their totals: exact. */
export const unitsToThePoint = 100_000_000;

export interface MarkTable {
  /** Keys of the panel's judges; each is a column. */
  judges: readonly string[];
  rows: readonly MarkRow[];
}

export interface MarkRow {
  entry: string;
  /** The group in which the entry is ranked; null where all are ranked together. */
  ranking: string | null;
  /** In the order of the judges; null where one gave no mark that counts. */
  marks: readonly (bigint | null)[];
}

/** A table without gaps: `marks` by entry and judge. */
export interface WholeTable {
  judges: string[];
  entries: string[];
  marks: bigint[][];
}

/** The judges who gave any mark that counts, and the entries that every one of them scored. */
export function wholePart({ judges, rows }: MarkTable): WholeTable {
  const counting = judges.flatMap((key, at) => (rows.some(({ marks }) => marks[at] != null) ? [{ key, at }] : []));
  const whole = rows.flatMap(({ entry, marks }) => {
    const given = counting.flatMap(({ at }) => marks[at] ?? []);
    return counting.length > 0 && given.length === counting.length ? [{ entry, given }] : [];
  });
  return {
    judges: counting.map(({ key }) => key),
    entries: whole.map(({ entry }) => entry),
    marks: whole.map(({ given }) => given),
  };
}

/** Whether every judge who gave any mark gave one to every entry that has any. */
export function isWhole({ judges, rows }: MarkTable): boolean {
  const counting = judges.map((_, at) => rows.some(({ marks }) => marks[at] != null));
  return rows.every(({ marks }) => {
    const lacks = marks.some((mark, at) => mark === null && counting[at]);
    return !lacks || marks.every((mark) => mark === null);
  });
}

/** Units as points. */
export function inPoints(units: bigint | number): number {
  return Number(units) / unitsToThePoint;
}

/** Of whole numbers. */
export function sumOf(values: readonly bigint[]): bigint {
  return values.reduce((sum, each) => sum + each, 0n);
}

/** Σ x², of whole numbers. */
export function squaresOf(values: readonly bigint[]): bigint {
  return values.reduce((sum, each) => sum + each * each, 0n);
}

/** The sample standard deviation (n − 1) in the values' own unit; null of fewer than two. */
export function deviationOf(values: readonly bigint[]): number | null {
  const count = BigInt(values.length);
  if (count < 2n) return null;
  const spread = count * squaresOf(values) - sumOf(values) ** 2n;
  return Math.sqrt(Number(spread) / Number(count * (count - 1n)));
}
