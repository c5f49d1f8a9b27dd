import { type Kysely, sql } from "kysely";
import { type ApplicationState, applicationStates } from "~/rules/applications/application-state.ts";
import type { ScreeningFilter } from "~/rules/screening/screening-filter.ts";
import { type Place, usualSort } from "~/rules/screening/screening-order.ts";
import type { DB } from "../schema.ts";
import { type Desk, narrowed } from "./screening-list/narrowing.ts";
import { besideRow, beyond, inOrder } from "./screening-list/order.ts";

export const pageSize = 50;

/** Where a page begins or ends: after or before a place, at the end, or (with none of them) at the start. */
export interface PageAt {
  after?: Place;
  before?: Place;
  last?: boolean;
}

/**
 * A page of the list with what is said around it: how many each state has, how many match, and the number of the page's
 * first row. Two queries for the first page, three for any other; a page that has moved out of the list gives way to the
 * list's own end or beginning.
 */
export async function findScreeningList(db: Kysely<DB>, desk: Desk, filter: ScreeningFilter, at: PageAt) {
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

/** One page of the list in its order; fewer rows than a page has only where the list begins or ends. One query. */
export async function findScreeningPage(db: Kysely<DB>, desk: Desk, filter: ScreeningFilter, at: PageAt = {}) {
  const { sort = usualSort } = filter;
  const { after, before, last = false } = at;
  const backwards = last || before !== undefined;
  const rows = await db
    .selectFrom("applications")
    .select([
      "applications.id",
      "applications.code",
      "applications.version",
      "applications.state",
      "applications.projectTitle",
      "applications.leaderName",
      "applications.companyName",
      "applications.submittedAt",
      "applications.roundId",
      "applications.wishedRoundId",
      "applications.trackId",
      "applications.groupId",
      "applications.eligibility",
      "applications.recommenderId",
      "applications.screenerId",
    ])
    .select((eb) => [
      sql<string | null>`${sql.ref("applications.answers")} ->> 'projectTitleEn'`.as("projectTitleEn"),
      eb("applications.working", "is not", null).as("rewritten"),
      eb
        .exists(
          eb
            .selectFrom("screeningProposals")
            .select("screeningProposals.applicationId")
            .whereRef("screeningProposals.applicationId", "=", "applications.id"),
        )
        .as("toBeChecked"),
    ])
    .where((eb) => narrowed(eb, desk, filter))
    .$if(after !== undefined, (query) => query.where(beyond(sort, "after", after ?? [])))
    .$if(before !== undefined, (query) => query.where(beyond(sort, "before", before ?? [])))
    .orderBy(inOrder(sort, backwards))
    .limit(pageSize)
    .execute();
  if (backwards) rows.reverse();
  return rows.map((row) => ({ ...row, state: row.state as ApplicationState }));
}

/** How many applications each state has under the filter (its own state aside). One query. */
export async function countByState(
  db: Kysely<DB>,
  desk: Desk,
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
  desk: Desk,
  filter: ScreeningFilter,
  place: Place,
  orAt: boolean,
): Promise<number> {
  const { count } = await db
    .selectFrom("applications")
    .select((eb) => eb.fn.countAll<string>().as("count"))
    .where((eb) => narrowed(eb, desk, filter))
    .where(beyond(filter.sort ?? usualSort, "before", place, orAt))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** The codes before and after an application in the filtered list; null at its ends. One query. */
export async function findNeighbours(db: Kysely<DB>, desk: Desk, filter: ScreeningFilter, applicationId: number) {
  const { sort = usualSort } = filter;
  const neighbour = (side: "before" | "after") =>
    db
      .selectFrom("applications")
      .select("applications.code")
      .where((eb) => narrowed(eb, desk, filter))
      .where(besideRow(sort, side, applicationId))
      .orderBy(inOrder(sort, side === "before"))
      .limit(1);
  return await db
    .selectNoFrom([neighbour("before").as("previous"), neighbour("after").as("next")])
    .executeTakeFirstOrThrow();
}
