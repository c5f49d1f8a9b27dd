import { z } from "zod";
import { type FactorRefusal, shownFactor } from "~/rules/accounts/second-factor.ts";
import { removeApps } from "~db/queries/accounts/second-factors.ts";
import { command, done, refuse } from "../command.ts";
import { withAttemptLimit } from "./attempt-limit.ts";
import { proveFactor } from "./prove-factor.ts";

/**
 * Takes the person's authenticator app away with its recovery codes, for who shows a factor: from then on they sign no result
 * unless they have a passkey.
 */
export const removeFactor = withAttemptLimit(
  "remove-factor",
  command({
    name: "remove-factor",
    input: z.object({ code: shownFactor }),
    omitFromDigest: ["code"],
    who: async () => ({}),
    run: async ({ trx, input, actor, at }) => {
      const proof = await proveFactor(trx, { userId: actor.id, typed: input.code, at });
      if (!proof.ok) return proof;
      if ((await removeApps(trx, [actor.id])) === 0) return refuse<FactorRefusal>({ type: "no-factor" });
      return done({}, { factor: proof.kind });
    },
  }),
);
