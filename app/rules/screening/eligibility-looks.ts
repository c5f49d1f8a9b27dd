import { isDay } from "~/primitives/day.ts";
import { plainLetters } from "~/primitives/plain-letters.ts";
import { optionalMoney, optionalPercent } from "../applications/answer-fields.ts";
import { holdsWord } from "../applications/barred-word.ts";
import type { EligibilityFacts, Looked } from "./eligibility-finding.ts";
import type { EligibilityRule } from "./eligibility-rule.ts";

/** How each rule of eligibility looks at an application. */

/** What the rule sees; null where it does not apply: rules about a company to a team that has none. */
export function lookAt(rule: EligibilityRule, facts: EligibilityFacts): Looked | null {
  if (companyKinds.has(rule.kind) && facts.company === false && !facts.answers.companyName?.trim()) return null;
  return look(rule, facts);
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

function look(rule: EligibilityRule, { answers, otherEntries }: EligibilityFacts): Looked {
  switch (rule.kind) {
    case "leader-age":
      return lookAtYears(answers.leaderBirthOn, rule.on, (age) => isWithin(age, rule.least, rule.most));
    case "company-age":
      return lookAtYears(answers.companyFoundedOn, rule.on, (age) => age < rule.under);
    case "degree":
      return lookAtDegree(rule, answers);
    case "not-registered-locally":
      return lookAtPlace(rule, answers);
    case "leader-stake":
      return lookAtNumber(optionalPercent.safeParse(answers.leaderStake).data, rule.least);
    case "paid-in-capital":
      return lookAtNumber(optionalMoney.safeParse(answers.companyPaidIn).data, rule.least);
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
      return lookAtWinners(rule.names, answers);
  }
}

type Answers = EligibilityFacts["answers"];
type Rule<Kind extends EligibilityRule["kind"]> = Extract<EligibilityRule, { kind: Kind }>;

function lookAtYears(from: string | undefined, on: string, fits: (years: number) => boolean): Looked {
  const day = plainLetters(from ?? "").trim();
  if (!isDay(day)) return { outcome: "unknown", value: "" };
  // Who was born, or was founded, after the day is not a negative number of years old
  const years = Math.max(0, fullYears(day, on));
  return { outcome: fits(years) ? "met" : "not-met", value: String(years) };
}

const ranks: readonly (string | undefined)[] = ["other", "bachelor", "master", "doctor"];
/** 高级职称 and their like abroad. */
const seniorTitle = /高级|教授|研究员|主任医师|主任药师|正高|副高|\b(?:senior|professor|chief|principal)\b/iu;

function lookAtDegree({ least, instead }: Rule<"degree">, answers: Answers): Looked {
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

function lookAtPlace({ places, before }: Rule<"not-registered-locally">, answers: Answers): Looked {
  const place = answers.companyPlace?.trim() ?? "";
  const founded = plainLetters(answers.companyFoundedOn ?? "").trim();
  if (place === "") return { outcome: "unknown", value: "" };
  if (!places.some((word) => folded(place).includes(folded(word)))) return { outcome: "met", value: place };
  const value = founded ? `${place} · ${founded}` : place;
  if (before === undefined) return { outcome: "not-met", value };
  if (!isDay(founded)) return { outcome: "unknown", value };
  return { outcome: founded < before ? "not-met" : "met", value };
}

function lookAtNumber(value: string | undefined, least: string): Looked {
  if (value === undefined) return { outcome: "unknown", value: "" };
  // Nine digits and four decimals at most: a double tells them apart
  return { outcome: Number(value) >= Number(least) ? "met" : "not-met", value };
}

function lookAtWinners(names: readonly string[], answers: Answers): Looked {
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
