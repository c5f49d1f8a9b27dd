import type { z } from "zod";
import { plainLetters } from "~/primitives/code-points.ts";
import { isOutsideMainland } from "~/primitives/countries.ts";
import type { AttachmentKind } from "../files/attachment.ts";
import { type Choices, type DraftAnswers, type SubmissionFacts, submissionSchema } from "./application.ts";
import { isCreditCode } from "./credit-code.ts";
import { identityProblems } from "./identity-problems.ts";

const problemReasons = [
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
  "barred-word",
  "too-few-members",
  "too-many-members",
  "consent",
  "closed-heat",
  "invalid",
] as const;
type ProblemReason = (typeof problemReasons)[number];

/** One thing that keeps an application from being handed in. */
export interface ApplicationProblem {
  /** The field: "projectTitle", "members.0.name", "identityNumber", "attachments.business-plan", "round", "consent". */
  path: string;
  reason: ProblemReason;
  /** The most characters or the fewest rows, where the reason is about a number. */
  limit?: number;
  /** The words that must not stand there. */
  words?: string[];
}

/** What the sentence about a problem needs besides its reason. */
export function problemValues({ limit, words = [] }: Pick<ApplicationProblem, "limit" | "words">) {
  return { limit: limit ?? 0, words: words.map((word) => `「${word}」`).join("") };
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

/** Everything that keeps the draft from being handed in, in the order of the form. */
export function problemsOf(
  draft: { answers: DraftAnswers; choices: Choices },
  facts: SubmissionFacts,
): ApplicationProblem[] {
  const { answers, choices } = draft;
  const unchosen = sections.choices
    .filter((choice) => !choices[choice])
    .map((path): ApplicationProblem => ({ path, reason: "choose" }));
  const parsed = submissionSchema(facts).safeParse(answers);
  const alone = parsed.success ? [] : parsed.error.issues.map(problemOf);
  const reportedPaths = new Set(alone.map(({ path }) => path));
  const together = [
    ...identityProblems(answers, facts.identityNumber, facts.today),
    ...companyProblems(answers),
    ...attachmentProblems(facts),
  ].filter(({ path }) => !reportedPaths.has(path));
  const order: readonly string[] = sectionNames.flatMap((name) => sections[name] as readonly string[]);
  const place = (problem: ApplicationProblem) => order.indexOf(problem.path.split(".")[0] ?? "");
  return [...unchosen, ...[...alone, ...together].sort((a, b) => place(a) - place(b))];
}

/** A company of the mainland has a social credit code (GB 32100); any other the number that its own register gave it. */
function companyProblems({ companyCode = "", companyPlace = "" }: DraftAnswers): ApplicationProblem[] {
  const code = plainLetters(companyCode).replace(/\s/g, "").toUpperCase();
  if (code === "" || isCreditCode(code) || isOutsideMainland(companyPlace)) return [];
  return [{ path: "companyCode", reason: "credit-code" }];
}

const companyPapers: readonly string[] = ["licence", "finance"] satisfies AttachmentKind[];

/** Papers that only a registered company has are asked of companies alone. */
function attachmentProblems({ attachments, company }: SubmissionFacts): ApplicationProblem[] {
  const { required = [], given = [] } = attachments ?? {};
  return required
    .filter((kind) => !given.includes(kind) && (company || !companyPapers.includes(kind)))
    .map((kind) => ({ path: `attachments.${kind}`, reason: "required" }));
}

function problemOf(issue: z.core.$ZodIssue): ApplicationProblem {
  const path = issue.path.join(".");
  const given = issue.code === "custom" ? issue.params : undefined;
  const known = problemReasons.find((each) => each === given?.reason) ?? "invalid";
  if (Array.isArray(given?.words)) return { path, reason: known, words: given.words.map(String) };
  return typeof given?.limit === "number" ? { path, reason: known, limit: given.limit } : { path, reason: known };
}
