import type { z } from "zod";
import { type Choices, type DraftAnswers, type SubmissionFacts, submissionSchema } from "./application.ts";

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
export type ProblemReason = (typeof problemReasons)[number];

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

/** Everything that keeps the draft from being handed in, in the order of the form. */
export function problemsOf(draft: { answers: DraftAnswers; choices: Choices }, facts: SubmissionFacts): Problem[] {
  const unchosen = sections.choices
    .filter((choice) => !draft.choices[choice])
    .map((path): Problem => ({ path, reason: "choose" }));
  const parsed = submissionSchema(facts).safeParse(draft.answers);
  if (parsed.success) return unchosen;
  const order: readonly string[] = sectionNames.flatMap((name) => sections[name] as readonly string[]);
  const place = (problem: Problem) => order.indexOf(problem.path.split(".")[0] ?? "");
  return [...unchosen, ...parsed.error.issues.map(problemOf).sort((a, b) => place(a) - place(b))];
}

/** The problems of one section. */
export function problemsIn(section: Section, problems: readonly Problem[]): Problem[] {
  const fields: readonly string[] = sections[section];
  return problems.filter(({ path }) => fields.includes(path.split(".")[0] ?? ""));
}

function problemOf(issue: z.core.$ZodIssue): Problem {
  const path = issue.path.join(".");
  const given = issue.code === "custom" ? issue.params : undefined;
  const known = problemReasons.find((each) => each === given?.reason) ?? "invalid";
  return typeof given?.limit === "number" ? { path, reason: known, limit: given.limit } : { path, reason: known };
}
