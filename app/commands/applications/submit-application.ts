import { z } from "zod";
import { locales } from "~/locales/index.ts";
import { choicesSchema, draftSchema, submissionSchema } from "~/rules/application.ts";
import { problemsOf } from "~/rules/application-problems.ts";
import { consentVersion } from "~/rules/application-terms.ts";
import { dayIn } from "~/rules/day.ts";
import { registrationAt } from "~/rules/registration.ts";
import { enqueueMail } from "~/services/mail.ts";
import { findChosen, holdOpenRound, updateApplication } from "~db/queries/applications.ts";
import { command, done, refuse } from "../command.ts";
import { ownApplication, staleVersion } from "./own-application.ts";
import type { ApplicationRefusal } from "./refusal.ts";

/**
 * Hands the application in, with the words that the applicant sees in this moment, and sends the receipt.
 * Answers the code and the time.
 */
export const submitApplication = command({
  name: "submit-application",
  input: z.object({
    code: z.string().max(20),
    version: z.number().int(),
    answers: draftSchema,
    choices: choicesSchema,
    /** The version of the consent text that was agreed to; nothing when it was not. */
    consent: z.string().max(40).optional(),
    locale: z.enum(locales),
  }),
  who: async ({ trx, input, actor }) => await ownApplication(trx, input.code, actor),
  run: async ({ trx, input, actor, subject: { application }, at }) => {
    const { code, editionId } = application;
    if (application.state !== "draft")
      return refuse<ApplicationRefusal>({ type: "application-locked", state: application.state });
    const registration = registrationAt({ ...application, state: application.editionState }, at);
    if (registration === "before") return refuse<ApplicationRefusal>({ type: "registration-not-open" });
    if (registration === "closed") return refuse<ApplicationRefusal>({ type: "deadline-passed" });
    if (input.version !== application.version) return refuse(staleVersion(application));

    const { roundId, trackId, groupId, company, ...keys } = await findChosen(trx, editionId, input.choices);
    const facts = { company, today: dayIn("Asia/Shanghai", at) };
    const choices = {
      round: keys.round ?? undefined,
      track: keys.track ?? undefined,
      group: keys.group ?? undefined,
    };
    const problems = problemsOf({ answers: input.answers, choices }, facts);
    const round = roundId === null ? undefined : await holdOpenRound(trx, roundId);
    if (roundId !== null && !round) problems.unshift({ path: "round", reason: "closed-heat" });
    if (input.consent !== consentVersion) problems.push({ path: "consent", reason: "consent" });
    if (problems.length > 0) return refuse<ApplicationRefusal>({ type: "incomplete", problems });

    const answers = submissionSchema(facts).parse(input.answers);
    const version = await updateApplication(trx, application.id, {
      code,
      state: "submitted",
      answers: JSON.parse(JSON.stringify(answers)),
      roundId,
      trackId,
      groupId,
      locale: input.locale,
      consentVersion,
      consentedAt: at,
      submittedAt: at,
      updatedAt: at,
    });
    const submittedAt = at.toISOString();
    await enqueueMail(trx, {
      template: "application-receipt",
      recipient: actor.email,
      locale: input.locale,
      applicationId: application.id,
      props: {
        code,
        projectTitle: answers.projectTitle,
        roundTitle: (input.locale === "en" && round?.titleEn) || round?.title || null,
        submittedAt,
        path: `/apply/${code}`,
      },
    });
    return done({ code, submittedAt }, { code, version, consentVersion, round: keys.round });
  },
});
