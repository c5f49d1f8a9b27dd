import { type Kysely, sql, type Transaction } from "kysely";
import type { DB } from "../schema.ts";

/** The round's commitment that is neither drawn nor withdrawn; undefined when there is none. One query. */
export async function findOpenCommitment(db: Kysely<DB>, roundId: number) {
  return await openCommitments(db, roundId)
    .innerJoin("users as committers", "committers.id", "drawCommitments.committedById")
    .leftJoin("users as confirmers", "confirmers.id", "drawCommitments.confirmedById")
    .select([
      ...(["drawCommitments.id", "drawCommitments.seedDigest", "drawCommitments.reason"] as const),
      ...(["drawCommitments.committedAt", "drawCommitments.committedById"] as const),
      ...(["drawCommitments.confirmedAt", "committers.name as committedBy", "confirmers.name as confirmedBy"] as const),
    ])
    .executeTakeFirst();
}

/** The sealed secret of the open commitment of that id; undefined when it is not open. */
export async function findSealedSecret(trx: Transaction<DB>, roundId: number, id: number): Promise<string | undefined> {
  const row = await openCommitments(trx, roundId)
    .select("drawCommitments.sealedSeed")
    .where("drawCommitments.id", "=", id)
    .executeTakeFirst();
  return row?.sealedSeed;
}

/** Keeps a commitment; answers its id. */
export async function insertCommitment(
  trx: Transaction<DB>,
  commitment: {
    roundId: number;
    seedDigest: string;
    sealedSeed: string;
    reason: string | null;
    committedById: string;
    committedAt: Date;
  },
): Promise<number> {
  const { id } = await trx.insertInto("drawCommitments").values(commitment).returning("id").executeTakeFirstOrThrow();
  return id;
}

/** Notes who agreed that it is drawn again. */
export async function confirmCommitment(trx: Transaction<DB>, id: number, by: { id: string; at: Date }): Promise<void> {
  await trx
    .updateTable("drawCommitments")
    .set({ confirmedById: by.id, confirmedAt: by.at })
    .where("id", "=", id)
    .execute();
}

/** Notes who gave the commitment up before anything was drawn by it. */
export async function withdrawCommitment(trx: Transaction<DB>, id: number, by: { id: string; at: Date }) {
  await trx
    .updateTable("drawCommitments")
    .set({ withdrawnById: by.id, withdrawnAt: by.at })
    .where("id", "=", id)
    .execute();
}

function openCommitments(db: Kysely<DB>, roundId: number) {
  return db
    .selectFrom("drawCommitments")
    .where("drawCommitments.roundId", "=", roundId)
    .where("drawCommitments.withdrawnAt", "is", null)
    .where(sql<boolean>`not exists (select from draws where draws.commitment_id = draw_commitments.id)`)
    .orderBy("drawCommitments.id", "desc")
    .limit(1);
}
