import type { Choices, DraftAnswers } from "./application.ts";

export const problemReasons = [
  "required",
  "choose",
  "too-long",
  "date",
  "past-date",
  "phone",
  "email",
  "credit-code",
  "registration-number",
  "money",
  "percent",
  "resident-id",
  "passport",
  "permit",
  "residence-permit",
  "identity-birth",
  "identity-gender",
  "identity-nationality",
  "company-in-team-title",
  "too-few-members",
  "consent",
  "closed-heat",
  "invalid",
] as const;
type ProblemReason = (typeof problemReasons)[number];

/** One thing that keeps an application from being handed in. */
export interface Problem {
  /** The field: "projectTitle", "members.0.name", "identityNumber", "attachments.business-plan", "round", "consent". */
  path: string;
  reason: ProblemReason;
  /** The most characters or the fewest rows, where the reason is about a number. */
  limit?: number;
}

/** What is written in rows, and what is kept apart from the answers. */
type ListField = "members" | "patents";
type ApartField = "identityNumber" | "attachments";

/** The answers that are one text each: words, a number, a date or a key. */
export type TextField = Exclude<keyof DraftAnswers, ListField>;

/** The sections of the form and their fields, in the order in which people fill them in. */
export const sections = {
  choices: ["round", "track", "group"],
  project: ["projectTitle", "projectTitleEn", "summary", "innovation", "maturity", "patents"],
  leader: [
    "leaderName",
    "leaderGender",
    "leaderNationality",
    "identityKind",
    "identityNumber",
    "leaderBirthOn",
    "leaderPhone",
    "leaderEmail",
    "leaderDegree",
    "leaderSchool",
    "leaderProfession",
    "leaderEmployer",
    "leaderTitle",
    "leaderOverseas",
    "leaderTalentTitle",
  ],
  team: ["members"],
  company: [
    "companyName",
    "companyCode",
    "companyFoundedOn",
    "companyPlace",
    "companyCapital",
    "companyPaidIn",
    "leaderStake",
  ],
  business: [
    "market",
    "businessModel",
    "revenueLast",
    "revenueBefore",
    "researchLast",
    "researchBefore",
    "financingRound",
    "financingAmount",
    "financingInvestors",
    "financingNeed",
  ],
  landing: [
    "landingPlatform",
    "landingOn",
    "landingInvestment",
    "landingNeeds",
    "landingPlan",
    "awards",
    "priorWinner",
    "recommender",
  ],
  attachments: ["attachments"],
} as const satisfies Record<string, readonly (keyof DraftAnswers | keyof Choices | ApartField)[]>;
export type Section = keyof typeof sections;
export type SectionField = (typeof sections)[Section][number];
export const sectionNames = Object.keys(sections) as Section[];

/** Amounts of money, decimal strings in 万元. */
export const moneyFields = [
  "companyCapital",
  "companyPaidIn",
  "revenueLast",
  "revenueBefore",
  "researchLast",
  "researchBefore",
  "financingAmount",
  "landingInvestment",
] as const satisfies readonly TextField[];

/** Whether a field of a section is an answer of one text. */
export function isTextField(field: SectionField): field is Extract<SectionField, TextField> {
  return !(["round", "track", "group", "members", "patents", "identityNumber", "attachments"] as string[]).includes(
    field,
  );
}

/** The problems of one section. */
export function problemsIn(section: Section, problems: readonly Problem[]): Problem[] {
  const fields: readonly string[] = sections[section];
  return problems.filter(({ path }) => fields.includes(path.split(".")[0] ?? ""));
}
