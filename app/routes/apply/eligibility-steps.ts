import type { Finding } from "~/rules/eligibility.ts";
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
