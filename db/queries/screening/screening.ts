import { type Expression, type ExpressionBuilder, type Kysely, type RawBuilder, type SqlBool, sql } from "kysely";
import { rolesWith } from "~/rules/accounts/access.ts";
import { type ApplicationState, applicationStates } from "~/rules/applications/application-state.ts";
import type { ScreeningFilter } from "~/rules/screening/screening-filter.ts";
import {
  defaultSort,
  eligibilityOrder,
  isDescending,
  type ListPosition,
  type Sort,
  type SortKey,
  sortedTitleLength,
  sortKey,
  stateOrder,
} from "~/rules/screening/screening-order.ts";
import { piecesOf, searchWords } from "~/rules/screening/search-text.ts";
import type { DB } from "~db/schema.ts";

/** Whose list it is, and of which edition. */
export interface ScreeningScope {
  editionId: number;
  /** The person who looks: "me" in a filter. */
  me: string;
}

/** What an application must be to stand in the list. A draft is the applicant's own affair until it is handed in. */
export function narrowed(
  eb: ExpressionBuilder<DB, "applications">,
  { editionId, me }: ScreeningScope,
  filter: ScreeningFilter,
): Expression<SqlBool> {
  const { state, round, wish, track, group, eligibility, recommender, screener, origin, rewritten, from, to } = filter;
  const conditions: Expression<SqlBool>[] = [
    eb("applications.editionId", "=", editionId),
    eb("applications.submittedAt", "is not", null),
  ];
  if (state) conditions.push(eb("applications.state", "=", state));
  if (round) conditions.push(eb("applications.roundId", "=", idOf("rounds", "slug", round, editionId)));
  if (wish) conditions.push(eb("applications.wishedRoundId", "=", idOf("rounds", "slug", wish, editionId)));
  if (track) conditions.push(eb("applications.trackId", "=", idOf("tracks", "key", track, editionId)));
  if (group) conditions.push(eb("applications.groupId", "=", idOf("groups", "key", group, editionId)));
  if (eligibility === "none") conditions.push(eb("applications.eligibility", "is", null));
  else if (eligibility) conditions.push(eb("applications.eligibility", "=", eligibility));
  if (recommender === "none") conditions.push(eb("applications.recommenderId", "is", null));
  else if (recommender)
    conditions.push(eb("applications.recommenderId", "=", idOf("recommenders", "key", recommender, editionId)));
  if (screener === "none") conditions.push(eb("applications.screenerId", "is", null));
  else if (screener) conditions.push(eb("applications.screenerId", "=", screener === "me" ? me : screener));
  if (origin) conditions.push(eb("applications.origin", "=", origin));
  if (rewritten) conditions.push(eb("applications.working", "is not", null));
  if (from) conditions.push(eb("applications.submittedAt", ">=", midnight(from)));
  if (to) conditions.push(eb("applications.submittedAt", "<", new Date(midnight(to).getTime() + dayMs)));
  const words = searchWords(filter.search ?? "");
  return words.length > 0 ? amongFound(words, eb.and(conditions)) : eb.and(conditions);
}

/**
 * An application that meets the conditions, and in which every word of the search stands: found by the words' pieces, then
 * looked up in the words themselves. A word of one or two characters is its own piece, and is not looked up again.
 *
 * The words come first, whatever else is asked for, and what they find is taken by its ids ("offset 0" holds the planner to
 * it): of a table without statistics PostgreSQL would rather read the whole edition, and look for the words in each row.
 */
function amongFound(words: string[], conditions: Expression<SqlBool>): Expression<SqlBool> {
  const pieces = [...new Set(words.flatMap(piecesOf))];
  const standIn = [
    sql`search_grams @> ${pieces}::text[]`,
    ...words.filter((word) => !pieces.includes(word)).map((word) => sql`position(${word} in search_text) > 0`),
  ];
  return sql`applications.id = any (array(
    select id from (select * from applications where ${sql.join(standIn, sql` and `)} offset 0) as applications
    where ${conditions}))`;
}

function idOf(
  table: "rounds" | "tracks" | "groups" | "recommenders",
  column: "slug" | "key",
  key: string,
  editionId: number,
): RawBuilder<number> {
  return sql`(select id from ${sql.table(table)} where ${sql.ref(column)} = ${key} and edition_id = ${editionId})`;
}

const dayMs = 24 * 3600 * 1000;

function midnight(day: string): Date {
  return new Date(`${day}T00:00:00+08:00`);
}

const id = sql.ref("applications.id");
const submittedAt = sql.ref("applications.submittedAt");

/** The columns of each order, as the indexes of migration 006 have them: constants are written out for that. */
const columns: Record<SortKey, RawBuilder<unknown>[]> = {
  submitted: [submittedAt, id],
  title: [
    sql`coalesce(left(${sql.ref("applications.projectTitle")}, ${sql.lit(sortedTitleLength)}), '') collate "C"`,
    id,
  ],
  state: [rank("applications.state", stateOrder), submittedAt, id],
  eligibility: [rank("applications.eligibility", eligibilityOrder), submittedAt, id],
};

