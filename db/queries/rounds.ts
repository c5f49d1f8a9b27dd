import type { Kysely, Transaction } from "kysely";
import { type LiveReleaseState, type RoundKind, type RoundState, stageOf } from "~/rules/rounds/round.ts";
import type { DB } from "../schema.ts";
import { liveReleaseState } from "./live-release-state.ts";

/** A round with its edition and the state of its newest living release, if any. */
export type Round = NonNullable<Awaited<ReturnType<typeof findRound>>>;

/** The round of that slug; undefined when there is none, or it was a rehearsal that is wiped. One query. */
export async function findRound(db: Kysely<DB>, slug: string) {
  const row = await roundRows(db)
    .where("rounds.slug", "=", slug)
    .where("rounds.wipedAt", "is", null)
    .executeTakeFirst();
  return row && withStage(row);
}

/** Locks the round against every other change of it until the transaction ends. */
export async function lockRound(trx: Transaction<DB>, slug: string) {
  await trx.selectFrom("rounds").select("id").where("slug", "=", slug).forUpdate().execute();
  return await findRound(trx, slug);
}

function roundRows(db: Kysely<DB>) {
  return db
    .selectFrom("rounds")
    .innerJoin("editions", "editions.id", "rounds.editionId")
    .leftJoin("tracks", "tracks.id", "rounds.trackId")
    .selectAll("rounds")
    .select([
      "editions.slug as editionSlug",
      "editions.title as editionTitle",
      "editions.titleEn as editionTitleEn",
      "editions.bundleNamesJudges",
      "tracks.title as trackTitle",
      "tracks.titleEn as trackTitleEn",
      liveReleaseState,
    ]);
}

function withStage<R extends { state: string; kind: string; releaseState: string | null }>(row: R) {
  const state = row.state as RoundState;
  const releaseState = row.releaseState as LiveReleaseState | null;
  return { ...row, state, kind: row.kind as RoundKind, releaseState, stage: stageOf(state, releaseState) };
}
