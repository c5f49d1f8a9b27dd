import type { Kysely, Transaction, Updateable } from "kysely";
import type { KeptRelease } from "../../app/rules/public-view.ts";
import type { FrozenStandings, ReleaseState } from "../../app/rules/release.ts";
import type { RoundKind, RoundState } from "../../app/rules/round.ts";
import { offStage, visibleNow } from "../../app/rules/visible.ts";
import type { DB, Json, Releases } from "../schema.ts";
import { roundWords } from "./round-words.ts";

/** Every version of the round's release with the names of those who signed it, the newest first; without the standings. One query. */
export async function findAllReleases(db: Kysely<DB>, roundId: number) {
  const rows = await versions(db).where("releases.roundId", "=", roundId).orderBy("releases.version", "desc").execute();
  return rows.map((row) => ({ ...row, state: row.state as ReleaseState }));
}

/** One version with its frozen standings and the words for criteria and groups; undefined when there is none. One query. */
export async function findRelease(db: Kysely<DB>, roundId: number, version: number) {
  const row = await versions(db)
    .innerJoin("rounds", "rounds.id", "releases.roundId")
    .select("releases.standings")
    .select(roundWords)
    .where("releases.roundId", "=", roundId)
    .where("releases.version", "=", version)
    .executeTakeFirst();
  return row && { ...row, state: row.state as ReleaseState, standings: row.standings as unknown as FrozenStandings };
}

/** The round's release that is neither voided nor withdrawn; there is one at most. One query. */
export async function findLiveRelease(db: Kysely<DB>, roundId: number) {
  const row = await db
    .selectFrom("releases")
    .select(["id", "version", "state", "digest", "proposedById", "confirmedById"])
    .where("roundId", "=", roundId)
    .where("state", "in", ["proposed", "confirmed", "published"])
    .executeTakeFirst();
  return row && { ...row, state: row.state as ReleaseState };
}

/**
 * What a public page shows of that round: its published release, with the words for criteria and groups. Undefined for
 * a round without one and for no round alike: nothing of an unpublished release leaves the database. One query.
 */
export async function findPublishedRelease(db: Kysely<DB>, slug: string) {
  const row = await db
    .selectFrom("releases")
    .innerJoin("rounds", "rounds.id", "releases.roundId")
    .innerJoin("editions", "editions.id", "rounds.editionId")
    .leftJoin("tracks", "tracks.id", "rounds.trackId")
    .where("rounds.slug", "=", slug)
    .where("releases.state", "=", "published")
    .select(["releases.state", "releases.version", "releases.standings", "releases.digest"])
    .select(["releases.publishedAt", "releases.noticeEndsOn"])
    .select(["rounds.slug", "rounds.title", "rounds.titleEn", "rounds.kind", "rounds.city", "rounds.cityEn"])
    .select(["rounds.startsAt", "rounds.timeZone"])
    .select(publicFacts)
    .select(["editions.title as editionTitle", "editions.titleEn as editionTitleEn"])
    .select(["editions.contact", "editions.bundlePublic"])
    .select(["tracks.title as trackTitle", "tracks.titleEn as trackTitleEn"])
    .select(roundWords)
    .executeTakeFirst();
  return row && { ...row, ...kept(row) };
}

/** What the API answers for that round, by the same rule as `findPublishedRelease`. One query. */
export async function findPublishedStandings(db: Kysely<DB>, slug: string): Promise<KeptRelease | undefined> {
  const row = await db
    .selectFrom("releases")
    .innerJoin("rounds", "rounds.id", "releases.roundId")
    .where("rounds.slug", "=", slug)
    .where("releases.state", "=", "published")
    .select(["releases.state", "releases.version", "releases.standings", "releases.digest"])
    .select(["releases.publishedAt", "releases.noticeEndsOn", "rounds.kind"])
    .select(publicFacts)
    .executeTakeFirst();
  return row && kept(row);
}

