import { type AdditiveFit, fitAdditive } from "./additive-model.ts";
import { deviationOf, inPoints, type MarkTable, sumOf } from "./mark-table.ts";

/** One value of an entry and the place it would give, 1, 2, 2, 4; both null where there is none. */
export interface AdvisoryValue {
  value: number | null;
  rank: number | null;
}

/** What an entry's marks say once the judges' own levels are allowed for. Advice, never a result. */
export interface AdvisoryLine {
  entry: string;
  /** How many judges scored it. */
  marks: number;
  /** In points: of the marks as they are. */
  mean: AdvisoryValue;
  /** Of z = (mark − the judge's mean) / the judge's standard deviation, over all that the judge scored. */
  z: AdvisoryValue;
  /** In points: the entry's value in the additive model of entries and judges. */
  adjusted: AdvisoryValue;
}

export interface Advice {
  lines: AdvisoryLine[];
  /** The judges' severities in the same model, in the order of the table; null where the marks cannot be linked. */
  model: AdditiveFit["judges"] | null;
}

/** One line an entry, in the table's order; entries of different rankings are placed each in their own. */
export function advice(table: MarkTable): Advice {
  const fit = fitAdditive(table);
  const z = ownStandards(table);
  const rankings = table.rows.map(({ ranking }) => ranking);
  const placed = (values: (number | null)[]) => placesOf(values, rankings);
  const mean = placed(
    table.rows.map(({ marks }) => meanOf(marks.flatMap((mark) => (mark === null ? [] : [inPoints(mark)])))),
  );
  const zMean = placed(table.rows.map(({ marks }) => meanOf(marks.flatMap((mark, judge) => z(mark, judge) ?? []))));
  const adjusted = placed(fit?.entries ?? table.rows.map(() => null));
  const none: AdvisoryValue = { value: null, rank: null };
  const lines = table.rows.map(({ entry, marks }, at) => ({
    entry,
    marks: marks.filter((mark) => mark !== null).length,
    mean: mean[at] ?? none,
    z: zMean[at] ?? none,
    adjusted: adjusted[at] ?? none,
  }));
  return { lines, model: fit?.judges ?? null };
}

/** A mark in its judge's standard deviations from the judge's mean; null for a judge who gave but one mark, or the same to all. */
function ownStandards({ judges, rows }: MarkTable): (mark: bigint | null, judge: number) => number | null {
  const levels = judges.map((_, judge) => {
    const own = rows.flatMap(({ marks }) => marks[judge] ?? []);
    return { count: BigInt(own.length), sum: sumOf(own), sd: deviationOf(own) };
  });
  return (mark, judge) => {
    const { count = 0n, sum = 0n, sd = null } = levels[judge] ?? {};
    return mark === null || !sd ? null : Number(count * mark - sum) / Number(count) / sd;
  };
}

function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, each) => sum + each, 0) / values.length;
}

/** Sums in double precision differ in their last digits where the exact values are equal. */
const same = 1e-9;

function placesOf(values: readonly (number | null)[], rankings: readonly (string | null)[]): AdvisoryValue[] {
  const ranks = new Map<number, number>();
  const at = values.map((_, place) => place).filter((place) => values[place] !== null);
  for (const ranking of Map.groupBy(at, (place) => rankings[place]).values()) {
    const order = ranking.sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0));
    let rank = 1;
    for (const [before, place] of order.entries()) {
      const above = values[order[before - 1] ?? -1];
      if (above == null || above - (values[place] ?? 0) > same) rank = before + 1;
      ranks.set(place, rank);
    }
  }
  return values.map((value, place) => ({ value, rank: ranks.get(place) ?? null }));
}
