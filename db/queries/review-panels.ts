import { type Kysely, sql, type Transaction } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { JudgeProfile } from "~/rules/review/review.ts";
import type { DB } from "../schema.ts";

/** Who sits on the panel now, with what their assignments depend on, by the number in the key. One query. */
export async function findReviewPanel(db: Kysely<DB>, roundId: number) {
  const rows = await db
    .selectFrom("panelMembers")
    .leftJoin("users", "users.id", "panelMembers.userId")
    .leftJoin("recommenders", "recommenders.id", "panelMembers.recommenderId")
    .where("panelMembers.roundId", "=", roundId)
    .where("panelMembers.removedAt", "is", null)
    .select((eb) => [
      "panelMembers.id",
      "panelMembers.key",
      "panelMembers.name",
      "panelMembers.employer",
      "panelMembers.school",
      "panelMembers.mostReviews",
      "recommenders.key as recommender",
      "recommenders.name as recommenderName",
      jsonArrayFrom(
        eb
          .selectFrom("panelMemberTracks")
          .innerJoin("tracks", "tracks.id", "panelMemberTracks.trackId")
          .select(["tracks.key", "tracks.title", "tracks.titleEn as english"])
          .whereRef("panelMemberTracks.panelMemberId", "=", "panelMembers.id")
          .orderBy("tracks.position")
          .orderBy("tracks.id"),
      ).as("tracks"),
    ])
    .orderBy(sql`length(panel_members.key)`)
    .orderBy(sql`panel_members.key collate "C"`)
    .execute();
  return rows;
}

/** The recommending institutions of the edition that stand, by name. */
export async function findSenders(db: Kysely<DB>, editionId: number) {
  return await db
    .selectFrom("recommenders")
    .select(["id", "key", "name", "nameEn"])
    .where("editionId", "=", editionId)
    .orderBy("name")
    .execute();
}

/** Writes what a judge's assignments depend on; `trackIds` are all the tracks that the judge knows. */
export async function writeProfile(
  trx: Transaction<DB>,
  panelMemberId: number,
  profile: Omit<JudgeProfile, "tracks" | "recommender"> & { recommenderId: number | null; trackIds: number[] },
): Promise<void> {
  const { trackIds, ...columns } = profile;
  await trx.updateTable("panelMembers").set(columns).where("id", "=", panelMemberId).execute();
  await trx.deleteFrom("panelMemberTracks").where("panelMemberId", "=", panelMemberId).execute();
  if (trackIds.length === 0) return;
  await trx
    .insertInto("panelMemberTracks")
    .values(trackIds.map((trackId) => ({ panelMemberId, trackId })))
    .execute();
}
