import { type EligibilityFacts, type Finding, findingOf, type Outcome } from "./eligibility-finding.ts";
import { lookAt } from "./eligibility-looks.ts";
import { type EligibilityRule, isFor } from "./eligibility-rule.ts";

export type { EligibilityFacts, Finding, OtherEntry, Outcome } from "./eligibility-finding.ts";

/** What every rule that is for this application says about it, in the order of the rules. */
export function evaluateEligibility(rules: readonly EligibilityRule[], facts: EligibilityFacts): Finding[] {
  return rules.flatMap((rule) => {
    if (!isFor(rule, facts.group)) return [];
    const looked = lookAt(rule, facts);
    return looked ? [findingOf(rule, looked)] : [];
  });
}

export type Verdict = "met" | "by-hand" | "not-met";

/** What a person found by hand about one rule; it counts in place of what the rule says. */
export interface HandCheck {
  ruleKey: string;
  met: boolean;
}

/** What holds for one rule after the checks by hand. */
export function outcomeOf(finding: Finding, checks: readonly HandCheck[]): Outcome {
  const check = checks.find(({ ruleKey }) => ruleKey === finding.ruleKey);
  if (!check) return finding.outcome;
  return check.met ? "met" : "not-met";
}

/** What all rules together say after the checks by hand: one that is not met decides, else one that is open. */
export function verdictOf(findings: readonly Finding[], checks: readonly HandCheck[]): Verdict {
  const outcomes = findings.map((finding) => outcomeOf(finding, checks));
  if (outcomes.includes("not-met")) return "not-met";
  return outcomes.every((outcome) => outcome === "met") ? "met" : "by-hand";
}
