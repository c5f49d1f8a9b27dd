import { type Kysely, sql } from "kysely";
import type { DraftAnswers } from "~/rules/applications/application.ts";
import type { ApplicationState } from "~/rules/applications/application-state.ts";
import type { ScreeningFilter } from "~/rules/screening/screening-filter.ts";
import { type Place, usualSort } from "~/rules/screening/screening-order.ts";
import type { DB } from "../schema.ts";
import { type Desk, narrowed } from "./screening-list/narrowing.ts";
import { beyond, inOrder } from "./screening-list/order.ts";

export type ExportedApplication = Awaited<ReturnType<typeof findExportPage>>[number];

/**
 * The next applications of a list in its order, from after a place on, with everything that leaves the house: never a
 * whole number of an identity document, and of the answers the `fields` asked for. One query; each page stands for itself,
 * so that a slow reader holds no connection.
 */
export async function findExportPage(
  db: Kysely<DB>,
  desk: Desk,
  filter: ScreeningFilter,
  page: { fields: readonly string[]; after: Place | undefined; limit: number },
) {
  const { sort = usualSort } = filter;
  const { after, limit } = page;
  const rows = await db
    .selectFrom("applications")
    .innerJoin("users", "users.id", "applications.applicantId")
    .leftJoin("identities", "identities.applicationId", "applications.id")
    .select([
      "applications.id",
      "applications.code",
      "applications.state",
      "applications.projectTitle",
      "applications.submittedAt",
      "applications.roundId",
      "applications.wishedRoundId",
      "applications.trackId",
      "applications.groupId",
      "applications.eligibility",
      "applications.recommenderId",
      "applications.screenerId",
      "applications.origin",
      "users.email as accountEmail",
      "identities.masked as identityMasked",
    ])
    // Of the answers only what is asked for: the others are most of the row
    .select(
      sql<DraftAnswers | null>`(select jsonb_object_agg(key, value) from jsonb_each(applications.answers) where key = any(${[...page.fields]}::text[]))`.as(
        "answers",
      ),
    )
    .where((eb) => narrowed(eb as never, desk, filter))
    .$if(after !== undefined, (query) => query.where(beyond(sort, "after", after ?? [])))
    .orderBy(inOrder(sort, false))
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    ...row,
    state: row.state as ApplicationState,
    answers: row.answers ?? {},
  }));
}

/** How many applications a list has. One query. */
export async function countExported(db: Kysely<DB>, desk: Desk, filter: ScreeningFilter): Promise<number> {
  const { count } = await db
    .selectFrom("applications")
    .select((eb) => eb.fn.countAll<string>().as("count"))
    .where((eb) => narrowed(eb, desk, filter))
    .executeTakeFirstOrThrow();
  return Number(count);
}
