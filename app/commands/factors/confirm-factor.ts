import { z } from "zod";
import { beginningMinutes, type FactorRefusal, readFactor } from "~/rules/second-factor.ts";
import { fromBase32, readStep } from "~/rules/totp.ts";
import { vault } from "~/services/vault.ts";
import { findBegunFactor, confirmFactor as keepConfirmed } from "~db/queries/second-factors.ts";
import { command, done, refuse } from "../command.ts";
import { countingTries, returnTries } from "./counting-tries.ts";
import { freshRecoveryCodes, told } from "./recovery-codes.ts";

/** `not-begun`: there is no key to confirm, or it waited too long. */
type Refused = FactorRefusal | { type: "not-begun" };

/** Makes the begun key the person's second factor, by a code of it; answers the recovery codes, this once. */
export const confirmFactor = told(
  countingTries(
    "confirm-factor",
    command({
      name: "confirm-factor",
      input: z.object({ code: z.string().max(40) }),
      traceless: ["code"],
      who: async () => ({}),
      run: async ({ trx, input, actor, at }) => {
        const since = new Date(at.getTime() - beginningMinutes * 60_000);
        const begun = await findBegunFactor(trx, actor.id, since);
        if (!begun) return refuse<Refused>({ type: "not-begun" });
        const given = readFactor(input.code);
        const key = fromBase32(vault().unsealFactor(actor.id, begun));
        const step = given?.kind === "totp" ? readStep(key, given.code, { at, lastStep: null }) : "wrong";
        if (typeof step === "string") return refuse<Refused>({ type: "factor-wrong" });
        await keepConfirmed(trx, actor.id, { at, step });
        await returnTries(trx, actor.id);
        return done({ recoveryCodes: await freshRecoveryCodes(trx, actor.id, at) }, { factor: "totp" });
      },
    }),
  ),
);
