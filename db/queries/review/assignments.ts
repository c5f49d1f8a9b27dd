import { type ExpressionBuilder, type Kysely, type SqlBool, sql, type Transaction } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { Pair } from "~/rules/review/assignment.ts";
import { isHideable } from "~/rules/review/blind.ts";
import type { JudgeProfile } from "~/rules/review/judge-profile.ts";
import type { ReviewSettings } from "~/rules/review/review-settings.ts";
import type { DB } from "~db/schema.ts";
import { hasRecused } from "../scoring/recusals.ts";

/**
 * Where `entries` and `panelMembers` meet: whether that judge is to score that entry. In a round without settings of a
 * review every judge scores every entry, in one with them only who is assigned; and who sits on one of several panels scores
 * only its entries.
 */
export function isAssigned(eb: ExpressionBuilder<DB, "entries" | "panelMembers">) {
  const settings = eb
    .selectFrom("reviewSettings")
    .select("reviewSettings.roundId")
    .whereRef("reviewSettings.roundId", "=", "entries.roundId");
  const assignment = eb
    .selectFrom("assignments")
    .select("assignments.entryId")
    .whereRef("assignments.entryId", "=", "entries.id")
    .whereRef("assignments.judgeId", "=", "panelMembers.id");
  return sql<SqlBool>`((not exists ${settings} or exists ${assignment})
    and (panel_members.panel is null or panel_members.panel is not distinct from entries.panel))`;
}

/** Adds assignments, all of one origin; those that are there stay as they are. One statement. */
export async function insertAssignments(
  trx: Transaction<DB>,
  given: { roundId: number; pairs: readonly Pair[]; origin: "computed" | "hand"; assignedById: string; at: Date },
): Promise<void> {
  const { roundId, pairs, origin, assignedById, at } = given;
  if (pairs.length === 0) return;
  const entries = pairs.map(({ entry }) => entry);
  const judges = pairs.map(({ judge }) => judge);
  await sql`
    insert into assignments (round_id, entry_id, judge_id, origin, assigned_by_id, assigned_at)
    select ${roundId}::int, entry, judge, ${origin}, ${assignedById}, ${at}::timestamptz
    from unnest(${entries}::int[], ${judges}::int[]) as pairs (entry, judge)
    on conflict (entry_id, judge_id) do nothing`.execute(trx);
}

/** Takes assignments away. The database refuses it for a sheet that is begun (migration 009). One statement. */
export async function deleteAssignments(trx: Transaction<DB>, roundId: number, pairs: readonly Pair[]): Promise<void> {
  if (pairs.length === 0) return;
  const entries = pairs.map(({ entry }) => entry);
  const judges = pairs.map(({ judge }) => judge);
  await sql`
    delete from assignments using unnest(${entries}::int[], ${judges}::int[]) as pairs (entry, judge)
    where round_id = ${roundId} and entry_id = pairs.entry and judge_id = pairs.judge`.execute(trx);
}

/** Takes an assignment away by hand, and remembers that it was. Two statements. */
export async function unassign(
  trx: Transaction<DB>,
  { entry, judge }: Pair,
  given: { roundId: number; takenOffById: string; takenOffAt: Date },
): Promise<void> {
  await deleteAssignments(trx, given.roundId, [{ entry, judge }]);
  await trx
    .insertInto("unassignments")
    .values({ entryId: entry, judgeId: judge, ...given })
    .execute();
}

/** Forgets that the judge was taken off: they are assigned by hand again. */
export async function forgetUnassignment(trx: Transaction<DB>, { entry, judge }: Pair): Promise<void> {
  await trx.deleteFrom("unassignments").where("entryId", "=", entry).where("judgeId", "=", judge).execute();
}

/** The entry and the judge of those keys, and what is between them; undefined when either is not there. One query. */
export async function findPlace(db: Kysely<DB>, given: { roundId: number; entry: string; judge: string }) {
  const row = await db
    .selectFrom("entries")
    .innerJoin("panelMembers", "panelMembers.roundId", "entries.roundId")
    .leftJoin("assignments", (join) =>
      join.onRef("assignments.entryId", "=", "entries.id").onRef("assignments.judgeId", "=", "panelMembers.id"),
    )
    .where("entries.roundId", "=", given.roundId)
    .where("entries.key", "=", given.entry)
    .where("panelMembers.key", "=", given.judge)
    .where("panelMembers.removedAt", "is", null)
    .select((eb) => [
      "entries.id as entry",
      "panelMembers.id as judge",
      "assignments.origin",
      eb
        .exists(
          eb
            .selectFrom("sheets")
            .select("sheets.id")
            .whereRef("sheets.entryId", "=", "entries.id")
            .whereRef("sheets.judgeId", "=", "panelMembers.id"),
        )
        .as("begun"),
      hasRecused.as("recused"),
    ])
    .executeTakeFirst();
  return row && { ...row, begun: row.begun === true };
}

/** Makes an assignment a hand-made one, which later computations keep. */
export async function markAssignedByHand(trx: Transaction<DB>, { entry, judge }: Pair): Promise<void> {
  await trx
    .updateTable("assignments")
    .set({ origin: "hand" })
    .where("entryId", "=", entry)
    .where("judgeId", "=", judge)
    .execute();
}

/** How the round's applications are reviewed; undefined where that is not set (then every judge scores every entry). */
export async function findReviewSettings(db: Kysely<DB>, roundId: number): Promise<ReviewSettings | undefined> {
  const row = await db
    .selectFrom("reviewSettings")
    .innerJoin("rounds", "rounds.id", "reviewSettings.roundId")
    .selectAll("reviewSettings")
    .select("rounds.ownFigures")
    .where("reviewSettings.roundId", "=", roundId)
    .executeTakeFirst();
  if (!row) return undefined;
  const { reviewsPerEntry, blindFields, sameEmployer, sameSchool, sameRecommender, ownFigures } = row;
  return {
    perEntry: reviewsPerEntry,
    blindFields: blindFields.filter(isHideable),
    sameEmployer,
    sameSchool,
    sameRecommender,
    ownFigures,
  };
}

export async function writeReviewSettings(
  trx: Transaction<DB>,
  roundId: number,
  { perEntry, ownFigures, ...rest }: ReviewSettings,
): Promise<void> {
  const columns = { reviewsPerEntry: perEntry, ...rest };
  await trx
    .insertInto("reviewSettings")
    .values({ roundId, ...columns })
    .onConflict((conflict) => conflict.column("roundId").doUpdateSet(columns))
    .execute();
  await trx.updateTable("rounds").set({ ownFigures }).where("id", "=", roundId).execute();
}

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
