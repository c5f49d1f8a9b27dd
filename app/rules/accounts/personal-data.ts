import { identityKinds } from "~/primitives/identity-number.ts";
import {
  degrees,
  financingRounds,
  genders,
  landingPlatforms,
  maturities,
  patentKinds,
  patentStatuses,
  yesNo,
} from "~/rules/applications/application-terms.ts";
import type { DraftAnswers } from "../applications/application.ts";

/**
 * What becomes of each answer when the personal data of an application is erased (PIPL, article 47): statistics keep
 * what tells nothing about a single person, published results keep the project's name.
 */
type Fate =
  /** Says who the person is, or how to reach them, or is free text in which such words may stand. */
  | "erased"
  /** One of a few keys, or a scale: kept for the edition's statistics. */
  | "kept"
  /** Stands in the running order and the results, which are public record; erased where the project was in no heat. */
  | "kept-with-entry"
  /** Something less is kept in its place: the year of a date, the kinds of a list. */
  | "reduced";

export const fates: Record<keyof DraftAnswers, Fate> = {
  projectTitle: "kept-with-entry",
  projectTitleEn: "kept-with-entry",
  summary: "erased",
  innovation: "erased",
  maturity: "kept",
  patents: "reduced",
  leaderName: "erased",
  leaderGender: "kept",
  leaderNationality: "erased",
  identityKind: "kept",
  leaderBirthOn: "reduced",
  leaderPhone: "erased",
  leaderEmail: "erased",
  leaderDegree: "kept",
  leaderSchool: "erased",
  leaderProfession: "erased",
  leaderEmployer: "erased",
  leaderTitle: "erased",
  leaderOverseas: "erased",
  leaderTalentTitle: "erased",
  members: "reduced",
  companyName: "erased",
  companyCode: "erased",
  companyFoundedOn: "reduced",
  companyPlace: "erased",
  // Amounts to the last digit find a company again
  companyCapital: "erased",
  companyPaidIn: "erased",
  leaderStake: "erased",
  market: "erased",
  businessModel: "erased",
  revenueLast: "erased",
  revenueBefore: "erased",
  researchLast: "erased",
  researchBefore: "erased",
  financingRound: "kept",
  financingAmount: "erased",
  financingInvestors: "erased",
  financingNeed: "erased",
  landingPlatform: "kept",
  landingOn: "erased",
  landingInvestment: "erased",
  landingNeeds: "erased",
  landingPlan: "erased",
  awards: "erased",
  priorWinner: "kept",
  recommender: "erased",
};

/** What stays of an application's answers; `leaderBirthYear` and `companyFoundedYear` are there afterwards only. */
export type AnonymousAnswers = Partial<Record<keyof DraftAnswers | "leaderBirthYear" | "companyFoundedYear", unknown>>;

/** The answers without personal data. `hasEntry`: the project stands, or stood, in a heat. Doing it twice changes nothing. */
export function answersWithoutPerson(answers: AnonymousAnswers, hasEntry: boolean): AnonymousAnswers {
  const remaining: AnonymousAnswers = {};
  for (const [field, value] of Object.entries(answers) as [keyof AnonymousAnswers, unknown][]) {
    const fate = field in fates ? fates[field as keyof DraftAnswers] : undefined;
    const reduced = fate === "reduced" ? reduce(field, value) : {};
    if (fate === "kept" && isKeyOf(field, value)) remaining[field] = value;
    else if (fate === "kept-with-entry" && hasEntry) remaining[field] = value;
    else if (/Year$/.test(field) && isYear(value)) remaining[field] = value;
    else Object.assign(remaining, reduced);
  }
  return remaining;
}

function reduce(field: keyof AnonymousAnswers, value: unknown): AnonymousAnswers {
  if (field === "leaderBirthOn" || field === "companyFoundedOn") {
    const year = String(value).slice(0, 4);
    if (!isYear(year)) return {};
    return field === "leaderBirthOn" ? { leaderBirthYear: year } : { companyFoundedYear: year };
  }
  if (!Array.isArray(value)) return {};
  const rows: Record<string, unknown>[] = value;
  return field === "members"
    ? {
        members: rows.map(({ degree, fullTime }) => ({
          ...keyed("leaderDegree", { degree }),
          ...truths({ fullTime }),
        })),
      }
    : { patents: rows.map(({ kind, status }) => ({ ...keyed("kind", { kind }), ...keyed("status", { status }) })) };
}

/** The keys that each may hold. A draft may hold any words in their place; those are not statistics. */
const keys: Record<string, readonly string[]> = {
  maturity: maturities,
  leaderGender: genders,
  identityKind: identityKinds,
  leaderDegree: degrees,
  financingRound: financingRounds,
  landingPlatform: landingPlatforms,
  priorWinner: yesNo,
  kind: patentKinds,
  status: patentStatuses,
};

function isKeyOf(field: string, value: unknown): boolean {
  return typeof value === "string" && (keys[field]?.includes(value) ?? false);
}

function keyed(field: string, cell: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(cell).filter(([, value]) => isKeyOf(field, value)));
}

function truths(cell: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(cell).filter(([, value]) => typeof value === "boolean"));
}

function isYear(value: unknown): boolean {
  return typeof value === "string" && /^(19|20)\d\d$/.test(value);
}
