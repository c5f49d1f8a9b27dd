import { z } from "zod";
import { command, done } from "../command.ts";
import { countingTries, freshRecoveryCodes, told } from "./counting-tries.ts";
import { proveFactor } from "./prove-factor.ts";

/** Makes new recovery codes, for who shows the factor; answers them, this once. */
export const renewRecoveryCodes = told(
  countingTries(
    "renew-recovery-codes",
    command({
      name: "renew-recovery-codes",
      input: z.object({ code: z.string().max(40) }),
      traceless: ["code"],
      who: async () => ({}),
      run: async ({ trx, input, actor, at }) => {
        const proof = await proveFactor(trx, { userId: actor.id, typed: input.code, at });
        if (!proof.ok) return proof;
        return done({ recoveryCodes: await freshRecoveryCodes(trx, actor.id, at) }, { factor: proof.kind });
      },
    }),
  ),
);
