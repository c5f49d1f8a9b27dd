import { z } from "zod";
import { isSigner } from "~/rules/accounts/access.ts";
import { type FactorRefusal, shownFactor, takesFactor } from "~/rules/accounts/second-factor.ts";
import { deletePasskey } from "~db/queries/accounts/passkeys.ts";
import { findFactorMeans } from "~db/queries/accounts/second-factors.ts";
import { type CommonRefusal, command, done, refuse } from "../command.ts";
import { withAttemptLimit } from "./attempt-limit.ts";
import { proveFactor } from "./prove-factor.ts";

const no = refuse<FactorRefusal | CommonRefusal>;

/** Takes one of the person's passkeys away, for who shows what adding one takes. */
export const removePasskey = withAttemptLimit(
  "remove-passkey",
  command({
    name: "remove-passkey",
    input: z.object({ id: z.coerce.number().pipe(z.int32().positive()), code: shownFactor.default("") }),
    omitFromDigest: ["code"],
    who: async () => ({}),
    run: async ({ trx, input, actor, at }) => {
      if (takesFactor(await findFactorMeans(trx, actor.id), isSigner(actor))) {
        const proof = await proveFactor(trx, { userId: actor.id, typed: input.code, at });
        if (!proof.ok) return no(proof.error);
      } else if (!actor.proven) return no({ type: "proof-needed" });
      if ((await deletePasskey(trx, actor.id, input.id)) === 0) return no({ type: "not-found" });
      return done({});
    },
  }),
);
