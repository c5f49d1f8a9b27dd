import { z } from "zod";
import { identityKinds } from "~/primitives/identity-number.ts";
import {
  email,
  money,
  needed,
  oneOf,
  optional,
  optionalDate,
  optionalMoney,
  optionalOneOf,
  optionalPastDate,
  optionalPercent,
  pastDate,
  percent,
  phone,
  reason,
  registrationNumber,
} from "./answer-fields.ts";
import {
  degrees,
  financingRounds,
  genders,
  landingPlatforms,
  limits,
  maturities,
  mostMembers,
  mostPatents,
  patentKinds,
  patentOwnerships,
  patentStatuses,
  yesNo,
} from "./application-terms.ts";
import { holdsWord } from "./barred-word.ts";

/** What an application holds: as a draft anything; handed in, what the contest asks for (contest.md, "Registration"). */

// A draft refuses nothing that somebody wrote, up to sizes that no honest hand reaches.
const line = z.string().max(5_000).transform(storable).optional();
const text = z.string().max(100_000).transform(storable).optional();

const draftMember = z.object({ name: line, duty: line, degree: line, fullTime: z.boolean().optional() });
const draftPatent = z.object({ kind: line, title: line, number: line, ownership: line, status: line });

/** The answers of a draft. The number of the leader's identity document is not one of them: it is kept sealed, apart. */
export const draftSchema = z.object({
  projectTitle: line,
  projectTitleEn: line,
  summary: text,
  innovation: text,
  maturity: line,
  patents: z.array(draftPatent).max(mostPatents).optional(),
  leaderName: line,
  leaderGender: line,
  leaderNationality: line,
  identityKind: line,
  leaderBirthOn: line,
  leaderPhone: line,
  leaderEmail: line,
  leaderDegree: line,
  leaderSchool: line,
  leaderProfession: line,
  leaderEmployer: line,
  leaderTitle: line,
  leaderOverseas: text,
  leaderTalentTitle: line,
  members: z.array(draftMember).max(mostMembers).optional(),
  companyName: line,
  companyCode: line,
  companyFoundedOn: line,
  companyPlace: line,
  companyCapital: line,
  companyPaidIn: line,
  leaderStake: line,
  market: text,
  businessModel: text,
  revenueLast: line,
  revenueBefore: line,
  researchLast: line,
  researchBefore: line,
  financingRound: line,
  financingAmount: line,
  financingInvestors: text,
  financingNeed: text,
  landingPlatform: line,
  landingOn: line,
  landingInvestment: line,
  landingNeeds: text,
  landingPlan: text,
  awards: text,
  priorWinner: line,
  recommender: line,
});
export type DraftAnswers = z.output<typeof draftSchema>;

/** The keys of the heat, track and group that the applicant wishes for. */
export const choicesSchema = z.object({ round: line, track: line, group: line });
export type Choices = z.output<typeof choicesSchema>;

/** What a submission is checked against besides its own words. */
export interface SubmissionFacts {
  /** Whether the chosen group is for registered companies; null while none is chosen. */
  company: boolean | null;
  /** Today's date, YYYY-MM-DD: birth and founding lie before it. */
  today: string;
  /** Fields that the edition's rules of eligibility look at: they must be filled in. */
  asked?: readonly string[];
  /** What those rules say of names and numbers in the chosen group: they hold a team up; of a company screeners decide. */
  terms?: GroupTerms;
  /** The number of the identity document; "": none was given; null: one is stored that is not at hand. Left out: not asked for. */
  identityNumber?: string | null;
  /** Kinds of attachment that the edition asks for, and those that are there. */
  attachments?: { required: readonly string[]; given: readonly string[] };
}

/** What an edition's rules of eligibility say of the words of a submission in one group (rules/screening/eligibility-rule.ts). */
export interface GroupTerms {
  leastMembers?: number;
  mostMembers?: number;
  barred?: readonly { field: "projectTitle" | "companyName"; words: readonly string[] }[];
}

/** What must be there, and in which form, for an application to be handed in. Answers of several fields together: problemsOf. */
export function submissionSchema(given: SubmissionFacts): SubmissionSchema {
  const { company, today, asked = [], identityNumber } = given;
  const terms = (company === false && given.terms) || {};
  const facts = { company, today, asked, terms, withIdentity: identityNumber !== undefined };
  const key = JSON.stringify(facts);
  const schema = built.get(key) ?? build(facts);
  if (built.size > 100) built.clear();
  built.set(key, schema);
  return schema;
}

