import { type Kysely, sql } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { FrozenRelease } from "~/rules/releases/frozen-release.ts";
import type { TableSheet } from "~/rules/releases/signed-table.ts";
import type { JudgedRound } from "~/rules/standings/judged-round.ts";
import type { DB } from "~db/schema.ts";
import { roundWords } from "../rounds/rounds.ts";
import { findLaterInputs } from "../standings/later-inputs.ts";
import { findCarriedInto } from "../standings/standings.ts";
import { asPublished, isReadableStill } from "./public-releases.ts";
import { versions } from "./releases.ts";

/**
 * The sheets that a release of this round is about: the submitted ones of its panel, with the salt of their digest. One query,
 * whose parts are put together here: PostgreSQL, which knows nothing yet of a round that has just been judged, would look
 * through the round's sheets once a judge, and for an entry once a sheet.
 */
export async function findTableSheets(
  db: Kysely<DB>,
  roundId: number,
): Promise<{ salt: string; sheets: TableSheet[] } | undefined> {
  // Names inside JSON are single words: the plugin leaves them as PostgreSQL writes them.
  const row = await db
    .selectFrom("rounds")
    .where("rounds.id", "=", roundId)
    .select((eb) => [
      "rounds.tableSalt",
      jsonArrayFrom(
        eb
          .selectFrom("criteria")
          .whereRef("criteria.roundId", "=", "rounds.id")
          .select("key")
          .orderBy("position")
          .orderBy("id"),
      ).as("criteria"),
      jsonArrayFrom(eb.selectFrom("entries").whereRef("entries.roundId", "=", "rounds.id").select(["id", "key"])).as(
        "entries",
      ),
      jsonArrayFrom(
        eb
          .selectFrom("panelMembers")
          .whereRef("panelMembers.roundId", "=", "rounds.id")
          .where("removedAt", "is", null)
          .select(["id", "key"]),
      ).as("judges"),
      jsonArrayFrom(
        eb
          .selectFrom("sheets")
          .whereRef("sheets.roundId", "=", "rounds.id")
          .where("sheets.state", "=", "submitted")
          .select(["sheets.entryId as entry", "sheets.judgeId as judge", "sheets.version"])
          .select(sql<(number | null)[]>`sheets.ballot`.as("ballot")),
      ).as("sheets"),
    ])
    .executeTakeFirst();
  if (!row) return undefined;
  const keys = row.criteria.map(({ key }) => key);
  const entries = new Map(row.entries.map(({ id, key }) => [id, key]));
  const judges = new Map(row.judges.map(({ id, key }) => [id, key]));
  const sheets = row.sheets.flatMap(({ entry: entryId, judge: judgeId, version, ballot }) => {
    const entry = entries.get(entryId);
    const judge = judges.get(judgeId);
    if (entry === undefined || judge === undefined) return [];
    const marks = keys.flatMap((key, at) => (typeof ballot[at] === "number" ? [[key, ballot[at]]] : []));
    return [{ entry, judge, version, marks: Object.fromEntries(marks) }];
  });
  return { salt: row.tableSalt, sheets };
}

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
    entryWords: entries,
    inputsSalt: tableSalt,
    namesJudges: bundleNamesJudges,
  };
}

/**
 * The round's published version or, by number, one that can be read still, with all that its bundle is made of; undefined
 * where there is none. `inputs` are null in versions of before (migration 025). One query.
 */
export async function findVersionToBundle(db: Kysely<DB>, roundId: number, version?: number) {
  return await versions(db)
    .select(["releases.standings", "releases.words", "releases.inputs", "releases.inputsSalt"])
    .where("releases.roundId", "=", roundId)
    .where(isReadableStill("releases"))
    .$if(version === undefined, (query) => query.where("releases.state", "=", "published"))
    .$if(version !== undefined, (query) => query.where("releases.version", "=", version ?? 0))
    .executeTakeFirst();
}

