import { type Expression, type ExpressionBuilder, type RawBuilder, type SqlBool, sql } from "kysely";
import type { ScreeningFilter } from "~/rules/screening/screening-filter.ts";
import { piecesOf, searchWords } from "~/rules/screening/search-text.ts";
import type { DB } from "../../schema.ts";

/** Whose list it is, and of which edition. */
export interface Desk {
  editionId: number;
  /** The person who looks: "me" in a filter. */
  me: string;
}

/** What an application must be to stand in the list. A draft is the applicant's own affair until it is handed in. */
export function narrowed(
  eb: ExpressionBuilder<DB, "applications">,
  { editionId, me }: Desk,
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
  if (filter.search) conditions.push(...containing(filter.search));
  return eb.and(conditions);
}

/** Every word of the search stands in the application: found by the words' pieces, then looked up in the words themselves. */
function containing(search: string): Expression<SqlBool>[] {
  const words = searchWords(search);
  if (words.length === 0) return [];
  const pieces = [...new Set(words.flatMap(piecesOf))];
  return [
    sql<SqlBool>`${sql.ref("applications.searchGrams")} @> ${pieces}::text[]`,
    ...words.map((word) => sql<SqlBool>`position(${word} in ${sql.ref("applications.searchText")}) > 0`),
  ];
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
