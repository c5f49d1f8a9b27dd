import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { choicesSchema, draftSchema } from "~/rules/application.ts";
import { problemsOf } from "~/rules/application-problems.ts";
import { dayIn } from "~/rules/day.ts";
import { findChosen, updateApplication } from "~db/queries/applications.ts";
import { command, done, refuse } from "../command.ts";
import { ownApplication, staleVersion } from "./own-application.ts";
import type { ApplicationRefusal } from "./refusal.ts";

/**
 * Keeps what the applicant has written so far, right or not. Answers the version, the time, and what is still missing.
 * What is stored already in just that form is not written again, so that a repeated save is never a conflict.
 */
export const saveDraft = command({
  name: "save-draft",
  input: z.object({
    code: z.string().max(20),
    version: z.number().int(),
    answers: draftSchema,
    choices: choicesSchema,
  }),
  who: async ({ trx, input, actor }) => await ownApplication(trx, input.code, actor),
  run: async ({ trx, input, subject: { application }, at }) => {
    if (application.state !== "draft")
      return refuse<ApplicationRefusal>({ type: "application-locked", state: application.state });
    const chosen = await findChosen(trx, application.editionId, input.choices);
    const { roundId, trackId, groupId } = chosen;
    const kept = { answers: withoutGaps(input.answers), roundId, trackId, groupId };
    const problems = problemsOf(
      { answers: kept.answers, choices: choicesOf(chosen) },
      { company: chosen.company, today: dayIn("Asia/Shanghai", at) },
    );
    const stored = {
      answers: application.answers,
      roundId: application.roundId,
      trackId: application.trackId,
      groupId: application.groupId,
    };
    if (isDeepStrictEqual(kept, stored)) {
      const { version, updatedAt } = application;
      return done({ version, savedAt: updatedAt.toISOString(), problems }, { unchanged: true });
    }
    if (input.version !== application.version) return refuse(staleVersion(application));
    const version = await updateApplication(trx, application.id, { ...kept, updatedAt: at });
    return done({ version, savedAt: at.toISOString(), problems }, { version });
  },
});

/** As the database gives it back: fields that hold nothing are not there. */
function withoutGaps<T>(answers: T): T {
  return JSON.parse(JSON.stringify(answers)) as T;
}

function choicesOf(chosen: { round: string | null; track: string | null; group: string | null }) {
  return {
    round: chosen.round ?? undefined,
    track: chosen.track ?? undefined,
    group: chosen.group ?? undefined,
  };
}
