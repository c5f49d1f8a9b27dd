import { type Kysely, sql, type Transaction } from "kysely";
import type { AttachmentKind, Stock } from "~/rules/files/attachment.ts";
import type { DB } from "~db/schema.ts";

/** The upload of that id (its `size` in bytes, as it was declared) that the person has under way at the time; undefined when there is none. */
export async function findUpload(db: Kysely<DB>, id: string, uploaderId: string, at: Date) {
  const row = await uploadRows(db)
    .where("uploads.id", "=", id)
    .where("uploads.uploaderId", "=", uploaderId)
    .where("uploads.expiresAt", ">", at)
    .executeTakeFirst();
  return row && typed(row);
}

/** What a person has under way for an application, the oldest first. */
export async function findAllUploads(db: Kysely<DB>, applicationId: number, uploaderId: string, at: Date) {
  const rows = await uploadRows(db)
    .where("uploads.applicationId", "=", applicationId)
    .where("uploads.uploaderId", "=", uploaderId)
    .where("uploads.expiresAt", ">", at)
    .orderBy("uploads.createdAt")
    .execute();
  return rows.map(typed);
}

/** What the application has of files, with what is under way; copies for blind review aside. One query. */
export async function findStock(
  db: Kysely<DB>,
  { applicationId, kind, at }: { applicationId: number; kind: AttachmentKind; at: Date },
): Promise<Stock> {
  const files = db
    .selectFrom("attachments")
    .select(["kind", "size", sql<boolean>`false`.as("unfinished")])
    .where("applicationId", "=", applicationId)
    .where("redactedOfId", "is", null)
    .where("removedAt", "is", null);
  const all = files.unionAll(
    db
      .selectFrom("uploads")
      .select(["kind", "size", sql<boolean>`true`.as("unfinished")])
      .where("applicationId", "=", applicationId)
      .where("redactedOfId", "is", null)
      .where("expiresAt", ">", at),
  );
  return await db
    .selectFrom(all.as("files"))
    .select([
      sql<number>`(count(*) filter (where not unfinished and kind = ${kind}))::integer`.as("ofKind"),
      sql<number>`coalesce(sum(size) filter (where not unfinished), 0)::double precision`.as("bytes"),
      sql<number>`(count(*) filter (where unfinished and kind = ${kind}))::integer`.as("unfinishedOfKind"),
      sql<number>`(count(*) filter (where unfinished))::integer`.as("unfinished"),
      sql<number>`coalesce(sum(size) filter (where unfinished), 0)::double precision`.as("unfinishedBytes"),
    ])
    .executeTakeFirstOrThrow();
}

export async function insertUpload(
  trx: Transaction<DB>,
  upload: {
    id: string;
    applicationId: number;
    kind: AttachmentKind;
    redactedOfId: number | null;
    name: string;
    size: number;
    uploaderId: string;
    createdAt: Date;
    expiresAt: Date;
  },
): Promise<void> {
  await trx.insertInto("uploads").values(upload).execute();
}

/** Ends an upload's row; answers false when another transaction did. */
export async function deleteUpload(trx: Transaction<DB>, id: string): Promise<boolean> {
  const { numDeletedRows } = await trx.deleteFrom("uploads").where("id", "=", id).executeTakeFirst();
  return numDeletedRows === 1n;
}

function uploadRows(db: Kysely<DB>) {
  return db
    .selectFrom("uploads")
    .innerJoin("applications", "applications.id", "uploads.applicationId")
    .selectAll("uploads")
    .select(["applications.code", "applications.editionId"]);
}

function typed<R extends { kind: string; size: string }>(row: R) {
  return { ...row, kind: row.kind as AttachmentKind, size: Number(row.size) };
}

/** Ends the rows of uploads that have not come to their end in time; answers their ids. */
export async function deleteExpiredUploads(db: Kysely<DB>, at: Date): Promise<string[]> {
  const gone = await db.deleteFrom("uploads").where("expiresAt", "<=", at).returning("id").execute();
  return gone.map(({ id }) => id);
}

/** Gives up files that were taken out before that time and that no submission names. */
export async function eraseUnusedAttachments(db: Kysely<DB>, before: Date, at: Date): Promise<void> {
  await db
    .updateTable("attachments")
    .set({ erasedAt: at })
    .where("removedAt", "<", before)
    .where("erasedAt", "is", null)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("submissions")
            .select("submissions.id")
            .whereRef("submissions.applicationId", "=", "attachments.applicationId")
            .where((of) => of(of.ref("attachments.id"), "=", of.fn.any("submissions.attachmentIds"))),
        ),
      ),
    )
    .execute();
}

/** Which of these uploads are under way. */
export async function findLivingUploads(db: Kysely<DB>, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await db.selectFrom("uploads").select("id").where("id", "in", ids).execute();
  return new Set(rows.map(({ id }) => id));
}

/** Which of these names in the store belong to a file that somebody still has. */
export async function findLivingKeys(db: Kysely<DB>, keys: readonly string[]): Promise<Set<string>> {
  if (keys.length === 0) return new Set();
  const rows = await livingKeys(db).where("storeKey", "in", keys).execute();
  return new Set(rows.map(({ storeKey }) => storeKey));
}

/** The names in the store of every file that somebody still has, in their order. */
export async function findAllLivingKeys(db: Kysely<DB>): Promise<string[]> {
  const rows = await livingKeys(db).orderBy("storeKey").execute();
  return rows.map(({ storeKey }) => storeKey);
}

/**
 * Files that are attached, or were and are still named, those of objections, due diligence and landings, photos of sheets on
 * paper, and what editions give out.
 */
function livingKeys(db: Kysely<DB>) {
  const living = db
    .selectFrom("attachments")
    .select("storeKey")
    .where("erasedAt", "is", null)
    .union(db.selectFrom("objectionFiles").select("storeKey").where("erasedAt", "is", null))
    .union(db.selectFrom("diligenceFiles").select("storeKey").where("erasedAt", "is", null))
    .union(db.selectFrom("landingFiles").select("storeKey").where("erasedAt", "is", null))
    .union(db.selectFrom("hostedFiles").select("storeKey"))
    .union(db.selectFrom("paperSheets").select("photo as storeKey"));
  return db.selectFrom(living.as("living")).select("storeKey");
}
