import type { Transaction } from "kysely";
import { writingNow } from "~/reads/applications/application-check.ts";
import { type Actor, can } from "~/rules/accounts/access.ts";
import type { AttachmentKind } from "~/rules/files/attachment.ts";
import { type Application, lockApplication } from "~db/queries/applications/applications.ts";
import { findAttachment } from "~db/queries/files/attachments.ts";
import type { DB } from "~db/schema.ts";
import { refuse } from "../command.ts";
import type { AttachmentRefusal } from "../refusals.ts";

/** What a file is or becomes of: the applicant's own application, or a copy for blind review of a file handed in. */
export type FileTarget = { code: string; kind: AttachmentKind } | { redactedOf: number };

/**
 * The application, locked, whose files the person may change: their own, or, for copies for blind review, one that
 * they screen. null for anyone else, for none, and once its personal data is erased.
 */
export async function lockChangeableApplication(trx: Transaction<DB>, of: FileTarget, actor: Actor) {
  if ("redactedOf" in of) {
    const original = await findAttachment(trx, of.redactedOf);
    const application = original && (await lockApplication(trx, original.code));
    if (!application || application.erasedAt || !original.submitted || original.redactedOfId !== null) return null;
    if (!can(actor, "screen", { editionId: application.editionId })) return null;
    return { ...keysOf(application), kind: original.kind, redactedOfId: original.id };
  }
  const application = await lockApplication(trx, of.code);
  if (!application || application.erasedAt || application.applicantId !== actor.id) return null;
  return { ...keysOf(application), kind: of.kind, redactedOfId: null };
}

/** The refusal when the applicant may not write now; screeners may at any time. */
export function whyNotWritableNow(
  { application, redactedOfId }: { application: Application; redactedOfId: number | null },
  at: Date,
): ReturnType<typeof refuse<AttachmentRefusal>> | null {
  if (redactedOfId !== null) return null;
  const writing = writingNow(application, at);
  if (writing === "writable") return null;
  return refuse<AttachmentRefusal>({ type: writing === "ended" ? "application-ended" : writing });
}

function keysOf(application: Application) {
  return { editionId: application.editionId, applicationId: application.id, application };
}
