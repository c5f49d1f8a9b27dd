import { type Fraction, fraction } from "~/primitives/fraction.ts";
import type { JudgedRound } from "./judged-round.ts";

/** Judges' orders, and what majorities say of them: rules 5 to 8 of the skating system. Places are counted twice, so that a shared one is whole. */

/** A judge's order of a ranking: by the entry's number there twice its place; undefined where the judge has no counting sheet. */
export interface Order {
  judge: string;
  places: (number | undefined)[];
}

export const half = (twice: number): Fraction => fraction(twice, 2);

/** Whether the order holds every entry of its ranking. */
export const isWhole = ({ places }: Order): boolean => places.every((place) => place !== undefined);

/** By entry, what its adjustments add up to. */
export function addedTo(adjustments: NonNullable<JudgedRound["adjustments"]>): (entry: string) => Fraction {
  const amounts = Map.groupBy(adjustments, ({ entry }) => entry);
  return (entry) =>
    fraction(
      (amounts.get(entry) ?? []).reduce((all, { amount }) => all + amount, 0),
      100,
    );
}

/** The order of each judge: the highest value is first, equals share the mean of their places. */
export function ordersBy(count: number, given: readonly { judge: string; at: number; value: Fraction }[]): Order[] {
  return [...Map.groupBy(given, ({ judge }) => judge)].map(([judge, values]) => {
    const places: Order["places"] = Array.from({ length: count }, () => undefined);
    let above = 0;
    for (const equals of equalsDownwards(values)) {
      for (const { at } of equals) places[at] = 2 * above + 1 + equals.length;
      above += equals.length;
    }
    return { judge, places };
  });
}

function equalsDownwards<T extends { value: Fraction }>(values: readonly T[]): T[][] {
  const circles = Map.groupBy(values, ({ value }) => `${value.over}/${value.under}`);
  return [...circles.values()].sort(([a], [b]) =>
    Number((b?.value.over ?? 0n) * (a?.value.under ?? 1n) - (a?.value.over ?? 0n) * (b?.value.under ?? 1n)),
  );
}

/** Of one entry, for each place from 1 on how many judges put it there or better, and twice the sum of these places. */
export interface Counts {
  columns: { judges: number; twice: number }[];
  /** The first place at which they are more than half, from 1. */
  first: number;
}

export function countDown(places: number, given: readonly number[]): Counts {
  const columns = Array.from({ length: places }, (_, column) => {
    const there = given.filter((twice) => twice <= 2 * (column + 1));
    return { judges: there.length, twice: there.reduce((a, b) => a + b, 0) };
  });
  return { columns, first: columns.findIndex(({ judges }) => 2 * judges > given.length) + 1 };
}

/** Who goes before: the one with a majority at an earlier place, then the greater majority, then the smaller sum, then the same of the next place. `from`: places before it are not looked at. */
export function compareCounts(a: Counts, b: Counts, from = 1): number {
  const first = Math.max(a.first, from);
  const apart = first - Math.max(b.first, from);
  if (apart !== 0) return apart;
  for (let at = first - 1; at < a.columns.length; at++) {
    const one = a.columns[at];
    const other = b.columns[at];
    const next = (other?.judges ?? 0) - (one?.judges ?? 0) || (one?.twice ?? 0) - (other?.twice ?? 0);
    if (next !== 0) return next;
  }
  return 0;
}

/** Twice the place of one among all: equals share the mean of theirs. */
export function sharedPlace<T>(all: readonly T[], one: T, before: (a: T, b: T) => number): number {
  const ahead = all.filter((other) => before(other, one) < 0).length;
  const equals = all.filter((other) => before(other, one) === 0).length;
  return 2 * ahead + 1 + equals;
}

/** What the counts say at that place. */
export function majorityOf({ columns }: Counts, place: number): { place: number; judges: number; sum: Fraction } {
  const column = columns[place - 1];
  return { place, judges: column?.judges ?? 0, sum: half(column?.twice ?? 0) };
}
