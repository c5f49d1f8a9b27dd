import { z } from "zod";
import { removeFactors } from "~db/queries/accounts/second-factors.ts";
import { command, done } from "../command.ts";
import { withAttemptLimit } from "./attempt-limit.ts";
import { proveFactor } from "./prove-factor.ts";

/** Takes the person's second factor away, for who shows it: from then on they sign no result. */
export const removeFactor = withAttemptLimit(
  "remove-factor",
  command({
    name: "remove-factor",
    input: z.object({ code: z.string().max(40) }),
    omitFromDigest: ["code"],
    who: async () => ({}),
    run: async ({ trx, input, actor, at }) => {
      const proof = await proveFactor(trx, { userId: actor.id, typed: input.code, at });
      if (!proof.ok) return proof;
      await removeFactors(trx, [actor.id]);
      return done({}, { factor: proof.kind });
    },
  }),
);
