import type { Kysely } from "kysely";
import type { DB } from "~db/schema.ts";
import { findOwnOffices } from "./own-data.ts";
import { findAllPasskeysOf } from "./passkeys.ts";
import { findFactor } from "./second-factors.ts";

/**
 * Everything that the database holds about a person and may tell them: nothing of a decision that is not announced, no
 * judge's mark, no word that screeners wrote for each other. Nineteen queries, whatever there is.
 */
export async function findEverythingOwn(db: Kysely<DB>, userId: string) {
  const person = await db
    .selectFrom("users")
    .select(["name", "email", "locale", "createdAt"])
    .where("id", "=", userId)
    .executeTakeFirstOrThrow();
  const [
    applications,
    submissions,
    identities,
    decisions,
    files,
    uploads,
    mails,
    sessions,
    acts,
    reveals,
    offices,
    confirmations,
    secondFactor,
    passkeys,
  ] = await Promise.all([
    ownApplications(db, userId),
    db
      .selectFrom("submissions")
      .innerJoin("applications", "applications.id", "submissions.applicationId")
      .where("applications.applicantId", "=", userId)
      .select(["submissions.applicationId", "submissions.number", "submissions.answers", "submissions.choices"])
      .select(["submissions.identityMasked", "submissions.consentVersion", "submissions.submittedAt"])
      .orderBy("submissions.id")
      .execute(),
    db
      .selectFrom("identities")
      .innerJoin("applications", "applications.id", "identities.applicationId")
      .where("applications.applicantId", "=", userId)
      .select(["identities.applicationId", "identities.kind", "identities.sealed", "identities.keyName"])
      .execute(),
    announcedDecisions(db, userId),
    ownFiles(db, userId),
    db
      .selectFrom("uploads")
      .where("uploaderId", "=", userId)
      .where("redactedOfId", "is", null)
      .select(["applicationId", "kind", "name", "size", "createdAt", "expiresAt"])
      .orderBy("createdAt")
      .execute(),
    db
      .selectFrom("mails")
      .where("recipient", "=", person.email)
      .where("state", "not in", ["pending", "void"])
      .select(["template", "locale", "props", "state", "createdAt", "sentAt"])
      .orderBy("id")
      .execute(),
    db
      .selectFrom("sessions")
      .where("userId", "=", userId)
      .select(["createdAt", "updatedAt", "expiresAt", "ipAddress", "userAgent"])
      .orderBy("createdAt")
      .execute(),
    db
      .selectFrom("auditEntries")
      .where("actorId", "=", userId)
      .select(["at", "command", "applicationId"])
      .orderBy("id")
      .execute(),
    db
      .selectFrom("identityReveals")
      .innerJoin("applications", "applications.id", "identityReveals.applicationId")
      .where("applications.applicantId", "=", userId)
      .select(["identityReveals.applicationId", "identityReveals.revealedAt"])
      .orderBy("identityReveals.id")
      .execute(),
    findOwnOffices(db, { userId, email: person.email }),
    ownConfirmations(db, userId),
    findFactor(db, userId),
    findAllPasskeysOf(db, userId),
  ]);
  return {
    person,
    applications,
    submissions,
    identities,
    decisions,
    files,
    uploads,
    mails,
    sessions,
    acts,
    reveals,
    offices,
    confirmations,
    secondFactor,
    passkeys: passkeys.map(({ name, addedAt, usedAt }) => ({ name, addedAt, usedAt })),
  };
}

async function ownApplications(db: Kysely<DB>, userId: string) {
  return await db
    .selectFrom("applications")
    .innerJoin("editions", "editions.id", "applications.editionId")
    .leftJoin("rounds", "rounds.id", "applications.announcedRoundId")
    .leftJoin("tracks", "tracks.id", "applications.trackId")
    .leftJoin("groups", "groups.id", "applications.groupId")
    .where("applications.applicantId", "=", userId)
    .select(["applications.id", "applications.code", "applications.announcedState", "applications.answers"])
    .select(["applications.working", "applications.consentVersion", "applications.consentedAt"])
    .select(["applications.createdAt", "applications.submittedAt", "applications.withdrawnAt"])
    .select(["applications.withdrawnReason", "applications.erasedAt"])
    .select(["editions.title as edition", "rounds.title as heat", "tracks.title as track", "groups.title as group"])
    .orderBy("applications.id")
    .execute();
}

/** Of each application the one decision that its applicant was told. */
async function announcedDecisions(db: Kysely<DB>, userId: string) {
  return await db
    .selectFrom("screeningDecisions")
    .innerJoin("applications", "applications.announcedDecisionId", "screeningDecisions.id")
    .where("applications.applicantId", "=", userId)
    .select(["screeningDecisions.applicationId", "screeningDecisions.decision", "screeningDecisions.reason"])
    .select(["screeningDecisions.corrections", "screeningDecisions.decidedAt"])
    .orderBy("screeningDecisions.id")
    .execute();
}

/** Files that the applicant brought and that still lie in the store; not the copies that others made of them. */
async function ownFiles(db: Kysely<DB>, userId: string) {
  return await db
    .selectFrom("attachments")
    .innerJoin("applications", "applications.id", "attachments.applicationId")
    .where("applications.applicantId", "=", userId)
    .where("attachments.redactedOfId", "is", null)
    .where("attachments.erasedAt", "is", null)
    .select(["attachments.applicationId", "attachments.kind", "attachments.name", "attachments.size"])
    .select(["attachments.sha256", "attachments.storeKey", "attachments.attachedAt", "attachments.removedAt"])
    .orderBy("attachments.id")
    .execute();
}

/** What was signed for the applicant's projects under a score that was announced: by whom, how, and the drawing. */
async function ownConfirmations(db: Kysely<DB>, userId: string) {
  return await db
    .selectFrom("signatures")
    .innerJoin("entries", "entries.id", "signatures.entryId")
    .innerJoin("applications", "applications.id", "entries.applicationId")
    .innerJoin("rounds", "rounds.id", "signatures.roundId")
    .where("applications.applicantId", "=", userId)
    .where("signatures.role", "=", "contestant")
    .select(["entries.applicationId", "rounds.title as round", "signatures.name", "signatures.means"])
    .select(["signatures.strokes", "signatures.digest", "signatures.signedAt"])
    .orderBy("signatures.id")
    .execute();
}
