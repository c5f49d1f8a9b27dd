import { z } from "zod";
import { type FactorRefusal, shownFactor } from "~/rules/accounts/second-factor.ts";
import { markSessionProved } from "~db/queries/accounts/sessions.ts";
import { command, done, refuse } from "../command.ts";
import { withAttemptLimit } from "./attempt-limit.ts";
import { proveFactor } from "./prove-factor.ts";

/** The person shows their second factor in the session that they use: acts upon what is sensitive are open to it for a while. */
export const proveIdentity = withAttemptLimit(
  "prove-identity",
  command({
    name: "prove-identity",
    input: z.object({ sessionId: z.string().min(1).max(100), code: shownFactor }),
    omitFromDigest: ["code"],
    who: async () => ({}),
    run: async ({ trx, input: { sessionId, code }, actor, at }) => {
      const proof = await proveFactor(trx, { userId: actor.id, typed: code, at });
      if (!proof.ok) return refuse<FactorRefusal>(proof.error);
      await markSessionProved(trx, { userId: actor.id, sessionId, at });
      return done({}, { factor: proof.kind });
    },
  }),
);