/** The round's published version as everybody reads it; undefined without one. One query. */
export async function findPublishedTable(db: Kysely<DB>, roundId: number) {
  const row = await db
    .selectFrom("releases")
    .select(["id", "version", "standings", "publishedAt", "noticeEndsOn", "words", "entryWords"])
    .where("roundId", "=", roundId)
    .where("state", "=", "published")
    .executeTakeFirst();
  return (
    row && {
      ...row,
      standings: row.standings.standings,
      words: asPublished(row.words),
      entryWords: asPublished(row.entryWords),
    }
  );
}

/**
 * What the round's standings come from, and the judges' names by key: rubric, judges on the panel, entries in the order they
 * were made, the submitted sheets of those judges with their marks, the panel's votes. Marks are read from their own rows,
 * not from the ballots that the standings are computed from. Six queries, and what is carried from earlier rounds; call it
 * within `readConsistently`.
 *
 * Sheets and marks come together by grouping, not by a join: a round that has just been judged or imported has no statistics
 * yet, and for a join the planner might then look through all marks once a sheet.
 */
export async function findBundledInputs(db: Kysely<DB>, roundId: number) {
  const rubric = await db
    .selectFrom("criteria")
    .select(["id", "key", "label", "max", "step"])
    .select((eb) => eb.fn<string>("trim_scale", ["factor"]).as("factor"))
    .where("roundId", "=", roundId)
    .orderBy("position")
    .orderBy("id")
    .execute();
  const judges = await db
    .selectFrom("panelMembers")
    .select(["key", "head", "name", "kind", "panel"])
    .where("roundId", "=", roundId)
    .where("removedAt", "is", null)
    .orderBy(sql`length(key)`)
    .orderBy(sql`key collate "C"`)
    .execute();
  const entries = await db
    .selectFrom("entries")
    .leftJoin("groups", "groups.id", "entries.groupId")
    .select(["entries.key", "entries.title", "groups.key as group", "entries.runningOrder as order"])
    .select("entries.panel")
    .where("entries.roundId", "=", roundId)
    .orderBy("entries.id")
    .execute();
  const { rows: sheets } = await sql<{ entry: string; judge: string; version: number; marks: string }>`
    select max(entry) as entry, max(judge) as judge, max(version) as version,
      coalesce(json_object_agg(criterion_id, mark) filter (where mark is not null), '{}')::text as marks
    from (
      select sheets.id, sheets.entry_id, entries.key as entry, panel_members.key as judge, sheets.version, null::integer as criterion_id, null::integer as mark
      from sheets
        join entries on entries.id = sheets.entry_id
        join panel_members on panel_members.id = sheets.judge_id and panel_members.removed_at is null
      where sheets.round_id = ${roundId} and sheets.state = 'submitted'
      union all
      select sheet_id, null, null, null, null, criterion_id, mark from marks where round_id = ${roundId}
    ) line
    group by id having count(entry) > 0
    order by max(entry_id), length(max(judge)), max(judge) collate "C"`.execute(db);
  const votes = await db
    .selectFrom("tieVotes")
    .innerJoin("entries", "entries.id", "tieVotes.entryId")
    .select(["entries.key", "tieVotes.place", "tieVotes.voteId"])
    .where("tieVotes.roundId", "=", roundId)
    .execute();
  const { carries, ...later } = await findLaterInputs(db, roundId);
  return {
    criteria: rubric.map(({ id: _, ...criterion }) => criterion),
    judges,
    entries,
    ...later,
    ...(carries && { carried: await findCarriedInto(db, roundId) }),
    sheets: sheets.map((sheet) => {
      const marks = JSON.parse(sheet.marks) as Record<number, number>;
      const given = rubric.flatMap(({ id, key }) => (marks[id] === undefined ? [] : [[key, marks[id]] as const]));
      return { ...sheet, marks: Object.fromEntries(given) };
    }),
    votes: Object.fromEntries(votes.map(({ key, place }) => [key, place])),
    votedOn: [...Map.groupBy(votes, ({ voteId }) => voteId)].flatMap(([voteId, held]) =>
      voteId === null ? [] : [held.map(({ key }) => key)],
    ),
  } satisfies Omit<JudgedRound, "rule">;
}
