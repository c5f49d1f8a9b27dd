import { z } from "zod";
import { fromBase32, readStep } from "~/primitives/totp.ts";
import { beginningMinutes, type FactorRefusal, readFactor } from "~/rules/accounts/second-factor.ts";
import { sameKey } from "~/services/auth/factor-secrets.ts";
import { vault } from "~/services/vault/vault.ts";
import { findBegunFactor, confirmFactor as keepConfirmed, lockPerson } from "~db/queries/accounts/second-factors.ts";
import { command, done, refuse } from "../command.ts";
import { countingTries, freshRecoveryCodes, returnTries, told } from "./counting-tries.ts";

/** `not-begun`: there is no such key to confirm, or it waited too long. */
type Refused = FactorRefusal | { type: "not-begun" };

/** Makes the begun key, by whoever was told it, the person's second factor, by a code of it; answers the recovery codes, this once. */
export const confirmFactor = told(
  countingTries(
    "confirm-factor",
    command({
      name: "confirm-factor",
      input: z.object({ code: z.string().max(40), key: z.string().max(40) }),
      traceless: ["code", "key"],
      who: async () => ({}),
      run: async ({ trx, input, actor, at }) => {
        await lockPerson(trx, actor.id);
        const since = new Date(at.getTime() - beginningMinutes * 60_000);
        const begun = await findBegunFactor(trx, actor.id, since);
        const key = begun && vault().unsealFactor(actor.id, begun);
        if (key === undefined || !sameKey(key, input.key)) return refuse<Refused>({ type: "not-begun" });
        const given = readFactor(input.code);
        const step = given?.kind === "totp" ? readStep(fromBase32(key), given.code, { at, lastStep: null }) : "wrong";
        if (typeof step === "string") return refuse<Refused>({ type: "factor-wrong" });
        await keepConfirmed(trx, actor.id, { at, step });
        await returnTries(trx, actor.id);
        return done({ recoveryCodes: await freshRecoveryCodes(trx, actor.id, at) }, { factor: "totp" });
      },
    }),
  ),
);
