import { plainLetters } from "~/primitives/code-points.ts";
import { originOf } from "~/primitives/countries.ts";
import {
  genderInNumber,
  type IdentityKind,
  identityKinds,
  isBirthInNumber,
  isIdentityNumber,
  normalisedNumber,
} from "~/primitives/identity-number.ts";
import type { DraftAnswers } from "./application.ts";
import type { ApplicationProblem } from "./application-sections.ts";

/**
 * What is wrong with the identity document, by itself and against birth date, gender and nationality. `number`: "" when
 * none was given, null when one is stored that is not at hand, undefined when nobody asks for it.
 */
export function identityProblems(
  answers: DraftAnswers,
  number: string | null | undefined,
  today: string,
): ApplicationProblem[] {
  const kind = identityKinds.find((each) => each === answers.identityKind);
  const kindProblems = kind ? nationalityProblems(kind, answers.leaderNationality ?? "") : [];
  if (number === undefined || number === null) return kindProblems;
  const normalised = normalisedNumber(number);
  if (normalised === "") return [...kindProblems, { path: "identityNumber", reason: "required" }];
  if (!kind) return kindProblems;
  if (!isIdentityNumber(kind, normalised, { today, nationality: answers.leaderNationality ?? "" }))
    return [...kindProblems, { path: "identityNumber", reason: kind }];
  return [...kindProblems, ...contradictions(answers, kind, normalised)];
}

function contradictions(
  { leaderBirthOn, leaderGender }: DraftAnswers,
  kind: IdentityKind,
  number: string,
): ApplicationProblem[] {
  const birth = plainLetters(leaderBirthOn ?? "").trim();
  const gender = genderInNumber(kind, number);
  const found: ApplicationProblem[] = [];
  if (birth && !isBirthInNumber(kind, number, birth)) found.push({ path: "leaderBirthOn", reason: "identity-birth" });
  if (gender && leaderGender && leaderGender !== gender)
    found.push({ path: "leaderGender", reason: "identity-gender" });
  return found;
}

/** Only what surely contradicts: people write their nationality as they like. */
function nationalityProblems(kind: IdentityKind, nationality: string): ApplicationProblem[] {
  const origin = originOf(nationality);
  const wrong = (kind === "resident-id" && origin === "abroad") || (kind === "residence-permit" && origin === "china");
  return wrong ? [{ path: "identityKind", reason: "identity-nationality" }] : [];
}
