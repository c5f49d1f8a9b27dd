import { type ExpressionBuilder, sql } from "kysely";
import { jsonBuildObject } from "kysely/helpers/postgres";
import type { EntryWords, Labelled, Titled } from "~/rules/standings/score-board.ts";
import type { DB } from "../schema.ts";

/**
 * For a query over `rounds`: its criteria and its edition's groups, in both languages and in their order, and its entries'
 * numbers and English titles. Names within JSON pass the camel-case plugin untouched, so they are said here.
 */
export function roundWords(eb: ExpressionBuilder<DB, "rounds">) {
  const criteria = eb
    .selectFrom("criteria")
    .whereRef("criteria.roundId", "=", "rounds.id")
    .select(({ fn, ref }) =>
      fn
        .coalesce(
          fn
            .jsonAgg(
              jsonBuildObject({
                key: ref("criteria.key"),
                label: ref("criteria.label"),
                labelEn: ref("criteria.labelEn"),
              }),
            )
            .orderBy("criteria.position"),
          sql<[]>`'[]'`,
        )
        .as("criteria"),
    );
  const groups = eb
    .selectFrom("groups")
    .whereRef("groups.editionId", "=", "rounds.editionId")
    .select(({ fn, ref }) =>
      fn
        .coalesce(
          fn
            .jsonAgg(
              jsonBuildObject({ key: ref("groups.key"), title: ref("groups.title"), titleEn: ref("groups.titleEn") }),
            )
            .orderBy("groups.position"),
          sql<[]>`'[]'`,
        )
        .as("groups"),
    );
  const entries = eb
    .selectFrom("entries")
    .whereRef("entries.roundId", "=", "rounds.id")
    .select(({ fn, ref }) =>
      fn
        .coalesce(
          fn.jsonAgg(
            jsonBuildObject({
              key: ref("entries.key"),
              number: ref("entries.drawNumber"),
              titleEn: ref("entries.titleEn"),
            }),
          ),
          sql<[]>`'[]'`,
        )
        .as("entries"),
    );
  return [
    criteria.$asScalar().$notNull().$castTo<Labelled[]>().as("criteria"),
    groups.$asScalar().$notNull().$castTo<Titled[]>().as("groups"),
    entries.$asScalar().$notNull().$castTo<EntryWords[]>().as("entries"),
  ] as const;
}
