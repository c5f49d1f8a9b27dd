import { type ExpressionBuilder, type Kysely, sql, type Transaction, type Updateable } from "kysely";
import { jsonArrayFrom, jsonObjectFrom } from "kysely/helpers/postgres";
import { type FrozenRelease, type FrozenWords, wordsShown } from "../../app/rules/frozen-release.ts";
import { noticeLines } from "../../app/rules/notice-settings.ts";
import {
  type KeptRelease,
  type KeptVersion,
  noticeStateOf,
  publicVersionOf,
  type Replacement,
} from "../../app/rules/public-view.ts";
import type { FrozenStandings, ReleaseState, SignedStep, SignedTable } from "../../app/rules/release.ts";
import type { RoundKind, RoundState } from "../../app/rules/round.ts";
import type { EntryWords } from "../../app/rules/score-board.ts";
import type { FactorKind } from "../../app/rules/second-factor.ts";
import { offStage, visibleNow } from "../../app/rules/visible.ts";
import type { DB, Json, Releases } from "../schema.ts";
import { roundWords } from "./round-words.ts";

/** Every version of the round's release with the names of those who signed it, the newest first; without the standings. One query. */
export async function findAllReleases(db: Kysely<DB>, roundId: number) {
  const rows = await versions(db).where("releases.roundId", "=", roundId).orderBy("releases.version", "desc").execute();
  return rows.map((row) => ({ ...row, state: row.state as ReleaseState }));
}

/**
 * One version with its frozen standings and the words for criteria and groups: those of its publication or, before there is
 * any, those of now; undefined when there is none. One query.
 */
export async function findRelease(db: Kysely<DB>, roundId: number, version: number) {
  const row = await versions(db)
    .innerJoin("rounds", "rounds.id", "releases.roundId")
    .select(["releases.standings", "releases.words", "releases.entryWords"])
    .select(roundWords)
    .where("releases.roundId", "=", roundId)
    .where("releases.version", "=", version)
    .executeTakeFirst();
  if (!row) return undefined;
  const { words, entryWords, ...shown } = row;
  const standings = row.standings as unknown as FrozenStandings;
  return { ...shown, ...(words && frozenLabels(words, entryWords)), state: row.state as ReleaseState, standings };
}

/** What of the round's release lives: the version under way, and the one that is public. At most one of each. One query. */
export async function findLiveReleases(db: Kysely<DB>, roundId: number) {
  const rows = await db
    .selectFrom("releases")
    .select(["id", "version", "state", "digest", "sheetsDigest", "proposedById", "confirmedById"])
    .where("roundId", "=", roundId)
    .where("state", "in", ["proposed", "confirmed", "published"])
    .execute();
  const [published, open] = [rows.find(({ state }) => state === "published"), rows.find(isOpen)];
  return { published: published ?? null, open: open ?? null };
}

export interface RoundInRelease {
  slug: string;
  title: string;
  titleEn: string | null;
}

/** The rounds of the edition with a release that is proposed or confirmed. One query. */
export async function findRoundsInRelease(db: Kysely<DB>, editionId: number): Promise<RoundInRelease[]> {
  return await db
    .selectFrom("releases")
    .innerJoin("rounds", "rounds.id", "releases.roundId")
    .select(["rounds.slug", "rounds.title", "rounds.titleEn"])
    .where("rounds.editionId", "=", editionId)
    .where("releases.state", "in", ["proposed", "confirmed"])
    .orderBy("rounds.id")
    .execute();
}

