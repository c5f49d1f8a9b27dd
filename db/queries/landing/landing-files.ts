import type { Kysely, Transaction } from "kysely";
import type { LandingStep } from "~/rules/landing/landing.ts";
import type { DB } from "~db/schema.ts";

export interface NewLandingFile {
  landingId: number;
  step: LandingStep;
  type: string;
  size: number;
  sha256: string;
  storeKey: string;
  broughtById: string;
  broughtAt: Date;
}

/** Keeps a file of a landing's milestone; answers its id, undefined where the same file is there already. */
export async function insertLandingFile(trx: Transaction<DB>, file: NewLandingFile): Promise<number | undefined> {
  const row = await trx
    .insertInto("landingFiles")
    .values(file)
    .onConflict((conflict) => conflict.columns(["landingId", "step", "sha256"]).doNothing())
    .returning("id")
    .executeTakeFirst();
  return row?.id;
}

/** The landing's files that are not erased, in the order in which they came. One query. */
export async function findLandingFiles(db: Kysely<DB>, landingId: number) {
  const rows = await db
    .selectFrom("landingFiles")
    .innerJoin("users", "users.id", "landingFiles.broughtById")
    .select(["landingFiles.id", "step", "type", "size", "sha256", "storeKey", "broughtAt", "users.name as broughtBy"])
    .where("landingId", "=", landingId)
    .where("erasedAt", "is", null)
    .orderBy("landingFiles.id")
    .execute();
  return rows.map((row) => ({ ...row, step: row.step as LandingStep }));
}
