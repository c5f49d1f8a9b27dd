import { type Fraction, fraction, print, sum } from "~/primitives/fraction.ts";
import type { JudgedEntry } from "./judged-entries.ts";
import type { JudgedRound } from "./judged-round.ts";
import {
  addedTo,
  compareCounts,
  countDown,
  half,
  isWhole,
  majorityOf,
  type Order,
  ordersBy,
  sharedPlace,
} from "./orders.ts";
import type { Rule } from "./rule.ts";
import { type Skated, skatedOf } from "./skating.ts";
import type { Standing } from "./standing.ts";

/** Ranking by the judges' orders (docs/standings.md, "Places"): every judge's values become places, and the places a total. */

type Method = NonNullable<Rule["placings"]>["method"];

/** An entry by its judges' orders; less is better. */
export interface Placed {
  total: Fraction | null;
  /** Of the judges whose order counts. */
  places: { judge: string; place: Fraction }[];
  majority: { place: number; judges: number; sum: Fraction } | null;
  /** By "skating" alone, which makes places of each criterion instead of the sheets. */
  skated?: Skated;
}

/** By key, every entry that has a counting sheet. */
export function placingsOf(judged: JudgedRound, method: Method, entries: readonly JudgedEntry[]): Map<string, Placed> {
  const judgedOnes = entries.filter(({ values }) => values.length > 0);
  const rankings = Map.groupBy(judgedOnes, ({ entry }) => (judged.rule.groups === "separate" ? entry.group : null));
  return new Map(
    [...rankings.values()].flatMap((ranking) => {
      const placed = placedBy(judged, method, ranking);
      return ranking.map(({ entry }, at): [string, Placed] => [
        entry.key,
        placed[at] ?? { total: null, places: [], majority: null },
      ]);
    }),
  );
}

function placedBy(judged: JudgedRound, method: Method, ranking: readonly JudgedEntry[]): Placed[] {
  if (method === "skating")
    return skatedOf(judged, ranking).map((skated) => ({ total: skated.total, places: [], majority: null, skated }));
  const orders = ordersOf(judged, ranking);
  return method === "sum" ? sumsOf(ranking.length, orders) : majoritiesOf(ranking.length, orders);
}

/** What each judge makes of the entries, adjustments taken off and added first. */
function ordersOf({ adjustments = [] }: JudgedRound, ranking: readonly JudgedEntry[]): Order[] {
  const added = addedTo(adjustments);
  return ordersBy(
    ranking.length,
    ranking.flatMap(({ entry, values }, at) =>
      values.map(({ judge, value }) => ({ judge, at, value: sum([value, added(entry.key)]) })),
    ),
  );
}

function placesIn(orders: readonly Order[], at: number): Placed["places"] {
  return orders.flatMap(({ judge, places }) => {
    const twice = places[at];
    return twice === undefined ? [] : [{ judge, place: half(twice) }];
  });
}

/**
 * The sum of places. Where a judge left an entry out, each two entries are compared by the judges who have both: an entry's
 * place is one more than the shares of judges who put another before it, and its total that for every judge. Of whole orders
 * this is the sum of places itself.
 */
function sumsOf(count: number, orders: readonly Order[]): Placed[] {
  const areWhole = orders.every(({ places }) => places.every((place) => place !== undefined));
  return Array.from({ length: count }, (_, at) => {
    const places = placesIn(orders, at);
    if (areWhole) return { total: sum(places.map(({ place }) => place)), places, majority: null };
    const shares = Array.from({ length: count }, (_, other) =>
      other === at ? fraction(0) : shareBefore(orders, other, at),
    );
    return { total: sum(orders.map(() => sum([fraction(1), ...shares]))), places, majority: null };
  });
}

/** Which share of the judges who have both puts one before the other; equals count half, and so does nobody. */
function shareBefore(orders: readonly Order[], one: number, other: number): Fraction {
  let both = 0;
  let twice = 0;
  for (const { places } of orders) {
    const a = places[one];
    const b = places[other];
    if (a === undefined || b === undefined) continue;
    both++;
    twice += a < b ? 2 : a === b ? 1 : 0;
  }
  return both === 0 ? fraction(1, 2) : fraction(twice, 2 * both);
}

/**
 * Rules 5 to 8 of the skating system, over the judges whose order is whole: place by place the entries that more than half of
 * the judges put there or better; of several the greater majority, then the smaller sum of these places, then the same of the
 * next place and so on. What is equal to the end shares the mean of its places.
 */
function majoritiesOf(count: number, all: readonly Order[]): Placed[] {
  const orders = all.filter(isWhole);
  if (orders.length === 0) return [];
  const lines = Array.from({ length: count }, (_, at) =>
    countDown(
      count,
      orders.map(({ places }) => places[at] ?? 0),
    ),
  );
  return lines.map(
    (line, at): Placed => ({
      total: half(sharedPlace(lines, line, compareCounts)),
      places: placesIn(orders, at),
      majority: majorityOf(line, line.first),
    }),
  );
}

/** What the standings say of it beside the total; an entry without a counting sheet has no places. */
export function printPlaced(
  placed: Placed | undefined,
  method: Method,
): Pick<Standing, "placings" | "majority" | "skating"> {
  if (method === "skating") return { skating: placed?.skated ? printSkated(placed.skated) : null };
  const { places = [], majority = null } = placed ?? {};
  return {
    placings: printPlaces(places),
    ...(method === "majority" && { majority: majority && { ...majority, sum: printInFull(majority.sum) } }),
  };
}

const printInFull = (value: Fraction) => print(value, undefined);

const printPlaces = (places: Placed["places"]) =>
  Object.fromEntries(places.map(({ judge, place }) => [judge, printInFull(place)]));

function printSkated(skated: Skated): NonNullable<Standing["skating"]> {
  const { rule, count } = skated;
  return {
    criteria: Object.fromEntries(
      skated.criteria.map(({ key, place, places, majority }) => [
        key,
        {
          place: printInFull(place),
          placings: printPlaces(places),
          majority: { ...majority, sum: printInFull(majority.sum) },
        },
      ]),
    ),
    sum: printInFull(skated.sum),
    rule,
    count: count && { ...count, sum: printInFull(count.sum) },
  };
}
