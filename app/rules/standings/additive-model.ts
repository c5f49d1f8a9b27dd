import { inPoints, type MarkTable } from "./mark-table.ts";

/** In points, in the order of the table; null for an entry or judge without any mark. */
export interface AdditiveFit {
  /** What the panel as a whole would give, were each judge's strictness the same with every entry. */
  entries: (number | null)[];
  /** Below zero stricter than the panel, above milder; together they make zero. */
  judges: (number | null)[];
}

interface Given {
  entry: number;
  judge: number;
  mark: number;
}

/**
 * mark = value of the entry + severity of the judge + the rest, fitted by least squares to the marks that are there: the
 * two-way additive model without interaction. The normal equations are solved directly, entries first, so that as many
 * unknowns remain as there are judges. Null where the marks fall apart into parts that share neither judge nor entry:
 * between those nothing can be compared.
 */
export function fitAdditive({ judges, rows }: MarkTable): AdditiveFit | null {
  const given = rows.flatMap(({ marks }, entry) =>
    marks.flatMap((mark, judge) => (mark === null ? [] : [{ entry, judge, mark: inPoints(mark) }])),
  );
  const ofEntries = Map.groupBy(given, ({ entry }) => entry);
  const present = judges.map((_, at) => at).filter((at) => given.some(({ judge }) => judge === at));
  if (present.length === 0 || !isConnected(present, [...ofEntries.values()])) return null;
  const effects = judgeEffects(present, [...ofEntries.values()]);
  const entries = rows.map((_, at) => {
    const own = ofEntries.get(at);
    return own ? meanOf(own.map(({ mark, judge }) => mark - (effects.get(judge) ?? 0))) : null;
  });
  return { entries, judges: judges.map((_, at) => effects.get(at) ?? null) };
}

/** Whether one comes from every judge to every other by entries that two of them scored. */
function isConnected(judges: number[], entries: Given[][]): boolean {
  const parent = new Map(judges.map((judge) => [judge, judge]));
  const root = (judge: number): number => {
    const above = parent.get(judge) ?? judge;
    return above === judge ? judge : root(above);
  };
  for (const [first, ...others] of entries)
    for (const { judge } of others) if (first) parent.set(root(judge), root(first.judge));
  return new Set(judges.map(root)).size === 1;
}

/**
 * The judges' effects, summing to zero. With every entry at the mean of its marks freed of their judges' effects, a judge's
 * equation is: Σ over own entries of (own effect − the entry's mean effect) = Σ of (own mark − the entry's mean mark).
 */
function judgeEffects(judges: number[], entries: Given[][]): Map<number, number> {
  const place = new Map(judges.map((judge, at) => [judge, at]));
  const size = judges.length;
  const left = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  const right = new Array<number>(size).fill(0);
  for (const own of entries) {
    const mean = meanOf(own.map(({ mark }) => mark));
    const at = own.map(({ judge }) => place.get(judge) ?? 0);
    for (const [i, { mark }] of own.entries()) {
      const row = left[at[i] ?? 0] ?? [];
      right[at[i] ?? 0] = (right[at[i] ?? 0] ?? 0) + mark - mean;
      for (const other of at) row[other] = (row[other] ?? 0) - 1 / own.length;
      row[at[i] ?? 0] = (row[at[i] ?? 0] ?? 0) + 1;
    }
  }
  // The equations know effects up to a common addend: the last judge's is held at zero, then all are centred
  const solved = [...solve(left.slice(0, -1), right.slice(0, -1)), 0];
  const middle = meanOf(solved);
  return new Map(judges.map((judge, at) => [judge, (solved[at] ?? 0) - middle]));
}

/** Gauss's elimination of a symmetric positive definite system, which needs no pivots; more columns than rows are left out. */
function solve(left: number[][], right: number[]): number[] {
  const size = right.length;
  const matrix = left.map((row) => row.slice(0, size));
  const values = [...right];
  const cell = (row: number, column: number) => matrix[row]?.[column] ?? 0;
  for (let step = 0; step < size; step++) {
    for (let row = step + 1; row < size; row++) {
      const share = cell(row, step) / cell(step, step);
      if (share === 0) continue;
      const own = matrix[row] ?? [];
      for (let column = step; column < size; column++) own[column] = cell(row, column) - share * cell(step, column);
      values[row] = (values[row] ?? 0) - share * (values[step] ?? 0);
    }
  }
  for (let row = size - 1; row >= 0; row--) {
    let value = values[row] ?? 0;
    for (let column = row + 1; column < size; column++) value -= cell(row, column) * (values[column] ?? 0);
    values[row] = value / cell(row, row);
  }
  return values;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, each) => sum + each, 0) / values.length;
}
