import type { DraftAnswers } from "../applications/application.ts";
import type { EligibilityKind, EligibilityRule } from "./eligibility-rule.ts";

/** Not enough is filled in to tell yet: "unknown". Only a person can tell: "by-hand". */
export type Outcome = "met" | "not-met" | "by-hand" | "unknown";

/** What a rule said about an application, with what it looked at: it stands for itself when the rule has changed since. */
export interface Finding {
  ruleKey: string;
  kind: EligibilityKind;
  outcome: Outcome;
  /** What the rule looked at: an age, a key of a degree, an amount, a name; "" for nothing. */
  value: string;
  /** What the rule wants: "≤ 50", "18–50", a key of a degree, words. */
  limit: string;
  /** The day that it is about, YYYY-MM-DD. */
  on?: string;
  /** What may stand in for the thing itself: a patent, a title. */
  instead?: string;
  /** The edition's own words for the rule. */
  message?: { zh: string; en: string };
}

/** Another entry that may be the same person's. */
export interface OtherEntry {
  code: string;
  /** By the identity number it is the same leader; by the account only the same applicant. */
  by: "identity" | "applicant";
}

/** What the rules look at. Entries of others come from the database. */
export interface EligibilityFacts {
  answers: DraftAnswers;
  /** The key of the chosen group; null while none is chosen. */
  group: string | null;
  /** Whether that group is for registered companies; null while none is chosen. */
  company: boolean | null;
  otherEntries: readonly OtherEntry[];
}

/** What a rule saw. */
export interface Looked {
  outcome: Outcome;
  value: string;
  instead?: string;
}

/** The finding of a rule that saw this. */
export function findingOf(rule: EligibilityRule, { outcome, value, instead }: Looked): Finding {
  const on = dayOf(rule);
  return {
    ruleKey: rule.key,
    kind: rule.kind,
    outcome,
    value,
    limit: limitOf(rule),
    ...(on ? { on } : {}),
    ...(instead ? { instead } : {}),
    ...(rule.message ? { message: rule.message } : {}),
  };
}

function limitOf(rule: EligibilityRule): string {
  switch (rule.kind) {
    case "leader-age":
    case "team-size":
      return rangeOf(rule.least, rule.most);
    case "degree":
      return rule.least;
    case "company-age":
      return `< ${rule.under}`;
    case "not-registered-locally":
      return rule.places.join(", ");
    case "leader-stake":
    case "paid-in-capital":
      return `≥ ${rule.least}`;
    case "one-entry":
      return "1";
    case "barred-words":
      return rule.words.join(", ");
    case "previous-winner":
      return "";
  }
}

function rangeOf(least: number | undefined, most: number | undefined): string {
  if (least === undefined) return `≤ ${most}`;
  return most === undefined ? `≥ ${least}` : `${least}–${most}`;
}

function dayOf(rule: EligibilityRule): string | undefined {
  if (rule.kind === "leader-age" || rule.kind === "company-age") return rule.on;
  return rule.kind === "not-registered-locally" ? rule.before : undefined;
}
