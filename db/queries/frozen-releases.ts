import type { Kysely } from "kysely";
import type { BundleInputs } from "~/rules/releases/bundle.ts";
import type { FrozenRelease, FrozenWords } from "~/rules/releases/frozen-release.ts";
import type { FrozenStandings } from "~/rules/releases/release.ts";
import type { EntryWords } from "~/rules/standings/score-board.ts";
import type { DB } from "../schema.ts";
import { isReadableStill } from "./public-releases.ts";
import { versions } from "./releases.ts";
import { roundWords } from "./round-words.ts";

/**
 * The words that the round's result is published with if it is now, the salt of its sheets' digest, and whether its judges
 * are named; undefined for no round. One query.
 */
export async function findWordsToFreeze(
  db: Kysely<DB>,
  roundId: number,
): Promise<(Omit<FrozenRelease, "inputs"> & { namesJudges: boolean }) | undefined> {
  const row = await db
    .selectFrom("rounds")
    .innerJoin("editions", "editions.id", "rounds.editionId")
    .leftJoin("tracks", "tracks.id", "rounds.trackId")
    .where("rounds.id", "=", roundId)
    .select(["editions.slug as edition", "editions.title as editionTitle", "editions.titleEn as editionTitleEn"])
    .select(["rounds.title", "rounds.titleEn", "rounds.city", "rounds.cityEn", "rounds.startsAt", "rounds.timeZone"])
    .select(["tracks.title as trackTitle", "tracks.titleEn as trackTitleEn"])
    .select(["rounds.tableSalt", "editions.bundleNamesJudges"])
    .select(roundWords)
    .executeTakeFirst();
  if (!row) return undefined;
  const { tableSalt, bundleNamesJudges, entries, startsAt, ...words } = row;
  return {
    words: { ...words, startsAt: startsAt?.toISOString() ?? null },
    ...{ entryWords: entries, inputsSalt: tableSalt, namesJudges: bundleNamesJudges },
  };
}

/**
 * The round's published version or, by number, one that can be read still, with all that its bundle is made of; undefined
 * where there is none. `inputs` are null in versions of before (migration 025). One query.
 */
export async function findVersionToBundle(db: Kysely<DB>, roundId: number, version?: number) {
  const row = await versions(db)
    .select(["releases.standings", "releases.words", "releases.inputs", "releases.inputsSalt"])
    .where("releases.roundId", "=", roundId)
    .where(isReadableStill("releases"))
    .$if(version === undefined, (query) => query.where("releases.state", "=", "published"))
    .$if(version !== undefined, (query) => query.where("releases.version", "=", version ?? 0))
    .executeTakeFirst();
  return (
    row && {
      ...row,
      standings: row.standings as unknown as FrozenStandings,
      words: row.words as unknown as FrozenWords,
      inputs: row.inputs as unknown as BundleInputs | null,
    }
  );
}

/** The round's published version as everybody reads it; undefined without one. One query. */
export async function findPublishedTable(db: Kysely<DB>, roundId: number) {
  const row = await db
    .selectFrom("releases")
    .select(["id", "version", "standings", "publishedAt", "words", "entryWords"])
    .where("roundId", "=", roundId)
    .where("state", "=", "published")
    .executeTakeFirst();
  return (
    row && {
      ...row,
      standings: (row.standings as unknown as FrozenStandings).standings,
      words: row.words as unknown as FrozenWords,
      entryWords: row.entryWords as unknown as EntryWords[],
    }
  );
}
