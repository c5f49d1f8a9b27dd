import { z } from "zod";
import { digestOf } from "~/primitives/canonical-json.ts";
import { type RevealedObjector, revealed, revealReason } from "~/rules/notices/objector-secrecy.ts";
import { openObjector } from "~/services/vault/objector.ts";
import { findWholeObjection, insertObjectionReveal } from "~db/queries/notices/objections.ts";
import { type By, command, done, type Result, refuse } from "../command.ts";
import type { ObjectionRefusal } from "../refusals.ts";
import { lockObjectionToHandle } from "./lock-objection.ts";

/**
 * Shows whoever handles objections who raised this one. Every time asks why; the words are kept beside the objection, and
 * go with its personal data; the audit trail holds their digest. As with identity documents there is no idempotency key:
 * its kept answer would outlive the name, and whoever looks twice has looked twice.
 */
export async function revealObjector(
  by: Omit<By, "idempotencyKey">,
  input: unknown,
): Promise<Result<RevealedObjector, ObjectionRefusal>> {
  const answer = await recordReveal(by, input);
  if (!answer.ok) return answer;
  const whole = await findWholeObjection(by.db, answer.value.receipt);
  const objector = whole && openObjector(whole);
  if (!objector) return { ok: false, error: { type: "objection-erased" } };
  return { ok: true, value: revealed(objector) };
}

const recordReveal = command({
  name: "reveal-objector",
  input: z.object({ receipt: z.string().max(20), reason: revealReason }),
  who: lockObjectionToHandle,
  run: async ({ trx, input: { reason }, actor, subject: { objection }, at }) => {
    if (objection.erasedAt !== null) return refuse<ObjectionRefusal>({ type: "objection-erased" });
    const { id: objectionId, receipt } = objection;
    const reveal = { objectionId, revealedById: actor.id, reason, revealedAt: at };
    const revealId = await insertObjectionReveal(trx, reveal);
    return done({ receipt }, { receipt, revealId, reasonDigest: digestOf(reason) });
  },
});
