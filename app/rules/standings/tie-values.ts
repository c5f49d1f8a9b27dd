import { compare, type Fraction, fraction, sum } from "~/primitives/fraction.ts";
import type { StepValue } from "./judged-entries.ts";
import type { CombinedCriterion, Entry, JudgedRound } from "./judged-round.ts";
import { mean } from "./means-and-trimming.ts";
import type { TieStep } from "./rule.ts";

/** What there is to see in an entry once its total is made. */
export interface Seen {
  judged: JudgedRound;
  entry: Entry;
  values: StepValue[];
  criteria: CombinedCriterion[];
  scaled: Fraction | null;
  parts: { key: string; points: Fraction }[];
  adjustments: { amount: number }[];
  /** The total that ranks, unrounded. */
  overall: Fraction | null;
  own: Fraction | null;
  carried: { round: string; total: Fraction | null }[];
}

/** What a tie step sees in an entry: more is better. Without kinds and with them, it sees all the judges' values alike. */
export function tieValue(step: TieStep, seen: Seen): Fraction | null {
  const { judged, entry, values } = seen;
  const { judges, votes = {} } = judged;
  switch (step) {
    case "untrimmed-mean":
      return mean(values.map((each) => each.value));
    case "highest-sheet":
      return values.map((each) => each.value).sort((a, b) => compare(b, a))[0] ?? null;
    case "sum-of-sheets":
      return values.length === 0 ? null : sum(values.map((each) => each.value));
    case "head-judge": {
      const head =
        judges.find((judge) => judge.head && judge.panel != null && judge.panel === entry.panel) ??
        judges.find((judge) => judge.head && judge.panel == null);
      return values.find((each) => each.judge === head?.key)?.value ?? null;
    }
    case "vote":
      return Object.hasOwn(votes, entry.key) ? fraction(-(votes[entry.key] ?? 0)) : null;
    case "unrounded-total":
      return seen.overall;
    case "own-total":
      return seen.own;
    case "panel-points":
      return seen.scaled;
    case "fewest-penalties":
      return fraction(
        seen.adjustments.reduce((all, { amount }) => all + Math.min(0, amount), 0),
        100,
      );
    default:
      return namedValue(step, seen);
  }
}

function namedValue(step: string, { criteria, parts, carried }: Seen): Fraction | null {
  const kind = step.slice(0, step.indexOf(":"));
  const name = step.slice(step.indexOf(":") + 1);
  if (kind === "part") return parts.find(({ key }) => key === name)?.points ?? null;
  if (kind === "carried") return carried.find(({ round }) => round === name)?.total ?? null;
  return criteria.find(({ key }) => key === name)?.value ?? null;
}
