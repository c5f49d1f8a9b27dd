import type { Transaction } from "kysely";
import { z } from "zod";
import { inLocale } from "~/primitives/in-locale.ts";
import { applicationStates, canStep, isWithdrawable } from "~/rules/applications/application-state.ts";
import { takesEntries } from "~/rules/rounds/round.ts";
import { enqueueMail, voidPendingMail } from "~/services/mail/mail.ts";
import { type Application, updateApplication } from "~db/queries/applications/applications.ts";
import { removeAllAttachments } from "~db/queries/files/attachments.ts";
import { deleteProposal } from "~db/queries/screening/decisions.ts";
import { findTarget, lockRounds, removeEntry } from "~db/queries/screening/screening-targets.ts";
import type { DB } from "~db/schema.ts";
import { command, done, refuse } from "../command.ts";
import type { ApplicationRefusal } from "../refusals.ts";
import { ownApplication } from "./own-application.ts";

/**
 * Takes an application back for good, with the reason; its place in a heat that is not set yet becomes free. What counts is
 * the state that the applicant was told: a decision that they do not know changes nothing about the answer. Of one that was
 * handed in, a mail says that it is withdrawn.
 */
export const withdrawApplication = command({
  name: "withdraw-application",
  input: z.object({
    code: z.string().max(20),
    /** The state that the applicant saw when they decided: news that came meanwhile may change their mind. */
    state: z.enum(applicationStates),
    reason: z.string().trim().min(1).max(500),
  }),
  who: async ({ trx, input, actor }) => {
    const own = await ownApplication(trx, input.code, actor);
    return own && { ...own, roundId: own.application.state === "qualified" ? own.application.roundId : null };
  },
  run: async ({ trx, input, actor, subject: { application, roundId }, at }) => {
    const { id, code, state, announcedState } = application;
    if (!isWithdrawable(announcedState))
      return refuse<ApplicationRefusal>({ type: "application-locked", state: announcedState });
    if (input.state !== announcedState)
      return refuse<ApplicationRefusal>({ type: "news-since", state: announcedState });
    if (roundId !== null && !(await leaveRound(trx, application, roundId)))
      return refuse<ApplicationRefusal>({
        type: announcedState === "qualified" ? "round-not-open" : "screening-begun",
      });
    // A refusal that was never announced is taken back on the way: nobody is told of it any more
    if (!canStep(state, "withdrawn")) await updateApplication(trx, id, { state: "submitted", updatedAt: at });
    const version = await updateApplication(trx, id, {
      state: "withdrawn",
      announcedState: "withdrawn",
      withdrawnAt: at,
      withdrawnReason: input.reason,
      working: null,
      returnUntil: null,
      updatedAt: at,
    });
    await voidPendingMail(trx, id);
    if (application.submittedAt)
      await writeReceipt(trx, application, { recipient: actor.email, reason: input.reason, at });
    else await removeAllAttachments(trx, id, at);
    await deleteProposal(trx, id);
    return done({ code }, { code, version, from: state });
  },
});

async function writeReceipt(
  trx: Transaction<DB>,
  { id: applicationId, editionId, code, answers, ...application }: Application,
  { recipient, reason, at }: { recipient: string; reason: string; at: Date },
): Promise<void> {
  const locale = application.locale === "en" ? "en" : "zh-CN";
  await enqueueMail(trx, {
    template: "application-withdrawn",
    recipient,
    locale,
    applicationId,
    editionId,
    props: {
      code,
      projectTitle: inLocale(locale, answers.projectTitle, answers.projectTitleEn),
      leaderName: answers.leaderName ?? "",
      path: `/apply/${code}`,
      reason,
      withdrawnAt: at.toISOString(),
    },
  });
}

/** Gives the place up; false where the heat's list is set. */
async function leaveRound(trx: Transaction<DB>, { id }: Application, roundId: number): Promise<boolean> {
  await lockRounds(trx, [roundId]);
  const round = await findTarget(trx, roundId);
  if (!round || !takesEntries(round)) return false;
  await removeEntry(trx, roundId, id);
  return true;
}
