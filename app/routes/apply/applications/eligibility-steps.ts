import type { Finding } from "~/rules/screening/eligibility.ts";
import type { Step } from "./steps.ts";

const places: Record<Finding["kind"], Step> = {
  "leader-age": "leader",
  degree: "leader",
  "company-age": "company",
  "not-registered-locally": "company",
  "leader-stake": "company",
  "paid-in-capital": "company",
  "team-size": "team",
  "one-entry": "submit",
  "barred-words": "project",
  "previous-winner": "landing",
};

/** The step whose fields a rule looks at. */
export function aboutStep(kind: Finding["kind"]): Step {
  return places[kind];
}

/** What all rules together come to for the applicant: one that is not met is said first. */
export function evaluateOverall(findings: readonly Finding[]): "not-met" | "by-hand" | "unknown" | "met" {
  const outcomes = findings.map(({ outcome }) => outcome);
  return (["not-met", "unknown", "by-hand"] as const).find((each) => outcomes.includes(each)) ?? "met";
}

const fields: Partial<Record<Finding["kind"], string>> = {
  "leader-stake": "leaderStake",
  "paid-in-capital": "companyPaidIn",
  "previous-winner": "priorWinner",
};

/** Fields that must be filled in because a rule looks at them. */
export function fieldsOfRules(findings: readonly Finding[]): ReadonlySet<string> {
  return new Set(findings.map(({ kind }) => fields[kind] ?? ""));
}
