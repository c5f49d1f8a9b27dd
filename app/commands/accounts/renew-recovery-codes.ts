import { z } from "zod";
import { type FactorRefusal, shownFactor } from "~/rules/accounts/second-factor.ts";
import { lockFactor } from "~db/queries/accounts/second-factors.ts";
import { command, done, refuse } from "../command.ts";
import { withAttemptLimit } from "./attempt-limit.ts";
import { newRecoveryCodesFor } from "./new-recovery-codes.ts";
import { proveFactor } from "./prove-factor.ts";
import { withoutStoredAnswer } from "./without-stored-answer.ts";

/** Makes new recovery codes of an authenticator app, for who shows a factor; answers them, this once. */
export const renewRecoveryCodes = withoutStoredAnswer(
  withAttemptLimit(
    "renew-recovery-codes",
    command({
      name: "renew-recovery-codes",
      input: z.object({ code: shownFactor }),
      omitFromDigest: ["code"],
      who: async () => ({}),
      run: async ({ trx, input, actor, at }) => {
        const proof = await proveFactor(trx, { userId: actor.id, typed: input.code, at });
        if (!proof.ok) return proof;
        if (!(await lockFactor(trx, actor.id))) return refuse<FactorRefusal>({ type: "no-factor" });
        return done({ recoveryCodes: await newRecoveryCodesFor(trx, actor.id, at) }, { factor: proof.kind });
      },
    }),
  ),
);
