import { z } from "zod";
import { digestOf } from "~/primitives/canonical-json.ts";
import { can } from "~/rules/accounts/access.ts";
import { vault } from "~/services/vault/vault.ts";
import { findApplication } from "~db/queries/applications/applications.ts";
import { findIdentity, insertReveal } from "~db/queries/applications/identities.ts";
import { type By, command, done, type Result, refuse } from "../command.ts";

/** What is told once, to be shown and not kept. */
export interface RevealedIdentity {
  kind: string;
  number: string;
}

type RevealRefusal = { type: "no-identity" };

/**
 * Shows a screener the number of the leader's identity document, as it was handed in. Every time asks why; the words are
 * kept beside the application, and go with its personal data; the audit trail holds their digest. A number that cannot
 * be opened (altered, or a key that is missing) is an error of the house and leaves no reveal behind. There is no
 * idempotency key: its kept answer would outlive the number, and whoever looks twice has looked twice.
 */
export async function revealIdentity(
  by: Omit<By, "idempotencyKey">,
  input: unknown,
): Promise<Result<RevealedIdentity, RevealRefusal>> {
  const answer = await recordReveal(by, input);
  if (!answer.ok) return answer;
  const { kind, sealed, keyName } = answer.value;
  return { ok: true, value: { kind, number: vault().unseal(sealed, keyName) } };
}

const recordReveal = command({
  name: "reveal-identity",
  sensitive: true,
  input: z.object({ code: z.string().max(20), reason: z.string().trim().min(4).max(300) }),
  who: async ({ trx, input, actor }) => {
    const application = await findApplication(trx, input.code);
    if (!application?.submittedAt || !can(actor, "screen", { editionId: application.editionId })) return null;
    return { editionId: application.editionId, applicationId: application.id };
  },
  run: async ({ trx, input, actor, subject, at }) => {
    const { applicationId } = subject;
    const identity = await findIdentity(trx, applicationId);
    if (!identity) return refuse<RevealRefusal>({ type: "no-identity" });
    const { kind, sealed, keyName } = identity;
    vault().unseal(sealed, keyName);
    const { reason } = input;
    const revealId = await insertReveal(trx, { applicationId, revealedById: actor.id, reason, revealedAt: at });
    return done({ kind, sealed, keyName }, { revealId, kind, reasonDigest: digestOf(reason) });
  },
});
