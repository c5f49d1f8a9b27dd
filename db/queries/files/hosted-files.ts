import { type Kysely, sql, type Transaction } from "kysely";
import type { DocumentType } from "~/rules/files/attachment.ts";
import type { HostedSlot } from "~/rules/files/hosted-file.ts";
import type { DB } from "~db/schema.ts";

/** A file as an edition gives it out now. */
interface StoredHostedFile {
  name: string;
  type: DocumentType;
  size: number;
  sha256: string;
  storeKey: string;
  broughtById: string;
  broughtAt: Date;
}

interface HostedTitles {
  title: string | null;
  titleEn: string | null;
}

/** All that the edition gives out, in the order in which it came. One query. */
export async function findHostedFiles(db: Kysely<DB>, editionId: number) {
  const rows = await db
    .selectFrom("hostedFiles")
    .innerJoin("users", "users.id", "hostedFiles.broughtById")
    .select(["hostedFiles.id", "slot", "title", "titleEn", "hostedFiles.name", "type", "size", "sha256"])
    .select(["broughtAt", "users.name as broughtBy"])
    .where("editionId", "=", editionId)
    .orderBy("hostedFiles.id")
    .execute();
  return rows.map((row) => ({ ...row, slot: row.slot as HostedSlot, type: row.type as DocumentType }));
}

/** What everybody sees of them: which there are, and how large. One query. */
export async function findPublicFiles(db: Kysely<DB>, editionId: number) {
  return await db
    .selectFrom("hostedFiles")
    .select(["id", "slot", "title", "titleEn", "name", "size"])
    .where("editionId", "=", editionId)
    .orderBy("id")
    .execute();
}

/** One of them with where it is stored, and its edition; undefined when the edition of that address has none of that id. One query. */
export async function findServedFile(db: Kysely<DB>, edition: string, id: number) {
  const row = await db
    .selectFrom("hostedFiles")
    .innerJoin("editions", "editions.id", "hostedFiles.editionId")
    .select(["hostedFiles.editionId", "hostedFiles.name", "type", "size", "sha256", "storeKey"])
    .select("editions.state as editionState")
    .where("hostedFiles.id", "=", id)
    .where("editions.slug", "=", edition)
    .executeTakeFirst();
  return row && { ...row, type: row.type as DocumentType };
}

export async function insertHostedFile(
  trx: Transaction<DB>,
  file: StoredHostedFile & HostedTitles & { editionId: number; slot: HostedSlot },
): Promise<number> {
  const { id } = await trx.insertInto("hostedFiles").values(file).returning("id").executeTakeFirstOrThrow();
  return id;
}

/** Puts another file, or other titles, in the place of what stands there. */
export async function updateHostedFile(
  trx: Transaction<DB>,
  id: number,
  change: Partial<StoredHostedFile & HostedTitles>,
): Promise<void> {
  await trx.updateTable("hostedFiles").set(change).where("id", "=", id).execute();
}

export async function deleteHostedFile(trx: Transaction<DB>, id: number): Promise<void> {
  await trx.deleteFrom("hostedFiles").where("id", "=", id).execute();
}

/** Gives a new edition what an earlier one gives out. Nobody takes a file out meanwhile: the sweep would not know of the copy yet. */
export async function copyHostedFiles(
  trx: Transaction<DB>,
  { from, to, by, at }: { from: number; to: number; by: string; at: Date },
): Promise<void> {
  await sql`
    insert into hosted_files
      (edition_id, slot, title, title_en, name, type, size, sha256, store_key, brought_by_id, brought_at)
    select ${to}, slot, title, title_en, name, type, size, sha256, store_key, ${by}, ${at}
    from (select * from hosted_files where edition_id = ${from} order by id for share) as source`.execute(trx);
}
