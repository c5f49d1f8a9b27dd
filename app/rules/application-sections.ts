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
  "company-in-team-title",
  "too-few-members",
  "consent",
  "closed-heat",
  "invalid",
] as const;
type ProblemReason = (typeof problemReasons)[number];

/** One thing that keeps an application from being handed in. */
export interface Problem {
  /** The field: "projectTitle", "members.0.name", "round", "consent". */
  path: string;
  reason: ProblemReason;
  /** The most characters or the fewest rows, where the reason is about a number. */
  limit?: number;
}

/** The sections of the form and their fields, in the order in which people fill them in. */
export const sections = {
  choices: ["round", "track", "group"],
  project: ["projectTitle", "projectTitleEn", "summary", "innovation", "intellectualProperty"],
  leader: [
    "leaderName",
    "leaderGender",
    "leaderBirthOn",
    "leaderNationality",
    "leaderPhone",
    "leaderEmail",
    "leaderDegree",
    "leaderSchool",
    "leaderEmployer",
    "leaderTitle",
    "leaderTalentTitle",
  ],
  team: ["members"],
  company: ["companyName", "companyCode", "companyFoundedOn", "companyCapital"],
  business: ["market", "businessModel", "funding"],
  landing: ["landingPlatform", "landingPlan", "recommender"],
} as const satisfies Record<string, readonly (keyof DraftAnswers | keyof Choices)[]>;
export type Section = keyof typeof sections;
export const sectionNames = Object.keys(sections) as Section[];

/** The problems of one section. */
export function problemsIn(section: Section, problems: readonly Problem[]): Problem[] {
  const fields: readonly string[] = sections[section];
  return problems.filter(({ path }) => fields.includes(path.split(".")[0] ?? ""));
}
