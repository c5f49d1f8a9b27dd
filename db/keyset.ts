import { type RawBuilder, type SqlBool, sql } from "kysely";

/** Which page of a list: the one behind a row, or the one before it, by the row's id; with neither, the first. */
export interface PageBeside {
  after?: string;
  before?: string;
}

/** A page of a list, and the rows by which the pages beside it are asked for; undefined where there is none. */
export interface Page<Row> {
  rows: Row[];
  previous?: string;
  next?: string;
}

/** The order of a list, and where in it a page begins. */
interface Keyset<Row> {
  at: PageBeside;
  /** How many rows a page has. */
  size: number;
  /** What the list is ordered by, all of it in one direction; no two rows have the same in all columns. */
  columns: RawBuilder<unknown>[];
  descending: boolean;
  /** The same columns of the row with that id, as a query. */
  placeOf: (id: string) => RawBuilder<unknown>;
  idOf: (row: Row) => string;
}

/** What the query of a page adds to its list's. */
export interface Asked {
  past: RawBuilder<SqlBool>;
  order: RawBuilder<unknown>;
  limit: number;
}

/**
 * A page by keyset: what is added at the front moves no row to another page. `read` runs the list's query with what is asked
 * of it, once. A page behind or before a row that there is not has no rows.
 */
export async function findPage<Row>(
  { at: { after, before }, size, columns, descending, placeOf, idOf }: Keyset<Row>,
  read: (asked: Asked) => Promise<Row[]>,
): Promise<Page<Row>> {
  const id = after ?? before;
  const backwards = after === undefined && before !== undefined;
  const falling = descending !== backwards;
  const key = sql`(${sql.join(columns)})`;
  const found = await read({
    past: id === undefined ? sql`true` : sql`${key} ${falling ? sql`<` : sql`>`} ${placeOf(id)}`,
    order: sql.join(columns.map((column) => sql`${column} ${falling ? sql`desc` : sql`asc`}`)),
    limit: size + 1,
  });
  const more = found.length > size;
  const rows = found.slice(0, size);
  if (backwards) rows.reverse();
  const [first] = rows;
  const last = rows.at(-1);
  return {
    rows,
    previous: first && (backwards ? more : id !== undefined) ? idOf(first) : undefined,
    next: last && (backwards || more) ? idOf(last) : undefined,
  };
}
