import type { DraftAnswers } from "../applications/application.ts";
import {
  familyWithTitle,
  foldLetters,
  redact,
  redactPattern,
  waysToNameCompany,
  waysToNameInstitution,
  waysToNamePerson,
} from "./redact.ts";

/** What a judge sees of an application: never how to reach the person, and in a blind review not who they are. */

type Field = keyof DraftAnswers;

/** What no judge needs for a mark: how to reach the leader, and the kind of their identity document. */
const neverShown = ["leaderPhone", "leaderEmail", "identityKind"] as const satisfies readonly Field[];

/** The fields that can be hidden in a blind review. The project's title always shows. */
export const hideableFields = [
  "leaderName",
  "leaderGender",
  "leaderBirthOn",
  "leaderNationality",
  "leaderDegree",
  "leaderSchool",
  "leaderProfession",
  "leaderEmployer",
  "leaderTitle",
  "leaderOverseas",
  "leaderTalentTitle",
  "members",
  "companyName",
  "companyCode",
  "companyFoundedOn",
  "companyPlace",
  "patents",
  "financingInvestors",
  "awards",
  "recommender",
] as const satisfies readonly Field[];
export type HideableField = (typeof hideableFields)[number];

/** Who the person is and where they come from; what they can do stays. */
export const usuallyHidden: readonly HideableField[] = [
  "leaderName",
  "leaderGender",
  "leaderBirthOn",
  "leaderNationality",
  "leaderSchool",
  "leaderEmployer",
  "members",
  "companyName",
  "companyCode",
  "recommender",
];

export function isHideable(field: string): field is HideableField {
  return (hideableFields as readonly string[]).includes(field);
}

/** Whether a round with these hidden fields is blind. */
export function isBlind(hidden: readonly string[]): boolean {
  return hidden.length > 0;
}

/**
 * The answers as judges see them: hidden fields are left out (of the members their names alone), and in all texts that stay
 * the names and numbers behind hidden fields are blotted out, with every e-mail, mobile number and address on the web.
 */
export function answersForJudges(answers: DraftAnswers, hidden: readonly string[]): DraftAnswers {
  const gone = new Set<string>([...neverShown, ...hidden]);
  const clean = isBlind(hidden) ? redactorOf(answers, hidden) : (text: string) => text;
  const shown = Object.entries(answers).flatMap(([field, value]): [string, unknown][] => {
    if (field === "members") return [[field, membersForJudges(answers.members ?? [], gone.has(field), clean)]];
    if (gone.has(field)) return [];
    return [[field, cleaned(value, clean)]];
  });
  return Object.fromEntries(shown) as DraftAnswers;
}

/** A title as judges see it: in a blind round without the names in it. */
export function titleForJudges(title: string, answers: DraftAnswers, hidden: readonly string[]): string {
  return isBlind(hidden) ? redactorOf(answers, hidden)(title) : title;
}

function membersForJudges(
  members: NonNullable<DraftAnswers["members"]>,
  nameless: boolean,
  clean: (text: string) => string,
) {
  return members.map((member) => ({ ...(cleaned(member, clean) as typeof member), ...(nameless ? { name: "" } : {}) }));
}

/** The value with every text in it cleaned. */
function cleaned(value: unknown, clean: (text: string) => string): unknown {
  if (typeof value === "string") return clean(value);
  if (Array.isArray(value)) return value.map((each) => cleaned(each, clean));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, cleaned(each, clean)]));
}

const email = /(?<![\w.%+-])[\w.%+-]+[@＠][\w-]+(?:\.[\w-]+)+/gu;
const webAddress = /(?:https?:\/\/|www\.)[^\s，。；、)）]+/giu;
const chineseMobile = /(?<!\d)(?:\+?86[\s-]?)?1[3-9]\d(?:[\s-]?\d{4}){2}(?!\d)/gu;
const shortest = { code: 6 };

/** Redacts in a text whatever the hidden fields hold. */
function redactorOf(answers: DraftAnswers, hidden: readonly string[]): (text: string) => string {
  const patterns = [
    email,
    webAddress,
    chineseMobile,
    ...hiddenPeople(answers, hidden).map(familyWithTitle),
    hidden.includes("leaderBirthOn") ? dayPattern(answers.leaderBirthOn ?? "") : null,
  ].filter((pattern) => pattern !== null);
  const needles = needlesOf(answers, hidden);
  return (words) => redact(patterns.reduce(redactPattern, words), needles);
}

/** The ways to write whoever stands behind an application, folded, for `redact`: people, company, institutions, numbers. */
export function authorNeedles(answers: DraftAnswers): string[] {
  return needlesOf(answers, hideableFields);
}

function hiddenPeople(answers: DraftAnswers, hidden: readonly string[]): string[] {
  return [
    ...(hidden.includes("leaderName") ? [answers.leaderName ?? ""] : []),
    ...(hidden.includes("members") ? (answers.members ?? []).map(({ name }) => name ?? "") : []),
  ];
}

function needlesOf(answers: DraftAnswers, hidden: readonly string[]): string[] {
  const text = (field: "companyName" | "leaderSchool" | "leaderEmployer" | "recommender") =>
    hidden.includes(field) ? [answers[field] ?? ""] : [];
  const numbers = [
    answers.leaderPhone ?? "",
    (answers.leaderPhone ?? "").replace(/^\+86/, ""),
    answers.leaderEmail ?? "",
    hidden.includes("companyCode") ? (answers.companyCode ?? "") : "",
  ].map(foldLetters);
  return [
    ...hiddenPeople(answers, hidden).flatMap(waysToNamePerson),
    ...text("companyName").flatMap(waysToNameCompany),
    ...text("leaderEmployer").flatMap(waysToNameCompany),
    ...[...text("leaderSchool"), ...text("recommender")].flatMap(waysToNameInstitution),
    ...numbers.filter((number) => number.length >= shortest.code),
  ];
}

/** The day however it is written: 1988-02-29, 1988/2/29, 1988年2月29日, 19880229. */
function dayPattern(day: string): RegExp | null {
  const [year, month, date] = day.split("-");
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || !year || !month || !date) return null;
  const part = (digits: string) => (digits.startsWith("0") ? `0?${digits.slice(1)}` : digits);
  const apart = "\\s*[-/.年月]\\s*";
  return new RegExp(`${year}(?:${apart}${part(month)}${apart}${part(date)}日?|${month}${date})(?!\\d)`, "gu");
}
