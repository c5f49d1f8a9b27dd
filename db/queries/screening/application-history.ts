import { type Kysely, sql } from "kysely";
import type { AttachmentKind } from "~/rules/files/attachment.ts";
import type { DB } from "~db/schema.ts";

/** The commands whose entries in the audit trail say more than the tables do. */
const historyCommands = ["check-by-hand", "withdraw-application", "assign-screener"];

/**
 * What else happened to an application, the latest first: acts in the audit trail, looks at the identity number, mails (how
 * they fare, not what they say), and every file that was ever attached, by its id. Four queries.
 */
export async function findApplicationHistory(db: Kysely<DB>, applicationId: number) {
  const [acts, reveals, mails, files] = await Promise.all([
    db
      .selectFrom("auditEntries")
      .leftJoin("users", "users.id", "auditEntries.actorId")
      .select(["auditEntries.at", "auditEntries.command", "auditEntries.facts", "users.name as actor"])
      .where("applicationId", "=", applicationId)
      .where("command", "in", historyCommands)
      .orderBy("auditEntries.id", "desc")
      .execute(),
    db
      .selectFrom("identityReveals")
      .innerJoin("users", "users.id", "identityReveals.revealedById")
      .select(["identityReveals.revealedAt as at", "identityReveals.reason", "users.name as actor"])
      .where("applicationId", "=", applicationId)
      .orderBy("identityReveals.id", "desc")
      .execute(),
    db
      .selectFrom("mails")
      .select(["template", "state", "delivery", "createdAt", "sentAt"])
      .where("applicationId", "=", applicationId)
      .orderBy("id", "desc")
      .execute(),
    db
      .selectFrom("attachments")
      .select(["id", "kind", "name"])
      .where("applicationId", "=", applicationId)
      .where("redactedOfId", "is", null)
      // What was never handed in is the applicant's own affair
      .where(
        sql<boolean>`attachments.id in (select unnest(attachment_ids) from submissions where application_id = ${applicationId})`,
      )
      .execute(),
  ]);
  return { acts, reveals, mails, files: files.map((file) => ({ ...file, kind: file.kind as AttachmentKind })) };
}
