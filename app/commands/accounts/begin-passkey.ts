import { z } from "zod";
import { isSigner } from "~/rules/accounts/access.ts";
import { mostPasskeys, passkeyName } from "~/rules/accounts/passkey.ts";
import { type FactorRefusal, shownFactor, takesFactor } from "~/rules/accounts/second-factor.ts";
import { additionOptions } from "~/services/auth/passkeys.ts";
import { findAllPasskeysOf } from "~db/queries/accounts/passkeys.ts";
import { findFactorMeans } from "~db/queries/accounts/second-factors.ts";
import { type CommonRefusal, command, done, refuse } from "../command.ts";
import { withAttemptLimit } from "./attempt-limit.ts";
import { proveFactor } from "./prove-factor.ts";

type BeginPasskeyRefusal = FactorRefusal | CommonRefusal | { type: "passkeys-full" };

const no = refuse<BeginPasskeyRefusal>;

/**
 * Lets the person add a passkey: answers what their device needs to make one. Who signs results, or has an authenticator app,
 * shows a factor first; everybody else, that it is still them.
 */
export const beginPasskey = withAttemptLimit(
  "begin-passkey",
  command({
    name: "begin-passkey",
    input: z.object({ name: passkeyName, code: shownFactor.default(""), baseUrl: z.url() }),
    omitFromDigest: ["code"],
    who: async () => ({}),
    run: async ({ trx, input, actor, at }) => {
      const passkeys = await findAllPasskeysOf(trx, actor.id);
      if (passkeys.length >= mostPasskeys) return no({ type: "passkeys-full" });
      if (takesFactor(await findFactorMeans(trx, actor.id), isSigner(actor))) {
        const proof = await proveFactor(trx, { userId: actor.id, typed: input.code, at });
        if (!proof.ok) return no(proof.error);
      } else if (!actor.proven) return no({ type: "proof-needed" });
      return done({ options: additionOptions(input.baseUrl, { person: actor, passkeys, at }) });
    },
  }),
);
