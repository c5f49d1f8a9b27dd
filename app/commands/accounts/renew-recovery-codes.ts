import { z } from "zod";
import { command, done } from "../command.ts";
import { newRecoveryCodesFor, withAttemptLimit, withoutStoredAnswer } from "./attempt-limit.ts";
import { proveFactor } from "./prove-factor.ts";

/** Makes new recovery codes, for who shows the factor; answers them, this once. */
export const renewRecoveryCodes = withoutStoredAnswer(
  withAttemptLimit(
    "renew-recovery-codes",
    command({
      name: "renew-recovery-codes",
      input: z.object({ code: z.string().max(40) }),
      omitFromDigest: ["code"],
      who: async () => ({}),
      run: async ({ trx, input, actor, at }) => {
        const proof = await proveFactor(trx, { userId: actor.id, typed: input.code, at });
        if (!proof.ok) return proof;
        return done({ recoveryCodes: await newRecoveryCodesFor(trx, actor.id, at) }, { factor: proof.kind });
      },
    }),
  ),
);
