import { type Kysely, sql } from "kysely";
import type { DB } from "../schema.ts";

/** Who waits for a place in a round, in the order in which they were put there. One query. */
export async function findWaitingList(db: Kysely<DB>, roundId: number) {
  return await db
    .selectFrom("applications")
    .leftJoin("screeningProposals", "screeningProposals.applicationId", "applications.id")
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom("screeningDecisions")
          .select(["id", "decidedAt"])
          .whereRef("screeningDecisions.applicationId", "=", "applications.id")
          .where("decision", "=", "wait")
          .orderBy("id", "desc")
          .limit(1)
          .as("put"),
      (join) => join.onTrue(),
    )
    .where("applications.roundId", "=", roundId)
    .where("applications.state", "=", "waiting")
    .select([
      "applications.code",
      "applications.version",
      "applications.projectTitle",
      sql<string | null>`applications.answers ->> 'projectTitleEn'`.as("projectTitleEn"),
      "applications.leaderName",
      "applications.companyName",
      "applications.eligibility",
      "put.decidedAt as since",
      sql<boolean>`screening_proposals.application_id is not null`.as("proposed"),
    ])
    .orderBy("put.id")
    .orderBy("applications.id")
    .execute();
}
