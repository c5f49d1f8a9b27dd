import { type Kysely, sql } from "kysely";
import type { DraftAnswers } from "~/rules/applications/application.ts";
import type { DB } from "../schema.ts";

/** Which projects of an edition are looked at together. */
export type Portrayed = "qualified" | "finalists";

/**
 * The projects of an edition that were qualified, or that stand in its final, by their codes: what their portraits and their
 * industry chains are told from. What was erased is there with what stays of it. One query.
 */
export async function findPortrayedProjects(db: Kysely<DB>, editionId: number, which: Portrayed) {
  return await db
    .selectFrom("applications")
    .leftJoin("tracks", "tracks.id", "applications.trackId")
    .leftJoin("groups", "groups.id", "applications.groupId")
    .where("applications.editionId", "=", editionId)
    .$if(which === "qualified", (query) => query.where("applications.state", "=", "qualified"))
    .$if(which === "finalists", (query) =>
      query.where(({ exists, selectFrom }) =>
        exists(
          selectFrom("entries")
            .innerJoin("realRounds as rounds", "rounds.id", "entries.roundId")
            .select("entries.id")
            .whereRef("entries.applicationId", "=", "applications.id")
            .where("rounds.kind", "=", "final"),
        ),
      ),
    )
    .select([
      "applications.code",
      "applications.submittedAt",
      "applications.erasedAt",
      "tracks.key as track",
      "groups.company as groupCompany",
      sql<Portrayable>`jsonb_build_object(${sql.join(neededAnswers.flatMap((field) => [sql.lit(field), answer(field)]))})`.as(
        "answers",
      ),
    ])
    .orderBy("applications.code")
    .execute();
}

/** What of the answers is needed: the rest stays where it is. */
const neededAnswers = ["projectTitle", "projectTitleEn", "summary", "patents", "leaderName", "companyName"] as const;
export type Portrayable = { [Field in (typeof neededAnswers)[number]]?: DraftAnswers[Field] | null };

function answer(field: string) {
  return sql`applications.answers -> ${sql.lit(field)}`;
}
