import { type Fraction, parseDecimal, parseNumber, sum, times } from "~/primitives/fraction.ts";
import {
  type CombinedCriterion,
  combineCriteria,
  countsAtAll,
  droppedOf,
  type Entry,
  type JudgedRound,
  type JudgedSheet,
  sheetTotal,
} from "./judged-round.ts";
import { combine, type Value } from "./means-and-trimming.ts";
import { normaliser, type SheetTotal } from "./normalise.ts";
import { roundAt } from "./rounding.ts";
import { type Combine, hasJudgeValues, type Rule } from "./rule.ts";
import type { Standing } from "./standing.ts";

/** Steps 1 to 4 of a total (docs/standings.md): from the sheets to what an entry's judges make of it. */

/** An entry after step 4: what its judges make of it. */
export interface JudgedEntry {
  entry: Entry;
  /** How many sheets there are, counting or not. */
  sheets: number;
  values: StepValue[];
  criteria: CombinedCriterion[];
  kinds: { key: string; value: Fraction | null }[];
  /** Of step 4, rounded to `places.judged`. */
  points: Fraction | null;
  line: Pick<Standing, "counted" | "dropped" | "untrimmed">;
}

/** A counting sheet after steps 1, 2 and 3; `value` is what goes on. */
export interface StepValue extends Value {
  sheet: Fraction;
  normalised: Fraction | null;
  revised: Fraction | null;
  kind: string | null;
}

/** Steps 1 to 4 of all entries. `flat` where the rule normalises. */
export function judgedBy(
  judged: JudgedRound,
  sheets: Map<string, JudgedSheet[]>,
): { entries: JudgedEntry[]; flat?: string[] } {
  const { rule, judges } = judged;
  const counting = new Map(
    judged.entries.map(({ key }) => [key, (sheets.get(key) ?? []).filter((sheet) => countsAtAll(sheet, judged))]),
  );
  const totals = [...counting.values()]
    .flat()
    .map((sheet): SheetTotal => ({ entry: sheet.entry, judge: sheet.judge, total: sheetTotal(sheet, judged) }));
  const normalised = normaliser(
    rule,
    judges.map(({ key }) => key),
    totals,
  );
  const kindOf = new Map(judges.map(({ key, kind }) => [key, kind ?? null]));
  const revised = new Map(
    (judged.revisions ?? []).map((each) => [`${each.entry}\n${each.judge}`, parseDecimal(each.score)]),
  );
  const totalsOf = Map.groupBy(totals, ({ entry }) => entry);
  const entries = judged.entries.map((entry): JudgedEntry => {
    const values = (totalsOf.get(entry.key) ?? []).map(({ judge, total }): StepValue => {
      const second = normalised ? normalised.valueAt(judge, total) : null;
      const third = hasJudgeValues(rule) ? (revised.get(`${entry.key}\n${judge}`) ?? null) : null;
      const kind = kindOf.get(judge) ?? null;
      return { judge, kind, sheet: total, normalised: second, revised: third, value: third ?? second ?? total };
    });
    const criteria = combineCriteria(judged, counting.get(entry.key) ?? []);
    const combined =
      rule.level === "sheet" ? combinedValues(rule, values) : combinedPoints(rule, values.length, criteria);
    return { entry, sheets: sheets.get(entry.key)?.length ?? 0, values, criteria, ...combined };
  });
  return { entries, ...(normalised && { flat: normalised.flat }) };
}

type CombinedEntry = Pick<JudgedEntry, "kinds" | "points" | "line">;

/** Step 4 at level "sheet": the values of each kind of judges by themselves, weighted; without kinds all of them. */
function combinedValues(rule: Rule, values: StepValue[]): CombinedEntry {
  const places = rule.normalise ? rule.places.normalised : rule.places.sheet;
  const kinds = (rule.kinds ?? []).map((kind) => {
    const whole = combine(
      values.filter((each) => each.kind === kind.key),
      kind.combine ?? rule.combine,
    );
    return {
      key: kind.key,
      whole,
      weight: parseNumber(kind.weight),
      value: whole.value && roundAt(whole.value, rule, "kind"),
    };
  });
  // Of an order of places nothing is dropped
  const how: Combine = rule.placings ? { method: "sum" } : rule.combine;
  const wholes = rule.kinds ? kinds.map(({ whole }) => whole) : [combine(values, how)];
  const weighted = kinds.map(({ weight, value }) => value && times(weight, value));
  const points = rule.kinds ? sumOfAll(weighted) : (wholes[0]?.value ?? null);
  return {
    kinds: kinds.map(({ key, value }) => ({ key, value })),
    points: points && roundAt(points, rule, "judged"),
    line: {
      counted: wholes.reduce((count, { kept }) => count + kept.length, 0),
      dropped: wholes.flatMap((whole) => droppedOf(whole, places)),
      ...(wholes.some((whole) => whole.untrimmed) && { untrimmed: true }),
    },
  };
}

/** Step 4 at level "criterion": the points of the criteria, added. */
function combinedPoints(rule: Rule, counted: number, criteria: CombinedCriterion[]): CombinedEntry {
  const points = criteria.flatMap((each) => (each.points ? [roundAt(each.points, rule, "points")] : []));
  return {
    kinds: [],
    points: points.length === 0 ? null : roundAt(sum(points), rule, "judged"),
    line: {
      counted,
      dropped: criteria.flatMap((each) => droppedOf(each, undefined).map((item) => ({ ...item, criterion: each.key }))),
      ...(criteria.some((each) => each.untrimmed) && { untrimmed: true }),
    },
  };
}

/** Null where one is. */
export function sumOfAll(values: readonly (Fraction | null)[]): Fraction | null {
  const known = values.filter((each) => each !== null);
  return known.length === values.length ? sum(known) : null;
}
