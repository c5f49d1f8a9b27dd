import type { Kysely } from "kysely";
import { homeZone } from "~/primitives/home-zone.ts";
import { dayIn } from "~/primitives/local-time.ts";
import type { Choices, DraftAnswers, SubmissionFacts } from "~/rules/applications/application.ts";
import { type ApplicationProblem, problemsOf } from "~/rules/applications/application-sections.ts";
import { editingStateAt } from "~/rules/applications/application-state.ts";
import { registrationAt } from "~/rules/applications/registration.ts";
import { evaluateEligibility, type Finding } from "~/rules/screening/eligibility.ts";
import { eligibilityOf, fieldsAsked, termsOfGroup } from "~/rules/screening/eligibility-rule.ts";
import { now } from "~/services/clock.ts";
import { SealedUnderUnknownKey, vault } from "~/services/vault/vault.ts";
import type { StoredIdentity } from "~db/json-columns.ts";
import { type Application, countOwn, findChosen, findFilesToSubmit } from "~db/queries/applications/applications.ts";
import { findIdentity } from "~db/queries/applications/identities.ts";
import { textsOf } from "~db/queries/applications/writing.ts";
import { findOtherEntries } from "~db/queries/screening/eligibility.ts";
import type { DB } from "~db/schema.ts";

/** Everything that the applicant's form says about the texts in it. */
export interface FormCheck {
  /** What keeps them from being handed in. */
  problems: ApplicationProblem[];
  /** What the rules of eligibility say, from what the applicant may know: other people's entries are left out. */
  findings: Finding[];
  /** The identity document whose number is kept, masked; null when there is none. */
  identity: { kind: string; masked: string } | null;
}

/** The check of what the applicant is writing now, for their page. Four queries. */
export async function checkForm(db: Kysely<DB>, application: Application, at = now()): Promise<FormCheck> {
  const texts = textsOf(application);
  const [identity, { company }] = await Promise.all([
    findOwnIdentity(db, application),
    findChosen(db, application.editionId, texts.choices),
  ]);
  return await checkTexts(db, application, { ...texts, company, identity }, at);
}

/** The same of other texts than the stored ones. Two queries. */
export async function checkTexts(
  db: Kysely<DB>,
  application: Application,
  looked: CheckedTexts,
  at: Date,
): Promise<FormCheck> {
  const { identity } = looked;
  const files = await findFilesToSubmit(db, application.id);
  return {
    problems: problemsOf(looked, factsOf(application, looked, files, at)),
    findings: await findOwnFindings(db, application, looked),
    identity: identity ? { kind: identity.kind, masked: identity.masked } : null,
  };
}

/** Whether the applicant may write now, or why not; from what they were told, never from a decision that they were not. */
export function writingNow(application: Application, at = now()) {
  const open = registrationAt({ ...application, state: application.editionState }, at) === "open";
  return editingStateAt({ ...application, open }, at);
}

/** Whether a person may begin an application (another one) by the edition's rules: where each may hand in but one, only the first. */
export async function mayBegin(
  db: Kysely<DB>,
  applicantId: string,
  edition: { id: number; eligibility: unknown },
): Promise<boolean> {
  const oneEach = eligibilityOf(edition.eligibility).some(({ kind, groups }) => kind === "one-entry" && !groups);
  return !oneEach || (await countOwn(db, applicantId, edition.id)) === 0;
}

/** What the texts are checked against before they can be handed in, with these files. */
export function factsOf(
  application: Application,
  { choices, company, identity }: Omit<CheckedTexts, "answers">,
  files: readonly { kind: string }[],
  at: Date,
): SubmissionFacts {
  const rules = eligibilityOf(application.eligibilityRules);
  return {
    company,
    today: dayIn(homeZone, at),
    asked: fieldsAsked(rules, choices.group ?? null),
    terms: termsOfGroup(rules, choices.group ?? null),
    identityNumber: identity ? numberOf(identity) : "",
    attachments: { required: application.requiredAttachments, given: files.map(({ kind }) => kind) },
  };
}

/** What the applicant is writing, or handed in: the sealed number of the identity document. */
export async function findOwnIdentity(db: Kysely<DB>, { id, working }: Application): Promise<StoredIdentity | null> {
  return working?.identity ?? (await findIdentity(db, id)) ?? null;
}

/** Texts with what belongs to them: the kind of the chosen group, and the sealed number. */
export interface CheckedTexts {
  answers: DraftAnswers;
  choices: Choices;
  company: boolean | null;
  identity: StoredIdentity | null;
}

/** What the rules of eligibility say, with everything that the organizers know: for them alone. One query. */
export async function findFindings(db: Kysely<DB>, application: Application, looked: CheckedTexts): Promise<Finding[]> {
  const others = await findOthers(db, application, looked.identity?.blind ?? null);
  return evaluate(application, looked, others);
}

/**
 * The same as far as the applicant may know it: whether somebody else entered with the same number would tell them who
 * takes part. One query.
 */
async function findOwnFindings(db: Kysely<DB>, application: Application, looked: CheckedTexts): Promise<Finding[]> {
  const others = await findOthers(db, application, looked.identity?.blind ?? null);
  return evaluate(
    application,
    looked,
    others.filter(({ own }) => own),
  );
}

type Others = Awaited<ReturnType<typeof findOtherEntries>>;

async function findOthers(db: Kysely<DB>, application: Application, blind: string | null): Promise<Others> {
  const { id, editionId, applicantId, eligibilityRules } = application;
  if (!eligibilityOf(eligibilityRules).some(({ kind }) => kind === "one-entry")) return [];
  return await findOtherEntries(db, { applicationId: id, editionId, applicantId, blind });
}

function evaluate(application: Application, { answers, choices, company }: CheckedTexts, others: Others): Finding[] {
  return evaluateEligibility(eligibilityOf(application.eligibilityRules), {
    answers,
    group: choices.group ?? null,
    company,
    otherEntries: others.map(({ code, sameIdentity }) => ({ code, by: sameIdentity ? "identity" : "applicant" })),
  });
}

/** The number itself, which leaves this function for checks alone; null when its key is not at hand. */
function numberOf({ sealed, keyName }: StoredIdentity): string | null {
  try {
    return vault().unseal(sealed, keyName);
  } catch (error) {
    if (error instanceof SealedUnderUnknownKey) return null;
    throw error;
  }
}
