import { type ExpressionBuilder, type Kysely, sql, type Transaction } from "kysely";
import type { AttachmentKind, AttachmentType } from "~/rules/files/attachment.ts";
import type { ScreeningFilter } from "~/rules/screening/screening-filter.ts";
import type { DB } from "~db/schema.ts";
import { isAssigned } from "../review/assignments.ts";
import { hasRecused } from "../scoring/recusals.ts";
import { narrowed, type ScreeningScope } from "../screening/screening.ts";

/** What the applicant has attached now, by kind and age; `size` in bytes. One query. */
export async function findAttachments(db: Kysely<DB>, applicationId: number) {
  const rows = await attachmentRows(db)
    .where("attachments.applicationId", "=", applicationId)
    .where("attachments.removedAt", "is", null)
    .where("attachments.redactedOfId", "is", null)
    .execute();
  return rows.map(typed);
}

/**
 * What the latest submission names, as screeners and judges see it, each with its copy for blind review, where there is
 * one. One query.
 */
export async function findSubmittedAttachments(db: Kysely<DB>, applicationId: number) {
  const rows = await attachmentRows(db)
    .leftJoin("attachments as copies", (join) =>
      join
        .onRef("copies.redactedOfId", "=", "attachments.id")
        .on("copies.removedAt", "is", null)
        .on("copies.erasedAt", "is", null),
    )
    .select([
      "copies.id as copyId",
      "copies.name as copyName",
      "copies.type as copyType",
      "copies.size as copySize",
      "copies.attachedAt as copyAttachedAt",
    ])
    .where("attachments.applicationId", "=", applicationId)
    .where("attachments.redactedOfId", "is", null)
    .where(isSubmitted)
    .execute();
  return rows.map(({ copyId, copyName, copyType, copySize, copyAttachedAt, ...row }) => {
    const copy = copyId !== null && copyName !== null && copyType !== null && copyAttachedAt !== null;
    return {
      ...typed(row),
      copy: copy
        ? {
            id: copyId,
            name: copyName,
            type: copyType as AttachmentType,
            size: Number(copySize),
            attachedAt: copyAttachedAt,
          }
        : null,
    };
  });
}

/** A file with all that decides who may read it; undefined when there is none, or none any more. One query. */
export async function findAttachmentToRead(db: Kysely<DB>, id: number, actorId: string) {
  const row = await attachmentRows(db)
    .innerJoin("applications", "applications.id", "attachments.applicationId")
    .select((eb) => [
      "attachments.applicationId",
      "attachments.storeKey",
      "attachments.sha256",
      "attachments.redactedOfId",
      "attachments.removedAt",
      "applications.code",
      "applications.editionId",
      "applications.applicantId",
      isSubmitted.as("submitted"),
      eb.exists(seatsBefore(eb, actorId, false)).as("judged"),
      eb.exists(seatsBefore(eb, actorId, true)).as("judgedBlind"),
    ])
    .where("attachments.id", "=", id)
    .executeTakeFirst();
  return (
    row && {
      ...typed(row),
      judged: row.judged === true,
      judgedBlind: row.judgedBlind === true,
    }
  );
}

/** The application of a file, and of what kind it is; undefined when there is none, or none any more. */
export async function findAttachment(db: Kysely<DB>, id: number) {
  const row = await attachmentRows(db)
    .innerJoin("applications", "applications.id", "attachments.applicationId")
    .select([
      "applications.code",
      "attachments.applicationId",
      "attachments.redactedOfId",
      "attachments.removedAt",
      isSubmitted.as("submitted"),
    ])
    .where("attachments.id", "=", id)
    .executeTakeFirst();
  return row && typed(row);
}

/** The id of the file that lies under that name and was brought by that person; undefined when there is none. */
export async function findAttachedUpload(db: Kysely<DB>, storeKey: string, uploaderId: string) {
  const row = await db
    .selectFrom("attachments")
    .select(["id", "size"])
    .where("storeKey", "=", storeKey)
    .where("uploaderId", "=", uploaderId)
    .executeTakeFirst();
  return row && { id: row.id, size: Number(row.size) };
}

/** Takes every file of an application out: the sweep removes those that no submission names. */
export async function removeAllAttachments(trx: Transaction<DB>, applicationId: number, at: Date): Promise<void> {
  await trx
    .updateTable("attachments")
    .set({ removedAt: at })
    .where("applicationId", "=", applicationId)
    .where("removedAt", "is", null)
    .execute();
}

export async function insertAttachment(
  trx: Transaction<DB>,
  file: {
    applicationId: number;
    kind: AttachmentKind;
    redactedOfId: number | null;
    name: string;
    type: AttachmentType;
    size: number;
    sha256: string;
    storeKey: string;
    uploaderId: string;
    attachedAt: Date;
  },
): Promise<number> {
  const { id } = await trx.insertInto("attachments").values(file).returning("id").executeTakeFirstOrThrow();
  return id;
}

