import { type Fraction, fraction, parseDecimal, sum, times } from "~/primitives/fraction.ts";
import type { JudgedEntry } from "./judged-entries.ts";
import { type JudgedRound, markIn } from "./judged-round.ts";
import {
  addedTo,
  type Counts,
  compareCounts,
  countDown,
  half,
  isWhole,
  majorityOf,
  type Order,
  ordersBy,
  sharedPlace,
} from "./orders.ts";

/** Ranking by the places in each criterion (docs/standings.md, "Places criterion by criterion"): the whole skating system, a criterion being a dance. */

type MajorityAt = { place: number; judges: number; sum: Fraction };

/** How an entry came to its place; less is better. */
export interface Skated {
  total: Fraction;
  /** Of the places in the criteria, in the rubric's order. */
  sum: Fraction;
  criteria: { key: string; place: Fraction; places: { judge: string; place: Fraction }[]; majority: MajorityAt }[];
  /** The rule that gave the place: the sum alone, or one of those that part equal sums. */
  rule: 9 | 10 | 11;
  /** What rule 10 (of its places in the criteria) or 11 (of all judges' places) counted at the place under review or better. */
  count: { place: number; places: number; sum: Fraction } | null;
}

/** One entry of a ranking, its places counted twice. */
interface Skater {
  at: number;
  /** Of its places in the criteria. */
  own: Counts;
  twice: number;
  /** Of all judges' places in all criteria. */
  all: Counts;
}

/** By number in the ranking; nothing without a judge whose order is whole. */
export function skatedOf(judged: JudgedRound, ranking: readonly JudgedEntry[]): Skated[] {
  const dances = dancesOf(judged, ranking).map(({ key, orders }) => {
    const lines = ranking.map((_, at) => countDown(ranking.length, placesAt(orders, at)));
    return { key, orders, lines, places: lines.map((line) => sharedPlace(lines, line, compareCounts)) };
  });
  if (dances.some(({ orders }) => orders.length === 0)) return [];
  const skaters = ranking.map((_, at): Skater => {
    const own = dances.map(({ places }) => places[at] ?? 0);
    const all = dances.flatMap(({ orders }) => placesAt(orders, at));
    return {
      at,
      own: countDown(ranking.length, own),
      twice: own.reduce((a, b) => a + b, 0),
      all: countDown(ranking.length, all),
    };
  });
  const decided = new Map(placed(skaters).map((each) => [each.at, each]));
  return skaters.map(({ at, twice }): Skated => {
    const { place = 0, rule = 9, count = null } = decided.get(at) ?? {};
    return {
      total: half(place),
      sum: half(twice),
      criteria: dances.map(({ key, orders, lines, places }) => ({
        key,
        place: half(places[at] ?? 0),
        places: orders.map((order) => ({ judge: order.judge, place: half(order.places[at] ?? 0) })),
        majority: majorityOf(lines[at] ?? { columns: [], first: 0 }, lines[at]?.first ?? 0),
      })),
      rule,
      count,
    };
  });
}

const placesAt = (orders: readonly Order[], at: number) => orders.map(({ places }) => places[at] ?? 0);

/** Of each criterion, the judges' whole orders. Adjustments are spread evenly over the criteria, so that a judge's points still come to the adjusted total. */
function dancesOf({ criteria, sheets, adjustments = [] }: JudgedRound, ranking: readonly JudgedEntry[]) {
  const added = addedTo(adjustments);
  const sheetOf = new Map(sheets.map((sheet) => [`${sheet.entry}\n${sheet.judge}`, sheet]));
  const count = fraction(criteria.length);
  return criteria.map(({ key, factor }) => {
    const given = ranking.flatMap(({ entry, values }, at) =>
      values.flatMap(({ judge }) => {
        const sheet = sheetOf.get(`${entry.key}\n${judge}`);
        const mark = sheet ? markIn(sheet, key) : null;
        const points = mark ? [times(count, times(parseDecimal(factor), mark))] : [];
        return { judge, at, value: sum([...points, added(entry.key)]) };
      }),
    );
    return { key, orders: ordersBy(ranking.length, given).filter(isWhole) };
  });
}

interface Decided {
  at: number;
  /** Twice the place. */
  place: number;
  rule: Skated["rule"];
  count: Skated["count"];
}

/** Rule 9: the smallest sum of places first. */
function placed(skaters: readonly Skater[]): Decided[] {
  const circles = [...Map.groupBy(skaters, ({ twice }) => twice)].sort(([a], [b]) => a - b);
  let next = 1;
  return circles.flatMap(([, equals]) => {
    const decided = parted(equals, next, 9, next);
    next += equals.length;
    return decided;
  });
}

/**
 * Rule 10 parts equal sums, one place at a time: of the place under review, who has more places there or better, then the
 * smaller sum of these. Who is equal in both goes by rule 11, the majority of all judges' places from that place on; it
 * gives one place, and whom it leaves of them go by rule 10 again, before those whom rule 10 had set behind them.
 * `by` and `reviewed`: which rule left these, and of which place.
 */
function parted(equals: readonly Skater[], place: number, by: Skated["rule"], reviewed: number): Decided[] {
  const [only] = equals;
  if (only === undefined) return [];
  if (equals.length === 1) return [decidedBy(only, 2 * place, by, reviewed)];
  const best = firstOf(equals, (a, b) => compareAt(a, b, place));
  const others = parted(without(equals, best), place + best.length, 10, place);
  if (best.length === 1) return [...best.map((each) => decidedBy(each, 2 * place, 10, place)), ...others];
  const tops = firstOf(best, (a, b) => compareCounts(a.all, b.all, place));
  return [
    ...tops.map((each) => decidedBy(each, 2 * place + tops.length - 1, 11, place)),
    ...parted(without(best, tops), place + tops.length, 11, place),
    ...others,
  ];
}

function decidedBy({ at, own, all }: Skater, place: number, rule: Skated["rule"], reviewed: number): Decided {
  if (rule === 9) return { at, place, rule, count: null };
  const { judges, ...counted } =
    rule === 10 ? majorityOf(own, reviewed) : majorityOf(all, Math.max(all.first, reviewed));
  return { at, place, rule, count: { ...counted, places: judges } };
}

function compareAt(a: Skater, b: Skater, place: number): number {
  const one = a.own.columns[place - 1];
  const other = b.own.columns[place - 1];
  return (other?.judges ?? 0) - (one?.judges ?? 0) || (one?.twice ?? 0) - (other?.twice ?? 0);
}

function firstOf(all: readonly Skater[], before: (a: Skater, b: Skater) => number): Skater[] {
  const [one, ...others] = all;
  if (one === undefined) return [];
  const best = others.reduce((first, each) => (before(each, first) < 0 ? each : first), one);
  return all.filter((each) => before(each, best) === 0);
}

const without = (all: readonly Skater[], these: readonly Skater[]) => all.filter((each) => !these.includes(each));