/** Whether a round of the edition has published results. One query. */
export async function existsPublishedIn(db: Kysely<DB>, editionId: number): Promise<boolean> {
  const row = await db
    .selectFrom("releases")
    .innerJoin("rounds", "rounds.id", "releases.roundId")
    .select("releases.id")
    .where("rounds.editionId", "=", editionId)
    .where("releases.state", "=", "published")
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether the round's edition is a draft, which nobody outside sees. One query. */
export async function isInDraftEdition(db: Kysely<DB>, roundId: number): Promise<boolean> {
  const row = await db
    .selectFrom("rounds")
    .innerJoin("editions", "editions.id", "rounds.editionId")
    .select("rounds.id")
    .where("rounds.id", "=", roundId)
    .where("editions.state", "=", "draft")
    .executeTakeFirst();
  return row !== undefined;
}

export function isOpen<R extends { state: string }>(row: R): row is R & { state: "proposed" | "confirmed" } {
  return row.state === "proposed" || row.state === "confirmed";
}

/**
 * What a public page shows of that round: its published version or, named by number, one that was published and replaced
 * since; with the words of its publication, and all versions that may be read. Undefined for a round without a
 * published one and for no round alike: nothing of an unpublished release leaves the database. One query.
 */
export async function findPublishedRelease(db: Kysely<DB>, slug: string, version?: number) {
  const row = await publicVersion(db, slug, version)
    .innerJoin("editions", "editions.id", "rounds.editionId")
    .select(["rounds.slug", "rounds.kind", "releases.words", "releases.entryWords"])
    .select((eb) => eb("releases.inputs", "is not", null).as("bundled"))
    .select(["editions.contact", "editions.bundlePublic", "editions.page as editionPage"])
    .select(["editions.noticeContact", "editions.noticeContactEn", "editions.disciplineLine"])
    .select(["editions.disciplineLineEn", "editions.ownDays"])
    .select((eb) =>
      jsonArrayFrom(
        eb
          .selectFrom("releases as each")
          .whereRef("each.roundId", "=", "rounds.id")
          .where(isReadableStill("each"))
          .select("each.version")
          .orderBy("each.version", "desc"),
      ).as("versions"),
    )
    .executeTakeFirst();
  if (!row) return undefined;
  const { words, entryWords, versions: all, ...release } = row;
  const shown = { ...wordsShown(frozenWords(words)), entries: entryWords as unknown as EntryWords[] };
  return { ...release, ...shown, versions: all.map((each) => each.version), ...kept(row) };
}

/** A version that was ever published has them: a CHECK of migration 025. */
export function frozenWords(words: Json | null): FrozenWords {
  return words as unknown as FrozenWords;
}

function frozenLabels(words: Json, entryWords: Json | null) {
  const { criteria, groups } = frozenWords(words);
  return { criteria, groups, entries: entryWords as unknown as EntryWords[] };
}

/** What the API answers for that round, by the same rule as `findPublishedRelease`. One query. */
export async function findPublishedStandings(
  db: Kysely<DB>,
  slug: string,
  version?: number,
): Promise<KeptRelease | undefined> {
  const row = await publicVersion(db, slug, version).select("rounds.kind").executeTakeFirst();
  return row && kept(row);
}

function publicVersion(db: Kysely<DB>, slug: string, version?: number) {
  return readableVersions(db)
    .where("rounds.slug", "=", slug)
    .$if(version === undefined, (query) => query.whereRef("releases.id", "=", "current.id"))
    .$if(version !== undefined, (query) => query.where("releases.version", "=", version ?? 0))
    .select("releases.standings");
}

/** The published version and those that it replaced, one after the other: what went with a withdrawal does not come back. */
export function isReadableStill(alias: string) {
  const of = (column: string) => sql.ref(`${alias}.${column}`);
  return sql<boolean>`(${of("state")} = 'published' or ${of("state")} = 'superseded' and not exists (
    select from releases as gone
    where gone.round_id = ${of("round_id")} and gone.state = 'withdrawn' and gone.version > ${of("version")}))`;
}

function readableVersions(db: Kysely<DB>) {
  return db
    .selectFrom("releases")
    .innerJoin("rounds", "rounds.id", "releases.roundId")
    .innerJoin("releases as current", (join) =>
      join.onRef("current.roundId", "=", "rounds.id").on("current.state", "=", "published"),
    )
    .where(isReadableStill("releases"))
    .select(["releases.state", "releases.version", "releases.digest", "releases.sheetsDigest"])
    .select(["releases.publishedAt", "releases.noticeEndsOn", "releases.correctionReason", "current.state as current"])
    .select(publicFacts)
    .select((eb) => replacement(eb));
}

/**
 * Every version that can be read now, without its standings: of one round, of one edition, or of all; the newest first.
 * One query, and a small one: what has changed is seen by it alone.
 */
export async function findAllReadableVersions(db: Kysely<DB>, of: { round?: string; version?: number } = {}) {
  const rows = await readableVersions(db)
    .select(["rounds.slug as round", "rounds.kind"])
    .$if(of.round !== undefined, (query) => query.where("rounds.slug", "=", of.round ?? ""))
    .$if(of.version !== undefined, (query) => query.where("releases.version", "=", of.version ?? 0))
    .orderBy("releases.publishedAt", "desc")
    .orderBy("releases.id", "desc")
    .execute();
  return rows.flatMap((row) => {
    const version = publicVersionOf(keptVersion(row));
    return version ? [{ round: row.round, ...version }] : [];
  });
}

/**
 * The notices of all versions that can be read, of all editions or of one, the newest first: how each stands at that time,
 * and whom its edition says to turn to. One query.
 */
export async function findAllNotices(db: Kysely<DB>, at: Date, edition?: string) {
  const rows = await readableVersions(db)
    .innerJoin("editions", "editions.id", "rounds.editionId")
    .select(["rounds.slug as round", "rounds.kind", "editions.slug as edition", "releases.words"])
    .select(["editions.contact", "editions.noticeContact", "editions.noticeContactEn"])
    .select(["editions.disciplineLine", "editions.disciplineLineEn"])
    .$if(edition !== undefined, (query) => query.where("editions.slug", "=", edition ?? ""))
    .orderBy("releases.publishedAt", "desc")
    .orderBy("releases.id", "desc")
    .execute();
  return rows.flatMap((row) => {
    const version = keptVersion(row);
    const seen = publicVersionOf(version);
    const state = noticeStateOf(version, at);
    if (!seen || !state || seen.noticeEndsOn === null) return [];
    const { noticeEndsOn: endsOn, publishedAt, digest } = seen;
    const { edition: of, round } = row;
    const { title, titleEn } = frozenWords(row.words);
    const notice = { version: seen.version, digest, publishedAt, endsOn, state };
    return [{ edition: of, round, title, titleEn, ...notice, lines: noticeLines(row) }];
  });
}

/** The version that took this one's place, when, and why. */
function replacement(eb: ExpressionBuilder<DB, "releases">) {
  return jsonObjectFrom(
    eb
      .selectFrom("releases as next")
      .whereRef("next.correctsId", "=", "releases.id")
      .where("next.publishedAt", "is not", null)
      .select(["next.version", sql<string>`to_json(next.published_at)`.as("at")])
      .select(sql<string>`next.correction_reason`.as("reason")),
  ).as("replacedBy");
}

/** The rounds whose results are published, the newest first, with how many entries each ranks, and how their notice stands at that time. One query. */
export async function findAllPublished(db: Kysely<DB>, at: Date) {
  const rows = await db
    .selectFrom("releases")
    .innerJoin("rounds", "rounds.id", "releases.roundId")
    .innerJoin("editions", "editions.id", "rounds.editionId")
    .where("releases.state", "=", "published")
    .select("releases.state")
    .select(publicFacts)
    .select(["rounds.slug", "rounds.kind", "editions.slug as editionSlug"])
    .select(["releases.publishedAt", "releases.noticeEndsOn", "releases.words"])
    .select((eb) =>
      eb.fn<number>("jsonb_array_length", [eb.ref("releases.standings", "->").key("standings" as never)]).as("entries"),
    )
    .orderBy("releases.publishedAt", "desc")
    .orderBy("releases.id", "desc")
    .execute();
  return rows.flatMap(({ state, roundState, origin, rehearsalOfId, words, ...row }) => {
    const of = factsOf({ roundState, origin, rehearsalOfId, kind: row.kind });
    const release = { state: state as ReleaseState };
    const visible = visibleNow({ ...offStage, ...of, release, notice: { endsOn: row.noticeEndsOn, at } });
    const { criteria: _, groups: __, ...shown } = wordsShown(frozenWords(words));
    return visible.results ? [{ ...row, ...shown, notice: visible.notice }] : [];
  });
}

/** Whether that version of a release can be read by everybody now. One query. */
export async function isReadable(db: Kysely<DB>, releaseId: number): Promise<boolean> {
  const row = await readableVersions(db).where("releases.id", "=", releaseId).select("rounds.kind").executeTakeFirst();
  return row !== undefined && publicVersionOf(keptVersion(row)) !== null;
}

/** Keeps what was proposed, as the round's next version; answers its number and id. The caller holds the round's lock. */
export async function insertRelease(
  trx: Transaction<DB>,
  given: SignedTable & {
    roundId: number;
    proposedById: string;
    proposedAt: Date;
    correctsId: number | null;
    correctionReason: string | null;
  },
): Promise<{ id: number; version: number }> {
  return await trx
    .insertInto("releases")
    .values((eb) => ({
      ...given,
      standings: given.standings as unknown as Json,
      version: eb
        .selectFrom("releases")
        .where("roundId", "=", given.roundId)
        .select(({ fn, val, eb: add }) => add(fn.coalesce(fn.max("version"), val(0)), "+", 1).as("next")),
    }))
    .returning(["id", "version"])
    .executeTakeFirstOrThrow();
}

/** Keeps one hand's signature, by the name that the person has now, before the release goes on: the database lets none go on without. */
export async function insertReleaseSignature(
  trx: Transaction<DB>,
  signature: {
    releaseId: number;
    step: SignedStep;
    role: string;
    signedById: string;
    digest: string;
    factor: FactorKind | null;
    signedAt: Date;
  },
): Promise<void> {
  await trx
    .insertInto("releaseSignatures")
    .values((eb) => ({
      ...signature,
      signedName: eb.selectFrom("users").select("name").where("users.id", "=", signature.signedById),
    }))
    .execute();
}

interface Hand {
  byId: string;
  at: Date;
}

export async function markConfirmed(trx: Transaction<DB>, releaseId: number, { byId, at }: Hand): Promise<void> {
  await update(trx, releaseId, { state: "confirmed", confirmedById: byId, confirmedAt: at });
}

/** With all that the version keeps from now on. The one that it corrects, if any, is replaced in the same statement (migration 014). */
export async function markPublished(
  trx: Transaction<DB>,
  releaseId: number,
  { byId, at, noticeEndsOn, frozen }: Hand & { noticeEndsOn: string | null; frozen: FrozenRelease },
): Promise<void> {
  const { words, entryWords, inputs, inputsSalt } = frozen as unknown as Record<keyof FrozenRelease, Json>;
  await update(trx, releaseId, {
    ...{ state: "published", publishedById: byId, publishedAt: at, noticeEndsOn },
    ...{ words, entryWords, inputs, inputsSalt: String(inputsSalt) },
  });
}

export async function markEnded(
  trx: Transaction<DB>,
  releaseId: number,
  { byId, at, ...end }: Hand & { state: "voided" | "withdrawn"; reason: string; byChange?: boolean },
): Promise<void> {
  const { state, reason, byChange = false } = end;
  await update(trx, releaseId, {
    ...{ state, endedById: byId, endedAt: at, endedReason: reason, voidedByChange: byChange },
  });
}

async function update(
  trx: Transaction<DB>,
  releaseId: number,
  values: Updateable<Releases> & { state: ReleaseState },
): Promise<void> {
  await trx.updateTable("releases").set(values).where("id", "=", releaseId).execute();
}

/** Releases with the names of those who signed: as they were then, or as they are where nobody kept them. */
export function versions(db: Kysely<DB>) {
  return db
    .selectFrom("releases")
    .innerJoin("users as proposer", "proposer.id", "releases.proposedById")
    .leftJoin("users as confirmer", "confirmer.id", "releases.confirmedById")
    .leftJoin("users as publisher", "publisher.id", "releases.publishedById")
    .leftJoin("users as ender", "ender.id", "releases.endedById")
    .select(["releases.version", "releases.state", "releases.digest", "releases.sheetsDigest", "releases.noticeEndsOn"])
    .select(["releases.proposedById", "releases.proposedAt"])
    .select(["releases.confirmedById", "releases.confirmedAt"])
    .select(["releases.publishedById", "releases.publishedAt"])
    .select([
      signedName("propose", "proposer").$notNull().as("proposedBy"),
      signedName("confirm", "confirmer").as("confirmedBy"),
      signedName("publish", "publisher").as("publishedBy"),
    ])
    .select(["releases.endedAt", "releases.endedReason", "releases.voidedByChange", "ender.name as endedBy"])
    .select("releases.correctionReason")
    .select((eb) => [
      jsonArrayFrom(
        eb
          .selectFrom("releaseSignatures")
          .whereRef("releaseSignatures.releaseId", "=", "releases.id")
          .select([sql<SignedStep>`step`.as("step"), sql<FactorKind | null>`factor`.as("factor")])
          .orderBy("id"),
      ).as("signatures"),
      replacement(eb),
    ]);
}

function signedName(step: SignedStep, now: "proposer" | "confirmer" | "publisher") {
  return sql<string | null>`coalesce(
    (select signed_name from release_signatures where release_id = releases.id and step = ${step}), ${sql.ref(`${now}.name`)})`;
}

/** Of the round: what `visibleNow` asks besides the release. */
export const publicFacts = ["rounds.state as roundState", "rounds.origin", "rounds.rehearsalOfId"] as const;

interface FactsRow {
  roundState: string;
  kind: string;
  origin: string;
  rehearsalOfId: number | null;
}

export function factsOf({ roundState, kind, origin, rehearsalOfId }: FactsRow): KeptRelease["of"] {
  const imported = origin === "import";
  return { state: roundState as RoundState, kind: kind as RoundKind, imported, rehearsal: rehearsalOfId !== null };
}

interface VersionRow extends FactsRow, Omit<KeptVersion, "state" | "of" | "current" | "replacedBy"> {
  state: string;
  current: string;
  replacedBy: (Omit<Replacement, "at"> & { at: string }) | null;
}

/** The database's CHECK holds the states to these. */
function keptVersion(row: VersionRow): KeptVersion {
  const { version, digest, sheetsDigest, publishedAt, noticeEndsOn, correctionReason, replacedBy } = row;
  return {
    ...{ version, digest, sheetsDigest, publishedAt, noticeEndsOn, correctionReason },
    state: row.state as ReleaseState,
    current: row.current as ReleaseState,
    replacedBy: replacedBy && { ...replacedBy, at: new Date(replacedBy.at) },
    of: factsOf(row),
  };
}

/** `insertRelease` alone writes the standings. */
function kept(row: VersionRow & { standings: Json }): KeptRelease {
  return { ...keptVersion(row), standings: row.standings as unknown as FrozenStandings };
}
