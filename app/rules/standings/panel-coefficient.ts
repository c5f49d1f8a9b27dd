import { byCodePoint } from "~/primitives/code-points.ts";
import { compare, type Fraction, over, printed, zero } from "~/primitives/fraction.ts";
import type { JudgedEntry } from "./judged-entries.ts";
import { mean } from "./means-and-trimming.ts";
import { roundAt } from "./rounding.ts";
import type { Rule } from "./rule.ts";
import type { RoundFigures } from "./standing.ts";

export interface Panels {
  all: Fraction | null;
  means: Map<string, { mean: Fraction | null; coefficient: Fraction | null }>;
}

/** Step 5: what each panel's points are multiplied by, so that a strict and a mild panel weigh the same; null without the setting. */
export function coefficients(rule: Rule, entries: readonly JudgedEntry[]): Panels | null {
  const { coefficient } = rule;
  if (!coefficient) return null;
  const byPanel = Map.groupBy(
    entries.filter(({ entry }) => entry.panel != null),
    ({ entry }) => entry.panel ?? "",
  );
  const left = new Map(
    [...byPanel].map(([panel, list]) => {
      const points = list.flatMap(({ points }) => points ?? []).sort(compare);
      const { low, high } = coefficient;
      return [panel, points.length < low + high + 1 ? points : points.slice(low, points.length - high)] as const;
    }),
  );
  const means = new Map(
    [...left].map(([panel, points]) => {
      const exact = mean(points);
      return [panel, exact && roundAt(exact, rule, "panelMean")] as const;
    }),
  );
  const counted =
    coefficient.of === "entries" ? [...left.values()].flat() : [...means.values()].flatMap((each) => each ?? []);
  const exact = mean(counted);
  const all = exact && roundAt(exact, rule, "panelMean");
  return {
    all,
    means: new Map(
      [...means]
        .sort(([a], [b]) => byCodePoint(a, b))
        .map(([panel, own]) => {
          const known = all && own && compare(own, zero) > 0;
          return [panel, { mean: own, coefficient: known ? roundAt(over(all, own), rule, "coefficient") : null }];
        }),
    ),
  };
}

export function panelFigures({ all, means }: Panels, rule: Rule): Pick<RoundFigures, "panels" | "allPanels"> {
  const { panelMean, coefficient } = rule.places;
  return {
    panels: Object.fromEntries(
      [...means].map(([panel, each]) => [
        panel,
        { mean: printed(each.mean, panelMean), coefficient: printed(each.coefficient, coefficient) },
      ]),
    ),
    allPanels: printed(all, panelMean),
  };
}
