import { plainLetters } from "~/primitives/code-points.ts";
import { isDay } from "~/primitives/local-time.ts";
import { optionalMoney, optionalPercent } from "../applications/answer-fields.ts";
import type { DraftAnswers } from "../applications/application.ts";
import { holdsWord } from "../applications/barred-word.ts";
import { type EligibilityKind, type EligibilityRule, isFor } from "./eligibility-rule.ts";

/** How each rule of eligibility checks an application. */

/** What the rule finds; null where it does not apply: rules about a company to a team that has none. */
function checkRule(rule: EligibilityRule, facts: EligibilityFacts): RuleResult | null {
  if (companyKinds.has(rule.kind) && facts.company === false && !facts.answers.companyName?.trim()) return null;
  return checkByKind(rule, facts);
}

/**
 * Full years from one day to another, as people count age: one more on each anniversary; who was born on 29 February
 * has it on 1 March of other years.
 */
export function fullYears(from: string, to: string): number {
  return Number(to.slice(0, 4)) - Number(from.slice(0, 4)) - (to.slice(5) < from.slice(5) ? 1 : 0);
}

const companyKinds = new Set<EligibilityRule["kind"]>([
  "company-age",
  "not-registered-locally",
  "leader-stake",
  "paid-in-capital",
]);

function checkByKind(rule: EligibilityRule, { answers, otherEntries }: EligibilityFacts): RuleResult {
  switch (rule.kind) {
    case "leader-age":
      return checkYears(answers.leaderBirthOn, rule.on, (age) => isWithin(age, rule.least, rule.most));
    case "company-age":
      return checkYears(answers.companyFoundedOn, rule.on, (age) => age < rule.under);
    case "degree":
      return checkDegree(rule, answers);
    case "not-registered-locally":
      return checkPlace(rule, answers);
    case "leader-stake":
      return checkNumber(optionalPercent.safeParse(answers.leaderStake).data, rule.least);
    case "paid-in-capital":
      return checkNumber(optionalMoney.safeParse(answers.companyPaidIn).data, rule.least);
    case "team-size": {
      const size = answers.members?.filter(({ name }) => name?.trim()).length ?? 0;
      return {
        outcome: size === 0 ? "unknown" : isWithin(size, rule.least, rule.most) ? "met" : "not-met",
        value: String(size),
      };
    }
    case "one-entry": {
      const value = otherEntries.map(({ code }) => code).join(", ");
      if (value === "") return { outcome: "met", value };
      return { outcome: otherEntries.some(({ by }) => by === "identity") ? "not-met" : "by-hand", value };
    }
    case "barred-words": {
      const names = rule.fields.map((field) => answers[field]?.trim() ?? "").filter(Boolean);
      if (names.length === 0) return { outcome: "unknown", value: "" };
      const barred = rule.words.some((word) => names.some((name) => holdsWord(name, word)));
      return { outcome: barred ? "not-met" : "met", value: names.join(" · ") };
    }
    case "previous-winner":
      return checkWinners(rule.names, answers);
  }
}

type Answers = EligibilityFacts["answers"];
type Rule<Kind extends EligibilityRule["kind"]> = Extract<EligibilityRule, { kind: Kind }>;

function checkYears(from: string | undefined, on: string, fits: (years: number) => boolean): RuleResult {
  const day = plainLetters(from ?? "").trim();
  if (!isDay(day)) return { outcome: "unknown", value: "" };
  // Who was born, or was founded, after the day is not a negative number of years old
  const years = Math.max(0, fullYears(day, on));
  return { outcome: fits(years) ? "met" : "not-met", value: String(years) };
}

const ranks: readonly (string | undefined)[] = ["other", "bachelor", "master", "doctor"];
/** 高级职称 and their like abroad. */
const seniorTitle = /高级|教授|研究员|主任医师|主任药师|正高|副高|\b(?:senior|professor|chief|principal)\b/iu;

function checkDegree({ least, instead }: Rule<"degree">, answers: Answers): RuleResult {
  const degree = answers.leaderDegree ?? "";
  const rank = ranks.indexOf(degree);
  if (rank >= ranks.indexOf(least)) return { outcome: "met", value: degree };
  const granted = answers.patents?.find(({ kind, status }) => kind === "invention" && status === "granted");
  const others = [
    { of: "patent", text: granted?.title, sure: true },
    { of: "profession", text: answers.leaderProfession, sure: seniorTitle.test(answers.leaderProfession ?? "") },
    { of: "patent", text: answers.patents?.[0]?.title, sure: false },
    { of: "talent-title", text: answers.leaderTalentTitle, sure: false },
  ].filter(({ of, text }) => text?.trim() && instead.some((each) => each === of));
  const best = others.find(({ sure }) => sure) ?? others[0];
  if (best) return { outcome: best.sure ? "met" : "by-hand", value: degree, instead: best.text?.trim() };
  return { outcome: rank < 0 ? "unknown" : "not-met", value: degree };
}