/** To build one takes longer than to check an application with it; there are few. */
const built = new Map<string, SubmissionSchema>();
type SubmissionSchema = ReturnType<typeof build>;

function build({
  company,
  today,
  asked,
  terms,
  withIdentity,
}: Pick<SubmissionFacts, "company" | "today"> & {
  asked: readonly string[];
  terms: GroupTerms;
  withIdentity: boolean;
}) {
  const { leastMembers = 0, mostMembers: mostAllowed = mostMembers } = terms;
  const is = (field: string) => asked.includes(field);
  const isCompany = company === true;
  return z.object({
    projectTitle: needed(limits.projectTitle).superRefine(withoutBarred(terms, "projectTitle")),
    projectTitleEn: optional(limits.projectTitleEn),
    summary: needed(limits.summary),
    innovation: needed(limits.innovation),
    maturity: optionalOneOf(maturities),
    patents: z.array(patent).optional(),
    leaderName: needed(limits.leaderName),
    leaderGender: optionalOneOf(genders),
    leaderNationality: needed(limits.leaderNationality),
    identityKind: withIdentity ? oneOf(identityKinds) : optionalOneOf(identityKinds),
    leaderBirthOn: pastDate(today),
    leaderPhone: phone,
    leaderEmail: email,
    leaderDegree: oneOf(degrees),
    leaderSchool: needed(limits.leaderSchool),
    leaderProfession: words(is("leaderProfession"), limits.leaderProfession),
    leaderEmployer: optional(limits.leaderEmployer),
    leaderTitle: optional(limits.leaderTitle),
    leaderOverseas: optional(limits.leaderOverseas),
    leaderTalentTitle: optional(limits.leaderTalentTitle),
    members: z
      .array(member)
      .prefault([])
      .refine((all) => all.length >= leastMembers, reason("too-few-members", leastMembers))
      .refine((all) => all.length <= mostAllowed, reason("too-many-members", mostAllowed)),
    companyName: words(isCompany, limits.companyName).superRefine(withoutBarred(terms, "companyName")),
    companyCode: registrationNumber(isCompany),
    companyFoundedOn: isCompany ? pastDate(today) : optionalPastDate(today),
    companyPlace: words(isCompany, limits.companyPlace),
    companyCapital: amount(false),
    companyPaidIn: amount(isCompany && is("companyPaidIn")),
    leaderStake: percentage(isCompany && is("leaderStake")),
    market: needed(limits.market),
    businessModel: needed(limits.businessModel),
    revenueLast: amount(false),
    revenueBefore: amount(false),
    researchLast: amount(false),
    researchBefore: amount(false),
    financingRound: optionalOneOf(financingRounds),
    financingAmount: amount(false),
    financingInvestors: optional(limits.financingInvestors),
    financingNeed: optional(limits.financingNeed),
    landingPlatform: oneOf(landingPlatforms),
    landingOn: optionalDate,
    landingInvestment: amount(false),
    landingNeeds: optional(limits.landingNeeds),
    landingPlan: optional(limits.landingPlan),
    awards: optional(limits.awards),
    priorWinner: is("priorWinner") ? oneOf(yesNo) : optionalOneOf(yesNo),
    recommender: optional(limits.recommender),
  });
}

/** Names the words that the group's rules bar from that name and that stand in it. */
function withoutBarred({ barred = [] }: GroupTerms, field: "projectTitle" | "companyName") {
  const words = barred.filter((rule) => rule.field === field).flatMap((rule) => rule.words);
  return (name: string | undefined, context: z.core.$RefinementCtx<string | undefined>) => {
    const found = words.filter((word) => holdsWord(name ?? "", word));
    if (found.length === 0) return;
    const params = { reason: "barred-word", words: [...new Set(found)] };
    context.addIssue({ code: "custom", params, message: "barred-word" });
  };
}

const member = z.object({
  name: needed(limits.member),
  duty: needed(limits.member),
  degree: optionalOneOf(degrees),
  fullTime: z.boolean().optional(),
});

const patent = z.object({
  kind: oneOf(patentKinds),
  title: needed(limits.patentTitle),
  number: optional(limits.patentNumber),
  ownership: optionalOneOf(patentOwnerships),
  status: optionalOneOf(patentStatuses),
});

function words(must: boolean, most: number) {
  return must ? needed(most) : optional(most);
}

function amount(must: boolean) {
  return must ? money : optionalMoney;
}

function percentage(must: boolean) {
  return must ? percent : optionalPercent;
}

/** PostgreSQL's jsonb takes neither NUL nor half a character. */
function storable(value: string): string {
  return value.replaceAll("\0", "").toWellFormed();
}
