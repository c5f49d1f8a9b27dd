import { type Kysely, type RawBuilder, sql } from "kysely";
import { rolesWith } from "~/rules/accounts/access.ts";
import type { DB } from "../schema.ts";
import type { Desk } from "./screening-list/narrowing.ts";

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
export async function findListChoices(db: Kysely<DB>, { editionId, me }: Desk) {
  const ofEdition = sql`edition_id = ${editionId}`;
  return await db
    .selectNoFrom([
      all<NamedChoice>(
        sql`'id', id, 'key', slug, 'title', title, 'titleEn', title_en`,
        sql`starts_at nulls last, slug`,
        sql`rounds where ${ofEdition} and kind <> 'final'`,
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

/** The ids of who may screen the edition now, and of who has an application of it in hand. */
function screenersOf(editionId: number): RawBuilder<string> {
  return sql`
    select user_id from role_grants
    where role = any (${[...rolesWith("screen")]}::text[]) and round_id is null
      and coalesce(edition_id, ${editionId}) = ${editionId}
    union
    select screener_id from applications
    where edition_id = ${editionId} and submitted_at is not null and screener_id is not null`;
}
