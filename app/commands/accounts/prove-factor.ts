import type { Transaction } from "kysely";
import { fromBase32 } from "~/primitives/base32.ts";
import { readStep } from "~/primitives/totp.ts";
import type { FactorKind, FactorRefusal } from "~/rules/accounts/second-factor.ts";
import { readFactor } from "~/rules/accounts/second-factor.ts";
import { checkAnswer } from "~/services/auth/passkeys.ts";
import { vault } from "~/services/vault/vault.ts";
import { recordPasskeyUse } from "~db/queries/accounts/passkeys.ts";
import { findFactorMeans, lockFactor, recordUsedStep, spendRecoveryCode } from "~db/queries/accounts/second-factors.ts";
import type { DB } from "~db/schema.ts";
import { refuse } from "../command.ts";
import { resetAttempts } from "./attempt-limit.ts";

/**
 * Takes the code, or a passkey's answer, that the person shows for one act, as part of the act's transaction: both happen or neither, and no code
 * passes twice. Answers what kind of factor it was. For commands behind `withAttemptLimit`.
 */
export async function proveFactor(
  trx: Transaction<DB>,
  { userId, typed, at }: { userId: string; typed: string; at: Date },
): Promise<{ ok: true; kind: FactorKind } | { ok: false; error: FactorRefusal }> {
  const given = readFactor(typed);
  if (given?.kind === "passkey") {
    if (!(await findFactorMeans(trx, userId)).passkey) return no("no-factor");
    const checked = await checkAnswer(trx, given.answer, { purpose: "prove", userId, at });
    if (!checked.ok) return no(checked.why === "used" ? "factor-used" : "passkey-wrong");
    await recordPasskeyUse(trx, checked.use);
    await resetAttempts(trx, userId);
    return { ok: true, kind: "passkey" };
  }
  const factor = await lockFactor(trx, userId);
  if (!factor) return no((await findFactorMeans(trx, userId)).passkey ? "passkey-wrong" : "no-factor");
  if (!given) return no("factor-wrong");
  if (given.kind === "recovery") {
    const outcome = await spendRecoveryCode(trx, { userId, digest: vault().recoveryDigestOf(userId, given.code), at });
    if (outcome !== "ok") return no(outcome === "used" ? "factor-used" : "factor-wrong");
    await resetAttempts(trx, userId);
    return { ok: true, kind: "recovery" };
  }
  const { lastStep } = factor;
  const step = readStep(fromBase32(vault().unsealFactor(userId, factor)), given.code, { at, lastStep });
  if (typeof step === "string") return no(step === "used" ? "factor-used" : "factor-wrong");
  await recordUsedStep(trx, factor.id, step);
  await resetAttempts(trx, userId);
  return { ok: true, kind: "totp" };
}

const no = (type: FactorRefusal["type"]) => refuse<FactorRefusal>({ type });