/** For ORDER BY: the order itself, or the other way round. */
export function inOrder(sort: Sort, reversed: boolean): RawBuilder<unknown> {
  const direction = isDescending(sort) === reversed ? sql`asc` : sql`desc`;
  return sql.join(columns[sortKey(sort)].map((column) => sql`${column} ${direction}`));
}

/** That a row stands behind (or before) a place in the order; `orAt` counts the place itself in. */
export function pastPosition(
  sort: Sort,
  side: "after" | "before",
  place: ListPosition,
  orAt = false,
): Expression<SqlBool> {
  return compared(sort, side, sql`(${sql.join(place)})`, orAt);
}

/** That a row stands behind (or before) another application, wherever that is now. */
export function pastRow(sort: Sort, side: "after" | "before", applicationId: number): Expression<SqlBool> {
  const row = sql`(select ${sql.join(columns[sortKey(sort)])} from applications where id = ${applicationId})`;
  return compared(sort, side, row, false);
}

function compared(sort: Sort, side: "after" | "before", to: RawBuilder<unknown>, orAt: boolean): Expression<SqlBool> {
  const greater = (side === "after") !== isDescending(sort);
  const operator = greater ? (orAt ? sql`>=` : sql`>`) : orAt ? sql`<=` : sql`<`;
  return sql<SqlBool>`(${sql.join(columns[sortKey(sort)])}) ${operator} ${to}`;
}

function rank(column: string, order: readonly string[]): RawBuilder<unknown> {
  return sql`coalesce(array_position(array[${sql.join(order.map((each) => sql.lit(each)))}], ${sql.ref(column)}), 0)`;
}

export const pageSize = 50;

/** What the list says of an application, as its columns have it. */
const listColumns = [
  "id",
  "code",
  "version",
  "state",
  "projectTitle",
  "leaderName",
  "companyName",
  "submittedAt",
  "roundId",
  "wishedRoundId",
  "trackId",
  "groupId",
  "eligibility",
  "recommenderId",
  "screenerId",
] as const;

/** Where a page begins or ends: after or before a place, at the end, or (with none of them) at the start. */
export interface PageAt {
  after?: ListPosition;
  before?: ListPosition;
  last?: boolean;
}

/**
 * A page of the list with what is said around it: how many each state has, how many match, and the number of the page's
 * first row. Two queries for the first page, three for any other; a page that has moved out of the list gives way to the
 * list's own end or beginning.
 */
export async function findScreeningList(db: Kysely<DB>, desk: ScreeningScope, filter: ScreeningFilter, at: PageAt) {
  const place = at.after ?? at.before;
  const [rows, counts, passed] = await Promise.all([
    findScreeningPage(db, desk, filter, at),
    countByState(db, desk, filter),
    place ? countBefore(db, desk, filter, place, at.after !== undefined) : 0,
  ]);
  const total = filter.state ? counts[filter.state] : Object.values(counts).reduce((sum, count) => sum + count, 0);
  if (at.after && rows.length === 0 && total > 0)
    return { rows: await findScreeningPage(db, desk, filter, { last: true }), counts, total, from: lastFrom(total) };
  if (at.before && rows.length < pageSize && total > rows.length)
    return { rows: await findScreeningPage(db, desk, filter), counts, total, from: 1 };
  const from = at.after ? passed + 1 : at.before ? passed - rows.length + 1 : at.last ? lastFrom(total) : 1;
  return { rows, counts, total, from };
}

function lastFrom(total: number): number {
  return Math.max(1, total - pageSize + 1);
}

/**
 * One page of the list in its order; fewer rows than a page has only where the list begins or ends. One query: the answers of those
 * that it passes over stay packed, as they are looked into where the page is already cut.
 */
export async function findScreeningPage(
  db: Kysely<DB>,
  desk: ScreeningScope,
  filter: ScreeningFilter,
  at: PageAt = {},
) {
  const { sort = defaultSort } = filter;
  const { after, before, last = false } = at;
  const backwards = last || before !== undefined;
  const page = db
    .selectFrom("applications")
    .select([...listColumns, "answers"])
    .select((eb) => eb("applications.working", "is not", null).as("rewritten"))
    .where((eb) => narrowed(eb, desk, filter))
    .$if(after !== undefined, (query) => query.where(pastPosition(sort, "after", after ?? [])))
    .$if(before !== undefined, (query) => query.where(pastPosition(sort, "before", before ?? [])))
    .orderBy(inOrder(sort, backwards))
    .limit(pageSize);
  const rows = await db
    .selectFrom(page.as("page"))
    .select([...listColumns, "rewritten"])
    .select((eb) => [
      sql<string | null>`${eb.ref("answers")} ->> 'projectTitleEn'`.as("projectTitleEn"),
      eb
        .exists(
          eb
            .selectFrom("screeningProposals")
            .select("screeningProposals.applicationId")
            .whereRef("screeningProposals.applicationId", "=", "page.id"),
        )
        .as("toBeChecked"),
    ])
    .execute();
  if (backwards) rows.reverse();
  return rows.map((row) => ({ ...row, state: row.state as ApplicationState }));
}

