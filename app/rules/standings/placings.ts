import { type Fraction, fraction, print, sum } from "~/primitives/fraction.ts";
import type { JudgedEntry } from "./judged-entries.ts";
import type { Rule } from "./rule.ts";
import type { JudgedRound } from "./score.ts";
import type { Standing } from "./standing.ts";

/** Ranking by the judges' orders (docs/standings.md, "Places"): every judge's values become places, and the places a total. */

type Method = NonNullable<Rule["placings"]>["method"];

/** An entry by its judges' orders; less is better. */
export interface Placed {
  total: Fraction | null;
  /** Of the judges whose order counts. */
  places: { judge: string; place: Fraction }[];
  majority: { place: number; judges: number; sum: Fraction } | null;
}

/** A judge's order of a ranking: by the entry's number there twice its place, so that a shared one is whole; undefined where the judge has no counting sheet. */
interface Order {
  judge: string;
  places: (number | undefined)[];
}

/** By key, every entry that has a counting sheet. */
export function placingsOf(judged: JudgedRound, method: Method, entries: readonly JudgedEntry[]): Map<string, Placed> {
  const judgedOnes = entries.filter(({ values }) => values.length > 0);
  const rankings = Map.groupBy(judgedOnes, ({ entry }) => (judged.rule.groups === "separate" ? entry.group : null));
  return new Map(
    [...rankings.values()].flatMap((ranking) => {
      const orders = ordersOf(judged, ranking);
      const placed = method === "sum" ? sumsOf(ranking.length, orders) : majoritiesOf(ranking.length, orders);
      return ranking.map(({ entry }, at): [string, Placed] => [
        entry.key,
        placed[at] ?? { total: null, places: [], majority: null },
      ]);
    }),
  );
}

/** What each judge makes of the entries, adjustments taken off and added first: the highest value is first, equals share the mean of their places. */
function ordersOf({ adjustments = [] }: JudgedRound, ranking: readonly JudgedEntry[]): Order[] {
  const amounts = Map.groupBy(adjustments, ({ entry }) => entry);
  const given = ranking.flatMap(({ entry, values }, at) => {
    const added = fraction(
      (amounts.get(entry.key) ?? []).reduce((all, { amount }) => all + amount, 0),
      100,
    );
    return values.map(({ judge, value }) => ({ judge, at, value: sum([value, added]) }));
  });
  return [...Map.groupBy(given, ({ judge }) => judge)].map(([judge, values]) => {
    const places: Order["places"] = ranking.map(() => undefined);
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

const half = (twice: number) => fraction(twice, 2);

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
  const orders = all.filter(({ places }) => places.every((place) => place !== undefined));
  if (orders.length === 0) return [];
  const lines = Array.from({ length: count }, (_, at) => {
    const given = orders.map(({ places }) => places[at] ?? 0);
    const columns = Array.from({ length: count }, (_, column) => {
      const there = given.filter((twice) => twice <= 2 * (column + 1));
      return { judges: there.length, twice: there.reduce((a, b) => a + b, 0) };
    });
    const first = columns.findIndex(({ judges }) => 2 * judges > orders.length);
    return { at, first, columns: columns.slice(first) };
  });
  type Line = (typeof lines)[number];
  const compareLines = (a: Line, b: Line): number => {
    if (a.first !== b.first) return a.first - b.first;
    for (const [next, { judges, twice }] of a.columns.entries()) {
      const other = b.columns[next];
      const apart = (other?.judges ?? 0) - judges || twice - (other?.twice ?? 0);
      if (apart !== 0) return apart;
    }
    return 0;
  };
  return lines.map((line): Placed => {
    const before = lines.filter((other) => compareLines(other, line) < 0).length;
    const equals = lines.filter((other) => compareLines(other, line) === 0).length;
    const [column] = line.columns;
    return {
      total: half(2 * before + 1 + equals),
      places: placesIn(orders, line.at),
      majority: { place: line.first + 1, judges: column?.judges ?? 0, sum: half(column?.twice ?? 0) },
    };
  });
}

/** What the standings say of it beside the total; an entry without a counting sheet has no places. */
export function printPlaced(placed: Placed | undefined, method: Method): Pick<Standing, "placings" | "majority"> {
  const { places = [], majority = null } = placed ?? {};
  return {
    placings: Object.fromEntries(places.map(({ judge, place }) => [judge, print(place, undefined)])),
    ...(method === "majority" && { majority: majority && { ...majority, sum: print(majority.sum, undefined) } }),
  };
}
