import { type Expression, type RawBuilder, type SqlBool, sql } from "kysely";
import {
  eligibilityOrder,
  isDescending,
  type Place,
  type Sort,
  type SortKey,
  sortedTitleLength,
  sortKey,
  stateOrder,
} from "~/rules/screening/screening-order.ts";

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
export function beyond(sort: Sort, side: "after" | "before", place: Place, orAt = false): Expression<SqlBool> {
  return compared(sort, side, sql`(${sql.join(place)})`, orAt);
}

/** That a row stands behind (or before) another application, wherever that is now. */
export function besideRow(sort: Sort, side: "after" | "before", applicationId: number): Expression<SqlBool> {
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