/** How many applications each state has under the filter (its own state aside). One query. */
export async function countByState(
  db: Kysely<DB>,
  desk: ScreeningScope,
  filter: ScreeningFilter,
): Promise<Record<ApplicationState, number>> {
  const rows = await db
    .selectFrom("applications")
    .select((eb) => ["applications.state", eb.fn.countAll<string>().as("count")])
    .where((eb) => narrowed(eb, desk, { ...filter, state: undefined }))
    .groupBy("applications.state")
    .execute();
  const counts = Object.fromEntries(applicationStates.map((state) => [state, 0])) as Record<ApplicationState, number>;
  for (const { state, count } of rows) counts[state as ApplicationState] = Number(count);
  return counts;
}

/** How many rows stand before the place, or (`orAt`) before and at it. One query. */
export async function countBefore(
  db: Kysely<DB>,
  desk: ScreeningScope,
  filter: ScreeningFilter,
  place: ListPosition,
  orAt: boolean,
): Promise<number> {
  const { count } = await db
    .selectFrom("applications")
    .select((eb) => eb.fn.countAll<string>().as("count"))
    .where((eb) => narrowed(eb, desk, filter))
    .where(pastPosition(filter.sort ?? defaultSort, "before", place, orAt))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** The codes before and after an application in the filtered list; null at its ends. One query. */
export async function findNeighbours(
  db: Kysely<DB>,
  desk: ScreeningScope,
  filter: ScreeningFilter,
  applicationId: number,
) {
  const { sort = defaultSort } = filter;
  const neighbour = (side: "before" | "after") =>
    db
      .selectFrom("applications")
      .select("applications.code")
      .where((eb) => narrowed(eb, desk, filter))
      .where(pastRow(sort, side, applicationId))
      .orderBy(inOrder(sort, side === "before"))
      .limit(1);
  return await db
    .selectNoFrom([neighbour("before").as("previous"), neighbour("after").as("next")])
    .executeTakeFirstOrThrow();
}

/** A heat, track, group or recommender by its names. */
export interface NamedChoice {
  id: number;
  key: string;
  title: string;
  titleEn: string | null;
}

/**
 * What the screening list can be narrowed to, and by whose names its rows are read: the edition's heats, tracks, groups
 * and recommenders, everyone who screens it or has, and the person's saved views. One query.
 */
export async function findListChoices(db: Kysely<DB>, { editionId, me }: ScreeningScope) {
  const ofEdition = sql`edition_id = ${editionId}`;
  return await db
    .selectNoFrom([
      all<NamedChoice & { trackId: number | null }>(
        sql`'id', id, 'key', slug, 'title', title, 'titleEn', title_en, 'trackId', track_id`,
        sql`starts_at nulls last, slug`,
        // Nobody applies to a rehearsal, and none is written to
        sql`real_rounds where ${ofEdition} and kind <> 'final'`,
      ).as("rounds"),
      ...(["tracks", "groups"] as const).map((table) =>
        all<NamedChoice>(
          sql`'id', id, 'key', key, 'title', title, 'titleEn', title_en`,
          sql`position, id`,
          sql`${sql.table(table)} where ${ofEdition}`,
        ).as(table),
      ),
      all<NamedChoice>(
        sql`'id', id, 'key', key, 'title', name, 'titleEn', name_en`,
        sql`name`,
        sql`recommenders where ${ofEdition}`,
      ).as("recommenders"),
      all<{ id: string; name: string }>(
        sql`'id', id, 'name', name`,
        sql`name, id`,
        sql`users where id = any (array(${screenersOf(editionId)}))`,
      ).as("screeners"),
      all<{ id: number; name: string; query: string }>(
        sql`'id', id, 'name', name, 'query', query`,
        sql`id`,
        sql`saved_views where ${ofEdition} and user_id = ${me}`,
      ).as("views"),
    ])
    .executeTakeFirstOrThrow();
}

function all<Row>(fields: RawBuilder<unknown>, order: RawBuilder<unknown>, from: RawBuilder<unknown>) {
  return sql<Row[]>`(select coalesce(json_agg(json_build_object(${fields}) order by ${order}), '[]') from ${from})`;
}

/**
 * The ids of who may screen the edition now, and of who has an application of it in hand. Those who have one in hand anywhere are
 * few: the index is asked for one after the other, and not for ten thousand applications.
 */
function screenersOf(editionId: number): RawBuilder<string> {
  return sql`
    select user_id from role_grants
    where role = any (${[...rolesWith("screen")]}::text[]) and round_id is null
      and coalesce(edition_id, ${editionId}) = ${editionId}
    union
    select id from (
      with recursive screener (id) as (
        select min(screener_id) from applications
        union all
        select (select min(screener_id) from applications where screener_id > screener.id)
        from screener where screener.id is not null
      )
      select id from screener where id is not null and (
        select true from applications
        where screener_id = screener.id and edition_id = ${editionId} and submitted_at is not null
        limit 1
      )
    ) as in_hand`;
}