/** Takes a file out; answers false when it was out already. */
export async function removeAttachment(trx: Transaction<DB>, id: number, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable("attachments")
    .set({ removedAt: at })
    .where("id", "=", id)
    .where("removedAt", "is", null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Takes out the copies for blind review that a file has. */
export async function removeCopies(trx: Transaction<DB>, redactedOfId: number, at: Date): Promise<void> {
  await trx
    .updateTable("attachments")
    .set({ removedAt: at })
    .where("redactedOfId", "=", redactedOfId)
    .where("removedAt", "is", null)
    .execute();
}

function attachmentRows(db: Kysely<DB>) {
  return db
    .selectFrom("attachments")
    .select([
      "attachments.id",
      "attachments.kind",
      "attachments.name",
      "attachments.type",
      "attachments.size",
      "attachments.attachedAt",
    ])
    .where("attachments.erasedAt", "is", null)
    .orderBy("attachments.kind")
    .orderBy("attachments.id");
}

/** Whether the latest submission names the row's file, or the one of which it is a copy. */
export const isSubmitted = sql<boolean>`coalesce(
  coalesce(attachments.redacted_of_id, attachments.id) = any((
    select attachment_ids from submissions
    where submissions.application_id = attachments.application_id
    order by submissions.number desc limit 1
  )::integer[]), false)`;

/**
 * The seats from which the person judges the row's application now: not removed, not recused, in a round that is being
 * prepared for judging or later, and assigned to it where a round assigns. Blind: some of its fields are hidden.
 */
function seatsBefore(eb: ExpressionBuilder<DB, "attachments">, actorId: string, blind: boolean) {
  return (
    eb
      .selectFrom("entries")
      .innerJoin("realRounds as rounds", "rounds.id", "entries.roundId")
      .innerJoin("panelMembers", "panelMembers.roundId", "entries.roundId")
      .leftJoin("reviewSettings", "reviewSettings.roundId", "entries.roundId")
      .leftJoin("assignments", (join) =>
        join.onRef("assignments.entryId", "=", "entries.id").onRef("assignments.judgeId", "=", "panelMembers.id"),
      )
      .select("entries.id")
      .whereRef("entries.applicationId", "=", "attachments.applicationId")
      .where("panelMembers.userId", "=", actorId)
      .where("panelMembers.removedAt", "is", null)
      .where((of) => of.not(hasRecused))
      .where("rounds.state", "in", ["ready", "judging", "closed"])
      // Whoever sits in a rehearsal sits in the heat too, or has nothing to read
      .where((of) => of.or([of("reviewSettings.roundId", "is", null), of("assignments.judgeId", "is not", null)]))
      .where((of) => isAssigned(of))
      .where(sql<number>`coalesce(cardinality(review_settings.blind_fields), 0)`, blind ? ">" : "=", 0)
  );
}

function typed<R extends { kind: string; type: string; size: string }>(row: R) {
  return { ...row, kind: row.kind as AttachmentKind, type: row.type as AttachmentType, size: Number(row.size) };
}

export interface ArchivedAttachment {
  id: number;
  applicationId: number;
  code: string;
  projectTitle: string | null;
  kind: AttachmentKind;
  name: string;
  /** In bytes. */
  size: number;
  storeKey: string;
  attachedAt: Date;
}

/**
 * The next files that applications of a list handed in, by application, from after a place on; identity documents only
 * where they are asked for. One query; each page stands for itself, so that a slow reader holds no connection.
 */
export async function findArchivePage(
  db: Kysely<DB>,
  desk: ScreeningScope,
  filter: ScreeningFilter,
  { identity, after, limit }: { identity: boolean; after?: { applicationId: number; id: number }; limit: number },
): Promise<ArchivedAttachment[]> {
  const rows = await db
    .selectFrom("applications")
    .innerJoin("attachments", "attachments.applicationId", "applications.id")
    .select([
      "attachments.id",
      "attachments.applicationId",
      "applications.code",
      "applications.projectTitle",
      "attachments.kind",
      "attachments.name",
      "attachments.size",
      "attachments.storeKey",
      "attachments.attachedAt",
    ])
    .where((eb) => narrowed(eb as never, desk, filter))
    .where(isSubmitted)
    .where("attachments.redactedOfId", "is", null)
    .where("attachments.erasedAt", "is", null)
    .$if(!identity, (query) => query.where("attachments.kind", "<>", "identity"))
    .$if(after !== undefined, (query) =>
      query.where((eb) =>
        eb(eb.refTuple("applications.id", "attachments.id"), ">", eb.tuple(after?.applicationId ?? 0, after?.id ?? 0)),
      ),
    )
    .orderBy("applications.id")
    .orderBy("attachments.id")
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...row, kind: row.kind as AttachmentKind, size: Number(row.size) }));
}
