import { z } from "zod";
import {
  creditCode,
  email,
  needed,
  oneOf,
  optional,
  optionalCreditCode,
  optionalOneOf,
  optionalPastDate,
  pastDate,
  phone,
  reason,
} from "./answer-fields.ts";
import { degrees, genders, landingPlatforms, leastTeamMembers, limits, mostMembers } from "./application-terms.ts";

/** What an application holds: as a draft anything; handed in, what the contest asks for (contest.md, "Registration"). */

// A draft refuses nothing that somebody wrote, up to sizes that no honest hand reaches.
const line = z.string().max(5_000).transform(storable).optional();
const text = z.string().max(100_000).transform(storable).optional();

const draftMember = z.object({ name: line, duty: line, degree: line, fullTime: z.boolean().optional() });

/** The answers of a draft. Kind and number of the leader's identity document follow with encrypted storage. */
export const draftSchema = z.object({
  projectTitle: line,
  projectTitleEn: line,
  summary: text,
  innovation: text,
  intellectualProperty: text,
  leaderName: line,
  leaderGender: line,
  leaderBirthOn: line,
  leaderNationality: line,
  leaderPhone: line,
  leaderEmail: line,
  leaderDegree: line,
  leaderSchool: line,
  leaderEmployer: line,
  leaderTitle: line,
  leaderTalentTitle: line,
  members: z.array(draftMember).max(mostMembers).optional(),
  companyName: line,
  companyCode: line,
  companyFoundedOn: line,
  companyCapital: line,
  market: text,
  businessModel: text,
  funding: text,
  landingPlatform: line,
  landingPlan: text,
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
}

/** What must be there, and in which form, for an application to be handed in. */
export function submissionSchema({ company, today }: SubmissionFacts) {
  return z.object({
    // A team is not a company yet and must not call itself one
    projectTitle: needed(limits.projectTitle).refine(
      (value) => company !== false || !value.includes("公司"),
      reason("company-in-team-title"),
    ),
    projectTitleEn: optional(limits.projectTitleEn),
    summary: needed(limits.summary),
    innovation: needed(limits.innovation),
    intellectualProperty: optional(limits.intellectualProperty),
    leaderName: needed(limits.leaderName),
    leaderGender: optionalOneOf(genders),
    leaderBirthOn: pastDate(today),
    leaderNationality: needed(limits.leaderNationality),
    leaderPhone: phone,
    leaderEmail: email,
    leaderDegree: oneOf(degrees),
    leaderSchool: needed(limits.leaderSchool),
    leaderEmployer: optional(limits.leaderEmployer),
    leaderTitle: optional(limits.leaderTitle),
    leaderTalentTitle: optional(limits.leaderTalentTitle),
    members: z
      .array(member)
      .prefault([])
      .refine(
        (all) => company !== false || all.length >= leastTeamMembers,
        reason("too-few-members", leastTeamMembers),
      ),
    companyName: company ? needed(limits.companyName) : optional(limits.companyName),
    companyCode: company ? creditCode : optionalCreditCode,
    companyFoundedOn: company ? pastDate(today) : optionalPastDate(today),
    companyCapital: optional(limits.companyCapital),
    market: needed(limits.market),
    businessModel: needed(limits.businessModel),
    funding: optional(limits.funding),
    landingPlatform: oneOf(landingPlatforms),
    landingPlan: optional(limits.landingPlan),
    recommender: optional(limits.recommender),
  });
}

const member = z.object({
  name: needed(limits.member),
  duty: needed(limits.member),
  degree: optionalOneOf(degrees),
  fullTime: z.boolean().optional(),
});

/** PostgreSQL's jsonb takes neither NUL nor half a character. */
function storable(value: string): string {
  return value.replaceAll("\0", "").toWellFormed();
}
