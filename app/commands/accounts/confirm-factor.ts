import { z } from "zod";
import { fromBase32 } from "~/primitives/base32.ts";
import { readStep } from "~/primitives/totp.ts";
import { type FactorRefusal, pendingFactorMinutes, readFactor } from "~/rules/accounts/second-factor.ts";
import { sameKey } from "~/services/auth/factor-secrets.ts";
import { vault } from "~/services/vault/vault.ts";
import { findPendingFactor, confirmFactor as keepConfirmed, lockPerson } from "~db/queries/accounts/second-factors.ts";
import { command, done, refuse } from "../command.ts";
import { resetAttempts, withAttemptLimit } from "./attempt-limit.ts";
import { newRecoveryCodesFor } from "./new-recovery-codes.ts";
import { withoutStoredAnswer } from "./without-stored-answer.ts";

/** `not-begun`: there is no such key to confirm, or it waited too long. */
type ConfirmFactorRefusal = FactorRefusal | { type: "not-begun" };

/** Makes the begun key, by whoever was told it, the person's second factor, by a code of it; answers the recovery codes, this once. */
export const confirmFactor = withoutStoredAnswer(
  withAttemptLimit(
    "confirm-factor",
    command({
      name: "confirm-factor",
      input: z.object({ code: z.string().max(40), key: z.string().max(40) }),
      omitFromDigest: ["code", "key"],
      who: async () => ({}),
      run: async ({ trx, input, actor, at }) => {
        await lockPerson(trx, actor.id);
        const since = new Date(at.getTime() - pendingFactorMinutes * 60_000);
        const pending = await findPendingFactor(trx, actor.id, since);
        const key = pending && vault().unsealFactor(actor.id, pending);
        if (key === undefined || !sameKey(key, input.key)) return refuse<ConfirmFactorRefusal>({ type: "not-begun" });
        const given = readFactor(input.code);
        const step = given?.kind === "totp" ? readStep(fromBase32(key), given.code, { at, lastStep: null }) : "wrong";
        if (typeof step === "string") return refuse<ConfirmFactorRefusal>({ type: "factor-wrong" });
        await keepConfirmed(trx, actor.id, { at, step });
        await resetAttempts(trx, actor.id);
        return done({ recoveryCodes: await newRecoveryCodesFor(trx, actor.id, at) }, { factor: "totp" });
      },
    }),
  ),
);
