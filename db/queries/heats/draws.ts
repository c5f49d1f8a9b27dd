import { type Kysely, sql, type Transaction } from "kysely";
import { jsonObjectFrom } from "kysely/helpers/postgres";
import type { DrawScope } from "~/rules/heats/attendance.ts";
import type { DB } from "~db/schema.ts";

/** The latest draw of a round with who drew; undefined before the first. */
export async function findLatestDraw(db: Kysely<DB>, roundId: number) {
  return await db
    .selectFrom("draws")
    .innerJoin("users", "users.id", "draws.drawnById")
    .selectAll("draws")
    .select((eb) => [
      "users.name as drawnByName",
      eb
        .selectFrom("draws as all")
        .select(eb.fn.countAll<string>().as("times"))
        .whereRef("all.roundId", "=", "draws.roundId")
        .as("times"),
    ])
    .where("draws.roundId", "=", roundId)
    .orderBy("draws.id", "desc")
    .limit(1)
    .executeTakeFirst();
}

/** The round's entries by their place in the running order, those without one last; with their group. */
export async function findEntriesToDraw(db: Kysely<DB>, roundId: number) {
  return await db
    .selectFrom("entries")
    .leftJoin("groups", "groups.id", "entries.groupId")
    .select([
      "entries.key",
      "entries.title",
      "entries.titleEn",
      "entries.drawNumber",
      "groups.title as groupTitle",
      "groups.titleEn as groupTitleEn",
    ])
    .where("entries.roundId", "=", roundId)
    .orderBy("entries.runningOrder", (order) => order.asc().nullsLast())
    .orderBy(sql`length(entries.key)`)
    .orderBy(sql`entries.key collate "C"`)
    .execute();
}

/** What is drawn and how; the last three of a ceremony alone. */
export interface NewDraw {
  roundId: number;
  method: string;
  seed: string;
  among: DrawScope;
  entryKeys: string[];
  drawnById: string;
  drawnAt: Date;
  commitmentId?: number;
  secret?: string;
  hallWord?: string;
}

/**
 * Keeps the draw, and gives each entry its draw number, which is its place in the running order. Those of `following` come
 * after them without a number; everybody else loses the place that they had.
 */
export async function recordDraw(trx: Transaction<DB>, draw: NewDraw, following: string[] = []): Promise<number> {
  const { id } = await trx.insertInto("draws").values(draw).returning("id").executeTakeFirstOrThrow();
  const drawn = draw.entryKeys.length;
  // `place` is the key's position in the array. Numbers change hands within one statement: the constraints wait for the end.
  await trx
    .updateTable("entries")
    .set({
      drawNumber: sql`case when place.at <= ${drawn}::int then place.at end`,
      runningOrder: sql`place.at`,
    })
    .from(
      trx
        .selectFrom("entries as all")
        .leftJoin(
          sql<{
            key: string;
            at: number;
          }>`unnest(${[...draw.entryKeys, ...following]}::text[]) with ordinality`.as<"order">(sql`"order" (key, at)`),
          "order.key",
          "all.key",
        )
        .where("all.roundId", "=", draw.roundId)
        .select(["all.id", "order.at"])
        .as("place"),
    )
    .whereRef("entries.id", "=", "place.id")
    .execute();
  return id;
}

/**
 * What the stage may show of the round's draw: the latest one, and the digest of a commitment that waits for the hall's word
 * (a redraw only once it is confirmed). A secret is in it only after it was drawn by. One query.
 */
export async function findStageDraw(db: Kysely<DB>, roundId: number) {
  const { latest, waiting } = await db
    .selectNoFrom((eb) => [
      jsonObjectFrom(
        eb
          .selectFrom("draws")
          .select([
            "seed",
            "secret",
            "hallWord as word",
            "entryKeys as keys",
            sql<number>`extract(epoch from drawn_at)::float8 * 1000`.as("at"),
          ])
          .where("roundId", "=", roundId)
          .orderBy("id", "desc")
          .limit(1),
      ).as("latest"),
      eb
        .selectFrom("drawCommitments")
        .select("seedDigest")
        .where("roundId", "=", roundId)
        .where("withdrawnAt", "is", null)
        .where(sql<boolean>`not exists (select from draws where draws.commitment_id = draw_commitments.id)`)
        .where(
          sql<boolean>`(confirmed_at is not null
            or not exists (select from draws where draws.round_id = draw_commitments.round_id))`,
        )
        .orderBy("id", "desc")
        .limit(1)
        .as("waiting"),
    ])
    .executeTakeFirstOrThrow();
  return { latest, waiting };
}

/** The round's commitment that is neither drawn nor withdrawn; undefined when there is none. One query. */
export async function findOpenCommitment(db: Kysely<DB>, roundId: number) {
  return await openCommitments(db, roundId)
    .innerJoin("users as committers", "committers.id", "drawCommitments.committedById")
    .leftJoin("users as confirmers", "confirmers.id", "drawCommitments.confirmedById")
    .select([
      "drawCommitments.id",
      "drawCommitments.seedDigest",
      "drawCommitments.reason",
      "drawCommitments.committedAt",
      "drawCommitments.committedById",
      "drawCommitments.confirmedAt",
      "committers.name as committedBy",
      "confirmers.name as confirmedBy",
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

/** Of a query over `entries`: whether some entry of that one's round has a place in the running order. */
export const isOrderDrawn = sql<boolean>`exists (
  select from entries as placed where placed.round_id = entries.round_id and placed.running_order is not null
)`;
