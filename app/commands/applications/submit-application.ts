import type { Transaction } from "kysely";
import { z } from "zod";
import { locales } from "~/locales/index.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { factsOf, findOwnIdentity } from "~/reads/applications/application-check.ts";
import {
  type Choices,
  choicesSchema,
  type DraftAnswers,
  draftSchema,
  submissionSchema,
} from "~/rules/applications/application.ts";
import { problemsOf } from "~/rules/applications/application-sections.ts";
import { consentVersion } from "~/rules/applications/consent.ts";
import { enqueueMail, voidPendingMail } from "~/services/mail/mail.ts";
import {
  type Application,
  findChosen,
  findFilesToSubmit,
  insertSubmission,
  lockOpenRound,
  updateApplication,
} from "~db/queries/applications/applications.ts";
import { upsertIdentity } from "~db/queries/applications/identities.ts";
import type { DB } from "~db/schema.ts";
import { command, done, refuse } from "../command.ts";
import type { ApplicationRefusal } from "../refusals.ts";
import { judgeEligibility } from "../screening/judge-eligibility.ts";
import {
  identityAfterSave,
  identityNumberInput,
  ownApplication,
  staleTexts,
  writingRefusal,
} from "./own-application.ts";

/**
 * Hands the application in, for the first time or again, with the words that the applicant sees in this moment, and sends the
 * receipt. What was handed in is kept as it was, with its number. Answers the code, the time and that number.
 */
export const submitApplication = command({
  name: "submit-application",
  input: z.object({
    code: z.string().max(20),
    version: z.number().int(),
    answers: draftSchema,
    choices: choicesSchema,
    identityNumber: identityNumberInput,
    /** The version of the consent text that was agreed to; nothing when it was not. */
    consent: z.string().max(40).optional(),
    locale: z.enum(locales),
  }),
  omitFromDigest: ["identityNumber"],
  who: async ({ trx, input, actor }) => await ownApplication(trx, input.code, actor),
  run: async ({ trx, input, actor, subject: { application }, at }) => {
    const refusal = writingRefusal(application, at);
    if (refusal) return refuse(refusal);
    if (input.version !== application.textVersion) return refuse(staleTexts(application));

    const { id: applicationId, code, editionId } = application;
    const { roundId, trackId, groupId, company, ...keys } = await findChosen(trx, editionId, input.choices);
    const choices = Object.fromEntries(Object.entries(keys).filter(([, key]) => key !== null)) as Choices;
    const stored = await findOwnIdentity(trx, application);
    const identity = identityAfterSave(input.answers, input.identityNumber, stored);
    const files = await findFilesToSubmit(trx, applicationId);
    const facts = factsOf(application, { choices, company, identity }, files, at);
    const problems = problemsOf({ answers: input.answers, choices }, facts);
    const round = await holdRound(trx, application, roundId);
    if (roundId !== null && !round) problems.unshift({ path: "round", reason: "closed-heat" });
    if (input.consent !== consentVersion) problems.push({ path: "consent", reason: "consent" });
    if (problems.length > 0) return refuse<ApplicationRefusal>({ type: "incomplete", problems });

    const answers = JSON.parse(JSON.stringify(submissionSchema(facts).parse(input.answers))) as DraftAnswers;
    if (identity) await upsertIdentity(trx, { ...identity, applicationId, at });
    const number = await insertSubmission(trx, {
      applicationId,
      answers,
      choices,
      identityMasked: identity?.masked ?? null,
      attachmentIds: files.map(({ id }) => id),
      consentVersion,
      submittedAt: at,
    });
    const eligibility = await judgeEligibility(trx, application, { answers, choices, company, identity });
    const version = await updateApplication(trx, applicationId, {
      code,
      state: "submitted",
      announcedState: "submitted",
      answers,
      working: null,
      ...eligibility,
      roundId,
      wishedRoundId: roundId,
      announcedRoundId: roundId,
      trackId,
      groupId,
      locale: input.locale,
      consentVersion,
      // It was given before the first word; under another text it is given now
      consentedAt: application.consentVersion === consentVersion ? application.consentedAt : at,
      submittedAt: at,
      returnUntil: null,
      updatedAt: at,
    });
    // What was on its way about the words before says nothing true any more
    if (application.state !== "draft") await voidPendingMail(trx, applicationId);
    const submittedAt = at.toISOString();
    await enqueueMail(trx, {
      template: "application-receipt",
      recipient: actor.email,
      locale: input.locale,
      applicationId,
      editionId,
      props: {
        code,
        projectTitle: answers.projectTitle ?? "",
        roundTitle: inLocale(input.locale, round?.title, round?.titleEn) || null,
        submittedAt,
        path: `/apply/${code}`,
      },
    });
    return done({ code, submittedAt, number }, { code, version, number, consentVersion, round: keys.round });
  },
});

/** The chosen heat: one that takes applications still, or the one that was wished for when it was handed in before. */
async function holdRound(trx: Transaction<DB>, application: Application, roundId: number | null) {
  if (roundId === null) return undefined;
  const { submittedAt, wishedRoundId, wishedRoundTitle, wishedRoundTitleEn } = application;
  if (submittedAt && roundId === wishedRoundId) return { title: wishedRoundTitle ?? "", titleEn: wishedRoundTitleEn };
  return await lockOpenRound(trx, roundId);
}
