import { type ExpressionBuilder, type Kysely, sql } from "kysely";
import { jsonArrayFrom, jsonObjectFrom } from "kysely/helpers/postgres";
import { noticeLines } from "~/rules/notices/notice.ts";
import type { BundleInputs } from "~/rules/releases/bundle.ts";
import { wordsShown } from "~/rules/releases/frozen-release.ts";
import {
  noticeStateOf,
  publicVersionOf,
  type ReleaseRecord,
  type ReleaseVersionRecord,
  type Replacement,
} from "~/rules/releases/public-view.ts";
import type { ReleaseState } from "~/rules/releases/release.ts";
import type { FrozenStandings } from "~/rules/releases/signed-table.ts";
import { noStage, visibleNow } from "~/rules/releases/visible.ts";
import type { RoundKind, RoundState } from "~/rules/rounds/round.ts";
import type { EntryWords } from "~/rules/standings/score-board.ts";
import type { DB } from "~db/schema.ts";

/**
 * What a public page shows of that round: its published version or, named by number, one that was published and replaced
 * since; with the words of its publication, and all versions that may be read. Undefined for a round without a
 * published one and for no round alike: nothing of an unpublished release leaves the database. `inputs`, what it was judged by, are
 * there where they are asked for and the edition makes them public. One query.
 */
export async function findPublishedRelease(
  db: Kysely<DB>,
  slug: string,
  version?: number,
  { marks = false }: { marks?: boolean } = {},
) {
  const row = await publicVersion(db, slug, version)
    .innerJoin("editions", "editions.id", "rounds.editionId")
    .leftJoin("certificateTemplates", "certificateTemplates.editionId", "editions.id")
    .select(["certificateTemplates.issuer", "certificateTemplates.issuerEn"])
    .select(["rounds.id as roundId", "rounds.slug", "rounds.kind", "releases.words", "releases.entryWords"])
    .select("editions.namesPublic")
    .select((eb) => eb("releases.inputs", "is not", null).as("bundled"))
    .select(
      sql<BundleInputs | null>`case when ${sql.lit(marks)} and editions.bundle_public then releases.inputs end`.as(
        "inputs",
      ),
    )
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
  const shown = { ...wordsShown(asPublished(words)), entries: asPublished(entryWords) };
  return { ...release, ...shown, versions: all.map((each) => each.version), ...kept(row) };
}

/** A project's line in a published result. */
export interface ResultLine {
  rank: number | null;
  total: string | null;
  /** It did not appear, absent or too late. */
  absent: boolean;
}

/** Where `releases` and `entries` meet: that version says of the entry that it did not appear. */
export const wasAbsent = sql<boolean>`releases.entry_words @> jsonb_build_array(
  jsonb_build_object('key', entries.key, 'absent', true))`;

/** What a version keeps from its publication on: the database's CHECK holds that one which was ever published has it. */
export function asPublished<Kept>(kept: Kept | null): Kept {
  if (kept === null) throw new Error("a version that was published without what it keeps");
  return kept;
}

/** What the API answers for that round, by the same rule as `findPublishedRelease`. One query. */
export async function findPublishedStandings(
  db: Kysely<DB>,
  slug: string,
  version?: number,
): Promise<(ReleaseRecord & { entries: EntryWords[] }) | undefined> {
  const row = await publicVersion(db, slug, version).select(["rounds.kind", "releases.entryWords"]).executeTakeFirst();
  return row && { ...kept(row), entries: asPublished(row.entryWords) };
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
    const { title, titleEn } = asPublished(row.words);
    const notice = { version: seen.version, digest, publishedAt, endsOn, state };
    return [{ edition: of, round, title, titleEn, ...notice, lines: noticeLines(row) }];
  });
}

/** The version that took this one's place, when, and why. */
export function replacement(eb: ExpressionBuilder<DB, "releases">) {
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
    .innerJoin("realRounds as rounds", "rounds.id", "releases.roundId")
    .innerJoin("editions", "editions.id", "rounds.editionId")
    .where("releases.state", "=", "published")
    .select("releases.state")
    .select(publicFacts)
    .select(["rounds.slug", "rounds.kind", "editions.slug as editionSlug"])
    .select(["releases.publishedAt", "releases.noticeEndsOn", "releases.words"])
    .select((eb) =>
      eb.fn<number>("jsonb_array_length", [eb.ref("releases.standings", "->").key("standings")]).as("entries"),
    )
    .orderBy("releases.publishedAt", "desc")
    .orderBy("releases.id", "desc")
    .execute();
  return rows.flatMap(({ state, roundState, origin, rehearsalOfId, words, ...row }) => {
    const of = factsOf({ roundState, origin, rehearsalOfId, kind: row.kind });
    const release = { state: state as ReleaseState };
    const visible = visibleNow({ ...noStage, ...of, release, notice: { endsOn: row.noticeEndsOn, at } });
    const { criteria: _, groups: __, ...shown } = wordsShown(asPublished(words));
    return visible.results ? [{ ...row, ...shown, notice: visible.notice }] : [];
  });
}

/** Whether that version of a release can be read by everybody now. One query. */
export async function isReadable(db: Kysely<DB>, releaseId: number): Promise<boolean> {
  const row = await readableVersions(db).where("releases.id", "=", releaseId).select("rounds.kind").executeTakeFirst();
  return row !== undefined && publicVersionOf(keptVersion(row)) !== null;
}

/** Of the round: what `visibleNow` asks besides the release. */
export const publicFacts = ["rounds.state as roundState", "rounds.origin", "rounds.rehearsalOfId"] as const;

interface FactsRow {
  roundState: string;
  kind: string;
  origin: string;
  rehearsalOfId: number | null;
}

export function factsOf({ roundState, kind, origin, rehearsalOfId }: FactsRow): ReleaseRecord["of"] {
  const imported = origin === "import";
  return { state: roundState as RoundState, kind: kind as RoundKind, imported, rehearsal: rehearsalOfId !== null };
}

interface VersionRow extends FactsRow, Omit<ReleaseVersionRecord, "state" | "of" | "current" | "replacedBy"> {
  state: string;
  current: string;
  replacedBy: (Omit<Replacement, "at"> & { at: string }) | null;
}

/** The database's CHECK holds the states to these. */
function keptVersion(row: VersionRow): ReleaseVersionRecord {
  const { version, digest, sheetsDigest, publishedAt, noticeEndsOn, correctionReason, replacedBy } = row;
  return {
    version,
    digest,
    sheetsDigest,
    publishedAt,
    noticeEndsOn,
    correctionReason,
    state: row.state as ReleaseState,
    current: row.current as ReleaseState,
    replacedBy: replacedBy && { ...replacedBy, at: new Date(replacedBy.at) },
    of: factsOf(row),
  };
}

/** `insertRelease` alone writes the standings. */
function kept(row: VersionRow & { standings: FrozenStandings }): ReleaseRecord {
  return { ...keptVersion(row), standings: row.standings };
}
