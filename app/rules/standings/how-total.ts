import { compare, parseDecimal, parseNumber, print, sum } from "~/primitives/fraction.ts";
import type { Rule, RulePart } from "./rule.ts";
import type { Majority, RoundFigures, Skating, Standing } from "./standing.ts";

/** Of a part that the hall votes on: how its votes became points. */
export type HallShare = { votes: number; all: number; of: "votes" | "most"; max: number; weight: number };

/** One step of how a total came about, with the value after it (or what it added), as printed in the standings. */
export type HowStep =
  /** Σ factor × mark of each counting sheet, and what became of it. */
  | { step: "values"; values: NonNullable<Standing["values"]>; flat: string[] }
  | { step: "dropped"; dropped: Standing["dropped"] }
  /** What judges of a kind make of it, before the weight. */
  | { step: "kind"; label: string; weight: number; value: string | null }
  | { step: "coefficient"; panel: string | null; mean: string | null; all: string | null; coefficient: string | null }
  /** What the judges make of it. */
  | { step: "judged"; value: string | null }
  | { step: "part"; label: string; value: string | null; lacks: boolean; hall?: HallShare }
  | { step: "adjustment"; article: string; reason: string; value: string }
  | { step: "floor" | "ceiling"; value: number }
  /** Places in the judges' orders; `compared` where they do not simply add up to the total, as some judge left an entry out. */
  | { step: "places"; places: Record<string, string>; left: string[]; compared: boolean }
  | ({ step: "majority" } & Majority)
  /** The place in a criterion, from the judges' places there. */
  | { step: "criterion-place"; criterion: string; place: string; places: Record<string, string>; majority: Majority }
  | { step: "place-sum"; sum: string }
  /** What of the skating system gave the place. */
  | { step: "skating-rule"; rule: Skating["rule"]; count: Skating["count"] }
  | { step: "own"; value: string | null; weight: number }
  | { step: "carried"; round: string; weight: number; value: string | null; from: string | null }
  | { step: "below"; what: string; unranked: boolean }
  | { step: "total"; value: string | null };

/**
 * How an entry's total came about, step by step, as far as the standings say it: empty where the rule has the first
 * edition's steps alone and nothing was dropped. `criteria`: their keys in the rubric's order.
 */
export function howTotal(
  standing: Standing,
  rule: Rule,
  figures: RoundFigures,
  criteria: readonly string[] = Object.keys(standing.criteria),
): HowStep[] {
  const { values, dropped, kinds, panelPoints, parts, adjustments, own, carried, below, lacks = [], total } = standing;
  const steps: HowStep[] = [];
  if (values && values.length > 0) steps.push({ step: "values", values, flat: figures.flat ?? [] });
  if (dropped.length > 0) steps.push({ step: "dropped", dropped });
  for (const { key, label, weight } of rule.kinds ?? []) {
    if (kinds) steps.push({ step: "kind", label, weight, value: kinds[key] ?? null });
  }
  if (rule.coefficient && standing.coefficient !== undefined) {
    const { panel = null, coefficient } = standing;
    const mean = panel === null ? null : (figures.panels?.[panel]?.mean ?? null);
    steps.push({ step: "coefficient", panel, mean, all: figures.allPanels ?? null, coefficient });
  }
  if (panelPoints !== undefined) steps.push({ step: "judged", value: panelPoints });
  for (const part of rule.parts ?? []) {
    const { key, label } = part;
    const hall = hallShare(part, standing, figures);
    if (parts)
      steps.push({
        step: "part",
        label,
        value: parts[key] ?? null,
        lacks: lacks.includes(`part:${key}`),
        ...(hall && { hall }),
      });
  }
  for (const { amount, article, reason } of adjustments ?? [])
    steps.push({ step: "adjustment", article, reason, value: amount });
  steps.push(...placeSteps(standing), ...skatingSteps(standing, criteria));
  const bound = boundOf(standing, rule);
  if (bound) steps.push(bound);
  if (rule.carry && own !== undefined) steps.push({ step: "own", value: own, weight: rule.weight ?? 1 });
  for (const { round, weight } of rule.carry ?? []) {
    if (carried) {
      const from = figures.carriedFrom?.[round] ?? null;
      steps.push({ step: "carried", round, weight, value: carried[round] ?? null, from });
    }
  }
  for (const what of below ?? []) steps.push({ step: "below", what, unranked: rule.thresholds?.below === "unranked" });
  if (steps.length > 0) steps.push({ step: "total", value: total });
  return steps;
}

function hallShare({ hall, max, weight }: RulePart, standing: Standing, figures: RoundFigures): HallShare | null {
  if (!hall || standing.hall == null || !figures.hall) return null;
  return { votes: standing.hall, all: figures.hall[hall.of], of: hall.of, max, weight };
}

/** How the judges' orders made the total; nothing where points did. */
function placeSteps({ placings, majority, values = [], total }: Standing): HowStep[] {
  if (!placings || total === null) return [];
  const left = values.flatMap(({ judge }) => (Object.hasOwn(placings, judge) ? [] : [judge]));
  const all = sum(Object.values(placings).map(parseDecimal));
  const compared = majority === undefined && compare(all, parseDecimal(total)) !== 0;
  return [
    { step: "places", places: placings, left, compared },
    ...(majority ? [{ step: "majority" as const, ...majority }] : []),
  ];
}

/** How the places in the criteria made the total, nothing where they did not. */
function skatingSteps({ skating, values = [] }: Standing, keys: readonly string[]): HowStep[] {
  if (!skating) return [];
  const { criteria, sum, rule, count } = skating;
  const [whole] = Object.values(criteria);
  const left = values.flatMap(({ judge }) => (whole && Object.hasOwn(whole.placings, judge) ? [] : [judge]));
  return [
    ...keys.flatMap((criterion): HowStep[] => {
      const there = criteria[criterion];
      if (!there) return [];
      const { place, placings, majority } = there;
      return [{ step: "criterion-place", criterion, place, places: placings, majority }];
    }),
    ...(left.length > 0 ? [{ step: "places" as const, places: {}, left, compared: false }] : []),
    { step: "place-sum", sum },
    { step: "skating-rule", rule, count },
  ];
}

/** The bound that the sum of points, parts and adjustments goes beyond, if any. */
function boundOf({ panelPoints, parts, adjustments }: Standing, { floor, ceiling }: Rule): HowStep | null {
  if (panelPoints == null) return null;
  const all = sum(
    [panelPoints, ...Object.values(parts ?? {}), ...(adjustments ?? []).map(({ amount }) => amount)].flatMap((text) =>
      text === null ? [] : [parseDecimal(text)],
    ),
  );
  if (floor !== undefined && compare(all, parseNumber(floor)) < 0) return { step: "floor", value: floor };
  if (ceiling !== undefined && compare(all, parseNumber(ceiling)) > 0) return { step: "ceiling", value: ceiling };
  return null;
}

/** What all adjustments of an entry come to; nothing where there are none. */
export function adjustedPoints(adjustments: NonNullable<Standing["adjustments"]>): string | null {
  return adjustments.length === 0 ? null : print(sum(adjustments.map(({ amount }) => parseDecimal(amount))), 2);
}
