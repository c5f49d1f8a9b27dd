import { type Kysely, sql, type Transaction } from "kysely";
import type { Signer, Strokes } from "~/rules/scoring/signature.ts";
import type { DB } from "~db/schema.ts";

/** Keeps a signature; nothing that was signed is ever changed, it is only signed again. */
export async function insertSignature(
  trx: Transaction<DB>,
  signature: {
    roundId: number;
    entryId?: number;
    judgeId?: number;
    role: Signer;
    name: string;
    strokes: Strokes | null;
    digest: string;
    recordedById: string;
    signedAt: Date;
  },
): Promise<void> {
  const means = signature.strokes === null ? "paper" : "drawn";
  await trx
    .insertInto("signatures")
    .values({ ...signature, means })
    .execute();
}

/** The judge's own signatures under one sheet, in the order in which they were given. One query. */
export async function findOwnSignatures(
  db: Kysely<DB>,
  { roundId, entry, userId }: { roundId: number; entry: string; userId: string },
) {
  return await db
    .selectFrom("signatures")
    .innerJoin("entries", "entries.id", "signatures.entryId")
    .innerJoin("panelMembers", "panelMembers.id", "signatures.judgeId")
    .where("signatures.roundId", "=", roundId)
    .where("signatures.role", "=", "judge")
    .where("entries.key", "=", entry)
    .where("panelMembers.userId", "=", userId)
    .select([
      sql<Signer>`signatures.role`.as("role"),
      "entries.key as entry",
      "panelMembers.key as judge",
      "signatures.name",
      sql<"drawn" | "paper">`signatures.means`.as("means"),
      "signatures.strokes",
      "signatures.digest",
      sql<string>`to_json(signatures.signed_at)`.as("at"),
    ])
    .orderBy("signatures.id")
    .execute();
}

/** Whether such a signature stands already, under exactly this. */
export async function existsSignature(
  trx: Transaction<DB>,
  of: { roundId: number; entryId?: number; judgeId?: number; role: Signer; digest: string },
): Promise<boolean> {
  const found = await trx
    .selectFrom("signatures")
    .select("id")
    .where("roundId", "=", of.roundId)
    .where("entryId", "is not distinct from", of.entryId ?? null)
    .where("judgeId", "is not distinct from", of.judgeId ?? null)
    .where("role", "=", of.role)
    .where("digest", "=", of.digest)
    .executeTakeFirst();
  return found !== undefined;
}

/** The id of the round's entry of that key; undefined when there is none. */
export async function findEntryId(trx: Transaction<DB>, roundId: number, key: string): Promise<number | undefined> {
  const row = await trx
    .selectFrom("entries")
    .select("id")
    .where("roundId", "=", roundId)
    .where("key", "=", key)
    .executeTakeFirst();
  return row?.id;
}
