import type { Kysely } from "kysely";
import type { DB } from "../schema.ts";

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

/** Files that are attached, or were and are still named, those of objections, due diligence and landings, and photos of sheets on paper. */
function livingKeys(db: Kysely<DB>) {
  const living = db
    .selectFrom("attachments")
    .select("storeKey")
    .where("erasedAt", "is", null)
    .union(db.selectFrom("objectionFiles").select("storeKey").where("erasedAt", "is", null))
    .union(db.selectFrom("diligenceFiles").select("storeKey").where("erasedAt", "is", null))
    .union(db.selectFrom("landingFiles").select("storeKey").where("erasedAt", "is", null))
    .union(db.selectFrom("paperSheets").select("photo as storeKey"));
  return db.selectFrom(living.as("living")).select("storeKey");
}
