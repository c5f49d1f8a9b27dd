import { z } from "zod";
import { isSigner } from "~/rules/accounts/access.ts";
import { shownFactor, takesFactor } from "~/rules/accounts/second-factor.ts";
import { newFactorKey } from "~/services/auth/factor-secrets.ts";
import { vault } from "~/services/vault/vault.ts";
import { findFactorMeans, insertPendingFactor as keepBegun, lockPerson } from "~db/queries/accounts/second-factors.ts";
import { command, done } from "../command.ts";
import { withAttemptLimit } from "./attempt-limit.ts";
import { proveFactor } from "./prove-factor.ts";
import { withoutStoredAnswer } from "./without-stored-answer.ts";

/**
 * Makes a new key for the person's authenticator app, which counts once it is confirmed; answers it, this once. Who has a
 * factor shows it first: a session alone changes nothing of it.
 */
export const beginFactor = withoutStoredAnswer(
  withAttemptLimit(
    "begin-factor",
    command({
      name: "begin-factor",
      input: z.object({ code: shownFactor.default("") }),
      omitFromDigest: ["code"],
      who: async () => ({}),
      run: async ({ trx, input, actor, at }) => {
        await lockPerson(trx, actor.id);
        const means = await findFactorMeans(trx, actor.id);
        if (takesFactor(means, isSigner(actor))) {
          const proof = await proveFactor(trx, { userId: actor.id, typed: input.code, at });
          if (!proof.ok) return proof;
        }
        const key = newFactorKey();
        const factor = vault().sealFactor(actor.id, key);
        await keepBegun(trx, { ...factor, userId: actor.id, begunAt: at });
        return done({ key }, { renewed: means.totp });
      },
    }),
  ),
);