function checkPlace({ places, before }: Rule<"not-registered-locally">, answers: Answers): RuleResult {
  const place = answers.companyPlace?.trim() ?? "";
  const founded = plainLetters(answers.companyFoundedOn ?? "").trim();
  if (place === "") return { outcome: "unknown", value: "" };
  if (!places.some((word) => folded(place).includes(folded(word)))) return { outcome: "met", value: place };
  const value = founded ? `${place} · ${founded}` : place;
  if (before === undefined) return { outcome: "not-met", value };
  if (!isDay(founded)) return { outcome: "unknown", value };
  return { outcome: founded < before ? "not-met" : "met", value };
}

function checkNumber(value: string | undefined, least: string): RuleResult {
  if (value === undefined) return { outcome: "unknown", value: "" };
  // Nine digits and four decimals at most: a double tells them apart
  return { outcome: Number(value) >= Number(least) ? "met" : "not-met", value };
}

function checkWinners(names: readonly string[], answers: Answers): RuleResult {
  const declared = answers.priorWinner ?? "";
  if (declared === "yes") return { outcome: "not-met", value: declared };
  const own = [answers.leaderName, answers.companyName, answers.projectTitle]
    .map((name) => folded(name ?? ""))
    .filter(Boolean);
  const known = names.find((name) => own.includes(folded(name)));
  if (known) return { outcome: "by-hand", value: known };
  return { outcome: declared === "no" ? "met" : "unknown", value: declared };
}

/** As names are compared: without spaces, width and case. */
function folded(name: string): string {
  return plainLetters(name).replace(/\s/g, "").toLowerCase();
}

function isWithin(value: number, least = 0, most = Number.POSITIVE_INFINITY): boolean {
  return value >= least && value <= most;
}

/** What every rule that is for this application says about it, in the order of the rules. */
export function evaluateEligibility(rules: readonly EligibilityRule[], facts: EligibilityFacts): Finding[] {
  return rules.flatMap((rule) => {
    if (!isFor(rule, facts.group)) return [];
    const looked = checkRule(rule, facts);
    return looked ? [findingOf(rule, looked)] : [];
  });
}

export type EligibilityVerdict = "met" | "by-hand" | "not-met";

/** What a person found by hand about one rule; it counts in place of what the rule says. */
export interface ManualCheck {
  ruleKey: string;
  met: boolean;
}

/** What holds for one rule after the checks by hand. */
export function outcomeAfterChecks(finding: Finding, checks: readonly ManualCheck[]): EligibilityOutcome {
  const check = checks.find(({ ruleKey }) => ruleKey === finding.ruleKey);
  if (!check) return finding.outcome;
  return check.met ? "met" : "not-met";
}

/** What all rules together say after the checks by hand: one that is not met decides, else one that is open. */
export function verdictOf(findings: readonly Finding[], checks: readonly ManualCheck[]): EligibilityVerdict {
  const outcomes = findings.map((finding) => outcomeAfterChecks(finding, checks));
  if (outcomes.includes("not-met")) return "not-met";
  return outcomes.every((outcome) => outcome === "met") ? "met" : "by-hand";
}

/** Not enough is filled in to tell yet: "unknown". Only a person can tell: "by-hand". */
export type EligibilityOutcome = "met" | "not-met" | "by-hand" | "unknown";

/** What a rule said about an application, with what it looked at: it stands for itself when the rule has changed since. */
export interface Finding {
  ruleKey: string;
  kind: EligibilityKind;
  outcome: EligibilityOutcome;
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
export interface RuleResult {
  outcome: EligibilityOutcome;
  value: string;
  instead?: string;
}

/** What a rule wants, whatever it finds. */
export type StatedRule = Pick<Finding, "ruleKey" | "kind" | "limit" | "on" | "message">;

/** The rules for a group as they are stated to everybody, in the edition's order; `group` is its key. */
export function statedRules(rules: readonly EligibilityRule[], group: string): StatedRule[] {
  return rules.filter((rule) => isFor(rule, group)).map(statedRule);
}

function statedRule(rule: EligibilityRule): StatedRule {
  const on = dayOf(rule);
  return {
    ruleKey: rule.key,
    kind: rule.kind,
    limit: limitOf(rule),
    ...(on ? { on } : {}),
    ...(rule.message ? { message: rule.message } : {}),
  };
}

/** The finding of a rule that saw this. */
function findingOf(rule: EligibilityRule, { outcome, value, instead }: RuleResult): Finding {
  return { ...statedRule(rule), outcome, value, ...(instead ? { instead } : {}) };
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
