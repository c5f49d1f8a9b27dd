import type { Insertable, Kysely, Transaction } from "kysely";
import type { RoundKind } from "~/rules/rounds/round.ts";
import type { RoundBasics } from "~/rules/rounds/round-basics.ts";
import type { DB, Rounds } from "../schema.ts";

/** The basics of a round, its track by key. */
export async function findBasics(db: Kysely<DB>, roundId: number): Promise<RoundBasics> {
  const { track, ...row } = await db
    .selectFrom("rounds")
    .leftJoin("tracks", "tracks.id", "rounds.trackId")
    .select([
      "rounds.slug",
      "rounds.kind",
      "rounds.title",
      "rounds.titleEn",
      "tracks.key as track",
      "rounds.city",
      "rounds.cityEn",
      "rounds.venue",
      "rounds.venueEn",
      "rounds.timeZone",
      "rounds.startsAt",
      "rounds.capacity",
      "rounds.pitchMinutes",
      "rounds.defenceMinutes",
    ])
    .where("rounds.id", "=", roundId)
    .executeTakeFirstOrThrow();
  return { ...row, track, kind: row.kind as RoundKind };
}

/** The edition's tracks in their order: what a round can be about. */
export async function findTracks(db: Kysely<DB>, editionId: number) {
  return await db
    .selectFrom("tracks")
    .select(["id", "key", "title", "titleEn"])
    .where("editionId", "=", editionId)
    .orderBy("position")
    .orderBy("id")
    .execute();
}

/** Makes a round in state draft and answers its id; undefined when the slug is taken. */
export async function insertRound(trx: Transaction<DB>, round: Insertable<Rounds>): Promise<number | undefined> {
  const made = await trx
    .insertInto("rounds")
    .values(round)
    .onConflict((conflict) => conflict.column("slug").doNothing())
    .returning("id")
    .executeTakeFirst();
  return made?.id;
}

/** Whether another round has the slug. */
export async function existsSlug(trx: Transaction<DB>, slug: string, butNot: number): Promise<boolean> {
  const other = await trx.selectFrom("rounds").select("id").where("slug", "=", slug).executeTakeFirst();
  return other !== undefined && other.id !== butNot;
}

export async function writeBasics(
  trx: Transaction<DB>,
  roundId: number,
  { track: _, ...columns }: RoundBasics & { trackId: number | null },
): Promise<void> {
  await trx.updateTable("rounds").set(columns).where("id", "=", roundId).execute();
}
