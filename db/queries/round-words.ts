import { type ExpressionBuilder, sql } from "kysely";
import { jsonBuildObject } from "kysely/helpers/postgres";
import type { Labelled, Titled } from "../../app/rules/score-board.ts";
import type { DB } from "../schema.ts";

/**
 * For a query over `rounds`: its criteria and its edition's groups, in both languages and in their order. Names within
 * JSON pass the camel-case plugin untouched, so they are said here.
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
  return [
    criteria.$asScalar().$notNull().$castTo<Labelled[]>().as("criteria"),
    groups.$asScalar().$notNull().$castTo<Titled[]>().as("groups"),
  ] as const;
}
