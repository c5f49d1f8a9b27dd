import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { checkTexts, findOwnIdentity } from "~/reads/applications/application-check.ts";
import { choicesSchema, draftSchema } from "~/rules/applications/application.ts";
import { findChosen } from "~db/queries/applications/applications.ts";
import { upsertIdentity } from "~db/queries/applications/identities.ts";
import { handedInOf, textsOf, writeDraft, writeWorking } from "~db/queries/applications/writing.ts";
import { command, done, refuse } from "../command.ts";
import {
  identityAfterSave,
  identityNumberInput,
  ownApplication,
  staleTexts,
  writingRefusal,
} from "./own-application.ts";

/**
 * Keeps what the applicant has written so far, right or not: in the draft, or after a submission beside what was handed in.
 * Answers the version, the time, what is still missing, and what the rules of eligibility say. What is stored already in
 * just that form is not written again, so that a repeated save is never a conflict.
 */
export const saveDraft = command({
  name: "save-draft",
  input: z.object({
    code: z.string().max(20),
    version: z.number().int(),
    answers: draftSchema,
    choices: choicesSchema,
    identityNumber: identityNumberInput,
  }),
  who: async ({ trx, input, actor }) => await ownApplication(trx, input.code, actor),
  run: async ({ trx, input, subject: { application }, at }) => {
    const refusal = writingRefusal(application, at);
    if (refusal) return refuse(refusal);
    const { id } = application;
    const { roundId, trackId, groupId, company, ...keys } = await findChosen(trx, application.editionId, input.choices);
    const texts = withoutGaps({ answers: input.answers, choices: keys });
    const stored = await findOwnIdentity(trx, application);
    const identity = identityAfterSave(input.answers, input.identityNumber, stored);
    const check = await checkTexts(trx, application, { ...texts, company, identity }, at);

    const before = textsOf(application);
    const same = isDeepStrictEqual(texts, { answers: before.answers, choices: before.choices }) && identity === stored;
    if (same) {
      const savedAt = before.savedAt.toISOString();
      return done({ version: before.version, savedAt, unsent: before.unsent, ...check }, { unchanged: true });
    }
    if (input.version !== before.version) return refuse(staleTexts(application));

    if (application.state === "draft") {
      const version = await writeDraft(trx, id, { answers: texts.answers, roundId, trackId, groupId, at });
      if (identity && identity !== stored) await upsertIdentity(trx, { ...identity, applicationId: id, at });
      return done({ version, savedAt: at.toISOString(), unsent: true, ...check }, { version });
    }
    const other = identity === stored ? (application.working?.identity ?? null) : identity;
    const unsent = other !== null || !isDeepStrictEqual(texts, handedInOf(application));
    const working = unsent ? { ...texts, identity: other, savedAt: at.toISOString() } : null;
    const version = await writeWorking(trx, id, working);
    return done({ version, savedAt: at.toISOString(), unsent, ...check }, { version, afterSubmission: true });
  },
});

/** As the database gives it back: fields that hold nothing are not there. */
function withoutGaps<T extends object>(texts: { answers: T; choices: Record<string, string | null> }) {
  const choices = Object.fromEntries(Object.entries(texts.choices).filter(([, key]) => key !== null));
  return { answers: JSON.parse(JSON.stringify(texts.answers)) as T, choices: choices as Record<string, string> };
}
