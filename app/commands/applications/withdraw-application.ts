import { z } from "zod";
import { isWithdrawable } from "~/rules/application-state.ts";
import { takesEntries } from "~/rules/target.ts";
import { updateApplication } from "~db/queries/applications.ts";
import { findTarget, lockRounds, removeEntry } from "~db/queries/screening-targets.ts";
import { command, done, refuse } from "../command.ts";
import { ownApplication, staleVersion } from "./own-application.ts";
import type { ApplicationRefusal } from "./refusal.ts";

/** Takes an application back for good; its place in a heat that is not set yet becomes free. */
export const withdrawApplication = command({
  name: "withdraw-application",
  input: z.object({
    code: z.string().max(20),
    version: z.number().int(),
    reason: z.string().trim().min(1).max(500),
  }),
  who: async ({ trx, input, actor }) => {
    const own = await ownApplication(trx, input.code, actor);
    return own && { ...own, roundId: own.application.state === "qualified" ? own.application.roundId : null };
  },
  run: async ({ trx, input, subject: { application, roundId }, at }) => {
    if (!isWithdrawable(application.state))
      return refuse<ApplicationRefusal>({ type: "application-locked", state: application.state });
    if (input.version !== application.version) return refuse(staleVersion(application));
    if (roundId !== null) {
      await lockRounds(trx, [roundId]);
      const round = await findTarget(trx, roundId);
      if (!round || !takesEntries(round)) return refuse<ApplicationRefusal>({ type: "round-not-open" });
      await removeEntry(trx, roundId, application.id);
    }
    const version = await updateApplication(trx, application.id, {
      state: "withdrawn",
      withdrawnAt: at,
      withdrawnReason: input.reason,
      updatedAt: at,
    });
    return done({ code: application.code }, { code: application.code, version, from: application.state });
  },
});
