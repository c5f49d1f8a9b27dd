import { type Expression, type RawBuilder, sql } from "kysely";

/** How alike two titles are by their pieces (Jaccard): shared pieces among all of both, from 0 to 1. Takes `title_grams`. */
export function similarityOf(one: Expression<string[] | null>, other: Expression<string[] | null>): RawBuilder<number> {
  return sql<number>`(
    select count(*) / greatest(cardinality(${one}) + cardinality(${other}) - count(*), 1)::float8
    from unnest(${one}) as pieces (piece) where piece = any (${other}))`;
}
