import type { Transaction } from "kysely";
import { z } from "zod";
import { can } from "~/rules/access.ts";
import { isDecidable } from "~/rules/application-state.ts";
import { hasPlace, takesEntries } from "~/rules/target.ts";
import { enqueueMail } from "~/services/mail.ts";
import { type Application, lockApplication, updateApplication } from "~db/queries/applications.ts";
import { appendAudit } from "~db/queries/audit.ts";
import { insertDecision } from "~db/queries/screening.ts";
import {
  addEntry,
  findRoundId,
  findTarget,
  lockRounds,
  removeEntry,
  type Target,
} from "~db/queries/screening-targets.ts";
import type { DB } from "~db/schema.ts";
import { command, done, refuse } from "../command.ts";
import { staleVersion } from "./own-application.ts";
import type { ApplicationRefusal } from "./refusal.ts";

const about = { code: z.string().max(20), version: z.number().int() };
const input = z.discriminatedUnion("decision", [
  z.object({ ...about, decision: z.literal("qualify"), round: z.string().min(1).max(64) }),
  z.object({ ...about, decision: z.literal("ineligible"), reason: z.string().trim().min(1).max(1000) }),
]);

/**
 * Decides on a submitted application: into a heat with a free place, or not eligible, with the reason. A decision can be
 * changed until the heat is set or drawn. The applicant gets a mail. Answers the new state and version.
 */
export const decideApplication = command({
  name: "decide-application",
  input,
  who: async ({ trx, input, actor }) => {
    const application = await lockApplication(trx, input.code);
    if (!application?.submittedAt || !can(actor, "screen", { editionId: application.editionId })) return null;
    const { editionId, id: applicationId } = application;
    const roundId = input.decision === "qualify" ? await findRoundId(trx, editionId, input.round) : undefined;
    return { editionId, applicationId, roundId: roundId ?? left(application), application, targetId: roundId };
  },
  run: async ({ trx, input, actor, subject: { application, targetId }, at }) => {
    if (!isDecidable(application.state))
      return refuse<ApplicationRefusal>({ type: "application-locked", state: application.state });
    if (input.version !== application.version) return refuse(staleVersion(application));
    const leftId = left(application);
    await lockRounds(
      trx,
      [leftId, targetId].filter((id) => id != null),
    );
    if (leftId !== null && leftId === targetId) return refuse<ApplicationRefusal>({ type: "already-decided" });

    const leaves = leftId === null ? undefined : await findTarget(trx, leftId);
    if (leaves && !takesEntries(leaves)) return refuse<ApplicationRefusal>({ type: "round-not-open" });
    const enters = targetId === undefined ? undefined : await findTarget(trx, targetId);
    if (input.decision === "qualify" && (!enters || enters.kind === "final" || !takesEntries(enters)))
      return refuse<ApplicationRefusal>({ type: "round-not-open" });
    if (enters && !hasPlace(enters))
      return refuse<ApplicationRefusal>({ type: "heat-full", capacity: enters.capacity });

    if (leaves) await removeEntry(trx, leaves.id, application.id);
    const entry = enters ? await enter(trx, enters, application) : null;
    const reason = input.decision === "ineligible" ? input.reason : null;
    const state = enters ? "qualified" : "ineligible";
    const version = await updateApplication(trx, application.id, {
      state,
      ...(enters ? { roundId: enters.id } : {}),
      updatedAt: at,
    });
    await insertDecision(trx, {
      applicationId: application.id,
      decision: input.decision,
      roundId: enters?.id ?? null,
      reason,
      decidedById: actor.id,
      decidedAt: at,
    });
    await tellApplicant(trx, application, enters, reason);
    const { code, editionId, id: applicationId } = application;
    const facts = { code, version, decision: input.decision, from: application.state, entry };
    // The heat that is left has changed too, and says so in its own record
    if (leaves && enters)
      await appendAudit(trx, {
        at,
        command: "decide-application",
        actorId: actor.id,
        editionId,
        roundId: leaves.id,
        applicationId,
        facts: { ...facts, entry: null, into: enters.slug },
      });
    return done({ state, version, entry }, facts);
  },
});

/** The heat whose entry a new decision takes away; null when the application is in none. */
function left(application: Application): number | null {
  return application.state === "qualified" ? application.roundId : null;
}

async function enter(trx: Transaction<DB>, round: Target, { id, groupId, answers }: Application): Promise<string> {
  return await addEntry(trx, {
    roundId: round.id,
    applicationId: id,
    groupId,
    title: answers.projectTitle ?? "",
    titleEn: answers.projectTitleEn ?? null,
  });
}

async function tellApplicant(
  trx: Transaction<DB>,
  application: Application,
  round: Target | undefined,
  reason: string | null,
): Promise<void> {
  const { code, answers } = application;
  const locale = application.locale === "en" ? "en" : "zh-CN";
  const inEnglish = locale === "en";
  const about = {
    code,
    projectTitle: answers.projectTitle ?? "",
    leaderName: answers.leaderName,
    path: `/apply/${code}`,
  };
  const mail = { recipient: application.applicantEmail, locale, applicationId: application.id, pending: true } as const;
  const { editionId } = application;
  if (!round)
    await enqueueMail(trx, { ...mail, editionId, template: "ineligible", props: { ...about, reason: reason ?? "" } });
  else
    await enqueueMail(trx, {
      ...mail,
      editionId,
      template: "qualified",
      props: {
        ...about,
        roundTitle: (inEnglish && round.titleEn) || round.title,
        venue: (inEnglish && round.venueEn) || round.venue,
        startsAt: round.startsAt?.toISOString() ?? null,
        timeZone: round.timeZone,
      },
    });
}
