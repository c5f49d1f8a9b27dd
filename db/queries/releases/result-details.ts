import { type Kysely, sql } from "kysely";
import type { DB } from "~db/schema.ts";

/** Who brought an entry: the company of a company's, otherwise the leader; null once the application is erased. */
export interface EntryPerson {
  key: string;
  leader: string | null;
  company: string | null;
}

/** Who brought each entry of the round. One query. */
export async function findEntryPeople(db: Kysely<DB>, round: string): Promise<EntryPerson[]> {
  return await db
    .selectFrom("entries")
    .innerJoin("rounds", "rounds.id", "entries.roundId")
    .innerJoin("applications", "applications.id", "entries.applicationId")
    .leftJoin("groups", "groups.id", "applications.groupId")
    .where("rounds.slug", "=", round)
    .select(["entries.key", "applications.leaderName as leader"])
    .select(sql<string | null>`case when groups.company then applications.company_name end`.as("company"))
    .orderBy("entries.id")
    .execute();
}
