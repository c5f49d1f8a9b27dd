import { type Kysely, sql } from "kysely";
import type { DraftAnswers } from "~/rules/applications/application.ts";
import type { ApplicationState } from "~/rules/applications/application-state.ts";
import type { ContestEntry } from "~/rules/exchange/contest-folder.ts";
import type { ScreeningFilter } from "~/rules/screening/screening-filter.ts";
import { defaultSort, type ListPosition } from "~/rules/screening/screening-order.ts";
import { stayWhileIdle } from "~db/copy.ts";
import { ReplicaLost } from "~db/replica.ts";
import type { DB } from "~db/schema.ts";
import { inOrder, narrowed, pastPosition, type ScreeningScope } from "../screening/screening.ts";

const rowsAtOnce = 10_000;

/** One mark, or with `mark` null the lack of one on a sheet that exists. */
export interface ExportedMark {
  entry: string;
  judge: string;
  criterion: string;
  /** In hundredths of a point. */
  mark: number | null;
}

/** Runs `read` on one unmoving picture of the database, however long it takes; once more where a replica was lost meanwhile. */
export async function readConsistently<T>(db: Kysely<DB>, read: (db: Kysely<DB>) => Promise<T>): Promise<T> {
  const once = () =>
    db
      .transaction()
      .setIsolationLevel("repeatable read")
      .setAccessMode("read only")
      .execute(async (trx) => {
        await stayWhileIdle(trx);
        return await read(trx);
      });
  try {
    return await once();
  } catch (error) {
    if (error instanceof ReplicaLost) return await once();
    throw error;
  }
}

/** The round's entries in the order they were made, some at a time. */
export async function* streamEntries(db: Kysely<DB>, roundId: number): AsyncGenerator<ContestEntry> {
  const query = db
    .selectFrom("entries")
    .leftJoin("groups", "groups.id", "entries.groupId")
    .select(["entries.key", "entries.title", "groups.key as group", "entries.runningOrder as order"])
    .select("entries.panel")
    .where("entries.roundId", "=", roundId)
    .orderBy("entries.id");
  yield* query.stream(rowsAtOnce);
}

/**
 * Every cell of every sheet that can count: submitted, by a judge who is still on the panel. Some at a time. The marks are
 * those of the ballots, which the database wrote from them when the sheets were handed in: nothing is looked up a sheet.
 */
export async function* streamMarks(db: Kysely<DB>, roundId: number): AsyncGenerator<ExportedMark> {
  const query = db
    .selectFrom("sheets")
    .innerJoin("entries", "entries.id", "sheets.entryId")
    .innerJoin("panelMembers", "panelMembers.id", "sheets.judgeId")
    .innerJoin(
      (eb) =>
        eb
          .selectFrom("criteria")
          .select(["roundId", "key", sql`row_number() over (order by position, id)`.as("place")])
          .where("roundId", "=", roundId)
          .as("rubric"),
      (join) => join.onRef("rubric.roundId", "=", "sheets.roundId"),
    )
    .select(["entries.key as entry", "panelMembers.key as judge", "rubric.key as criterion"])
    .select(sql<number | null>`sheets.ballot[rubric.place]`.as("mark"))
    .where("sheets.roundId", "=", roundId)
    .where("sheets.state", "=", "submitted")
    .where("panelMembers.removedAt", "is", null)
    .orderBy("sheets.entryId")
    .orderBy("sheets.judgeId")
    .orderBy("rubric.place");
  yield* query.stream(rowsAtOnce);
}

/** Whether some entry of the round is judged by a panel of its own. */
export async function existsPanel(db: Kysely<DB>, roundId: number): Promise<boolean> {
  const found = await db
    .selectFrom("entries")
    .select("id")
    .where("roundId", "=", roundId)
    .where("panel", "is not", null)
    .limit(1)
    .execute();
  return found.length > 0;
}

/** Whether the panel's vote has parted entries of the round: a decision that no contest folder can hold. */
export async function existsTieVote(db: Kysely<DB>, roundId: number): Promise<boolean> {
  const { found } = await db
    .selectNoFrom((eb) =>
      eb.exists(eb.selectFrom("tieVotes").select(sql`1`.as("one")).where("roundId", "=", roundId)).as("found"),
    )
    .executeTakeFirstOrThrow();
  return Boolean(found);
}

/**
 * The rounds of those slugs, or all of them, in the order they were made: each with its rubric's keys, and whether it has a
 * rule. No rehearsal is among them, named or not: it has no result.
 */
export async function findRoundsToRank(db: Kysely<DB>, slugs: readonly string[] | "all") {
  return await db
    .selectFrom("realRounds as rounds")
    .leftJoin("rules", "rules.roundId", "rounds.id")
    .select(["rounds.id", "rounds.slug"])
    .select((eb) => [
      eb("rules.roundId", "is not", null).as("hasRule"),
      sql<string[]>`array(select key from criteria where round_id = rounds.id order by position)`.as("criteria"),
    ])
    .$if(slugs !== "all", (query) => query.where("rounds.slug", "in", [...slugs]))
    .orderBy("rounds.id")
    .execute();
}

export type ExportedApplication = Awaited<ReturnType<typeof findExportPage>>[number];

/**
 * The next applications of a list in its order, from after a place on, with everything that leaves the house: never a
 * whole number of an identity document, and of the answers the `fields` asked for. One query; each page stands for itself,
 * so that a slow reader holds no connection.
 */
export async function findExportPage(
  db: Kysely<DB>,
  desk: ScreeningScope,
  filter: ScreeningFilter,
  page: { fields: readonly string[]; after: ListPosition | undefined; limit: number },
) {
  const { sort = defaultSort } = filter;
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
    .$if(after !== undefined, (query) => query.where(pastPosition(sort, "after", after ?? [])))
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
export async function countExported(db: Kysely<DB>, desk: ScreeningScope, filter: ScreeningFilter): Promise<number> {
  const { count } = await db
    .selectFrom("applications")
    .select((eb) => eb.fn.countAll<string>().as("count"))
    .where((eb) => narrowed(eb, desk, filter))
    .executeTakeFirstOrThrow();
  return Number(count);
}