/** The rounds whose results are published, the newest first, with how many entries each ranks. One query. */
export async function findAllPublished(db: Kysely<DB>) {
  const rows = await db
    .selectFrom("releases")
    .innerJoin("rounds", "rounds.id", "releases.roundId")
    .innerJoin("editions", "editions.id", "rounds.editionId")
    .leftJoin("tracks", "tracks.id", "rounds.trackId")
    .where("releases.state", "=", "published")
    .select("releases.state")
    .select(publicFacts)
    .select(["rounds.slug", "rounds.title", "rounds.titleEn", "rounds.kind", "rounds.city", "rounds.cityEn"])
    .select(["rounds.startsAt", "rounds.timeZone", "releases.publishedAt", "releases.noticeEndsOn"])
    .select(["editions.slug as editionSlug", "editions.title as editionTitle", "editions.titleEn as editionTitleEn"])
    .select(["tracks.title as trackTitle", "tracks.titleEn as trackTitleEn"])
    .select((eb) =>
      eb.fn<number>("jsonb_array_length", [eb.ref("releases.standings", "->").key("standings" as never)]).as("entries"),
    )
    .orderBy("releases.publishedAt", "desc")
    .orderBy("releases.id", "desc")
    .execute();
  return rows.flatMap(({ state, roundState, origin, rehearsalOfId, ...row }) => {
    const of = factsOf({ roundState, origin, rehearsalOfId, kind: row.kind });
    return visibleNow({ ...offStage, ...of, release: { state: state as ReleaseState } }).results ? [row] : [];
  });
}

/** Keeps what was proposed, as the round's next version; answers its number. The caller holds the round's lock. */
export async function insertRelease(
  trx: Transaction<DB>,
  given: { roundId: number; standings: FrozenStandings; digest: string; proposedById: string; proposedAt: Date },
): Promise<number> {
  const { version } = await trx
    .insertInto("releases")
    .values((eb) => ({
      ...given,
      standings: given.standings as unknown as Json,
      version: eb
        .selectFrom("releases")
        .where("roundId", "=", given.roundId)
        .select(({ fn, val, eb: add }) => add(fn.coalesce(fn.max("version"), val(0)), "+", 1).as("next")),
    }))
    .returning("version")
    .executeTakeFirstOrThrow();
  return version;
}

interface Signature {
  byId: string;
  at: Date;
}

export async function markConfirmed(trx: Transaction<DB>, releaseId: number, { byId, at }: Signature): Promise<void> {
  await update(trx, releaseId, { state: "confirmed", confirmedById: byId, confirmedAt: at });
}

export async function markPublished(
  trx: Transaction<DB>,
  releaseId: number,
  { byId, at, noticeEndsOn }: Signature & { noticeEndsOn: string | null },
): Promise<void> {
  await update(trx, releaseId, { state: "published", publishedById: byId, publishedAt: at, noticeEndsOn });
}

export async function markEnded(
  trx: Transaction<DB>,
  releaseId: number,
  { byId, at, state, reason }: Signature & { state: "voided" | "withdrawn"; reason: string },
): Promise<void> {
  await update(trx, releaseId, { state, endedById: byId, endedAt: at, endedReason: reason });
}

async function update(
  trx: Transaction<DB>,
  releaseId: number,
  values: Updateable<Releases> & { state: ReleaseState },
): Promise<void> {
  await trx.updateTable("releases").set(values).where("id", "=", releaseId).execute();
}

function versions(db: Kysely<DB>) {
  return db
    .selectFrom("releases")
    .innerJoin("users as proposer", "proposer.id", "releases.proposedById")
    .leftJoin("users as confirmer", "confirmer.id", "releases.confirmedById")
    .leftJoin("users as publisher", "publisher.id", "releases.publishedById")
    .leftJoin("users as ender", "ender.id", "releases.endedById")
    .select(["releases.version", "releases.state", "releases.digest", "releases.noticeEndsOn"])
    .select(["releases.proposedById", "releases.proposedAt", "proposer.name as proposedBy"])
    .select(["releases.confirmedById", "releases.confirmedAt", "confirmer.name as confirmedBy"])
    .select(["releases.publishedById", "releases.publishedAt", "publisher.name as publishedBy"])
    .select(["releases.endedAt", "releases.endedReason", "ender.name as endedBy"]);
}

/** Of the round: what `visibleNow` asks besides the release. */
const publicFacts = ["rounds.state as roundState", "rounds.origin", "rounds.rehearsalOfId"] as const;

interface FactsRow {
  roundState: string;
  kind: string;
  origin: string;
  rehearsalOfId: number | null;
}

function factsOf({ roundState, kind, origin, rehearsalOfId }: FactsRow): KeptRelease["of"] {
  const imported = origin === "import";
  return { state: roundState as RoundState, kind: kind as RoundKind, imported, rehearsal: rehearsalOfId !== null };
}

/** The database's CHECK holds the state to one of these; `insertRelease` alone writes the standings. */
function kept(
  row: Omit<KeptRelease, "state" | "standings" | "of"> & { state: string; standings: Json } & FactsRow,
): KeptRelease {
  const { version, digest, publishedAt, noticeEndsOn } = row;
  return {
    state: row.state as ReleaseState,
    standings: row.standings as unknown as FrozenStandings,
    version,
    digest,
    publishedAt,
    noticeEndsOn,
    of: factsOf(row),
  };
}
