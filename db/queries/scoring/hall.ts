import { type Kysely, sql, type Transaction } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import { numbered } from "~/rules/heats/entry-number.ts";
import type { DB } from "~db/schema.ts";
import { isAbsentOrLateSql } from "../stage/stage.ts";

/**
 * Makes the votes of the hall count in these rounds: the scores of the part that it votes on, for every entry
 * (`rules/standings/hall.ts` says the same a second time). One statement.
 */
export async function countHallVotes(db: Kysely<DB>, roundIds: readonly number[]): Promise<void> {
  await sql`
    insert into part_scores (round_id, entry_id, part, score)
    select round_id, id, part, coalesce(case when truncates then div(100 * most_points * votes, divisor)
      else div(200 * most_points * votes + divisor, 2 * divisor) end, 0) * 0.01
    from (
      select entries.round_id, entries.id, part ->> 'key' as part, (part ->> 'max')::numeric as most_points, coalesce(votes, 0) as votes,
        coalesce(settings -> 'rounding' ->> 'points', settings ->> 'rounding') = 'truncate' as truncates,
        nullif(case part -> 'hall' ->> 'of' when 'most' then max(votes) over (partition by entries.round_id)
          else sum(votes) over (partition by entries.round_id) end, 0) as divisor
      from rules join entries on entries.round_id = rules.round_id
        cross join jsonb_array_elements(settings -> 'parts') of_rule (part)
        left join hall_counts on hall_counts.entry_id = entries.id
      where rules.round_id = any (${[...roundIds]}::integer[]) and part ? 'hall'
    ) voted`.execute(db);
}

export type HallVoteState = "open" | "closed" | "confirmed";

/**
 * The vote of the hall in a round as its staff may see it: how many codes there are and were used, who did which step, and the
 * votes of each entry once it is closed, in running order; before that nobody reads them. One query.
 */
export async function findHallVote(db: Kysely<DB>, roundId: number) {
  const { counts, ...vote } = await db
    .selectFrom("rounds")
    .leftJoin("hallVotes as vote", "vote.roundId", "rounds.id")
    .leftJoin("users as opener", "opener.id", "vote.openedById")
    .leftJoin("users as closer", "closer.id", "vote.closedById")
    .leftJoin("users as confirmer", "confirmer.id", "vote.confirmedById")
    .where("rounds.id", "=", roundId)
    .select(["opener.name as opener", "closer.name as closer", "confirmer.name as confirmer"])
    .select(["vote.openedAt", "vote.closedAt", "vote.confirmedAt", "vote.closedById"])
    .select((eb) => [
      sql<HallVoteState | null>`vote.state`.as("state"),
      codesOf(eb.ref("rounds.id")).as("codes"),
      sql<number>`(select count(*)::integer from hall_codes where round_id = rounds.id and spent)`.as("spent"),
      // Names inside JSON are single words: the plugin leaves them as PostgreSQL writes them
      jsonArrayFrom(
        eb
          .selectFrom("hallCounts")
          .innerJoin("entries", "entries.id", "hallCounts.entryId")
          .whereRef("hallCounts.roundId", "=", "rounds.id")
          .where(sql<boolean>`vote.state <> 'open'`)
          .select(["entries.key", "entries.title", "entries.titleEn as english", "hallCounts.votes"])
          .select("entries.runningOrder as place")
          .orderBy("entries.runningOrder", (order) => order.asc().nullsLast())
          .orderBy(sql`length(entries.key)`)
          .orderBy("entries.key"),
      ).as("counts"),
    ])
    .executeTakeFirstOrThrow();
  return { ...vote, counts: numbered(counts) };
}

function codesOf(round: unknown) {
  return sql<number>`(select count(*)::integer from hall_codes where round_id = ${round})`;
}

/** The vote's state, and who closed it, locked against ballots that are under way; undefined before it was opened. */
export async function lockHallVote(trx: Transaction<DB>, roundId: number) {
  const row = await trx
    .selectFrom("hallVotes")
    .where("roundId", "=", roundId)
    .select(["closedById", sql<HallVoteState>`state`.as("state")])
    .forUpdate()
    .executeTakeFirst();
  return row;
}

/** How many codes the round has, and how many were used. One query. */
export async function countHallCodes(db: Kysely<DB>, roundId: number): Promise<{ codes: number; spent: number }> {
  return await db
    .selectFrom("hallCodes")
    .where("roundId", "=", roundId)
    .select([
      sql<number>`count(*)::integer`.as("codes"),
      sql<number>`(count(*) filter (where spent))::integer`.as("spent"),
    ])
    .executeTakeFirstOrThrow();
}

export async function insertHallCodes(
  trx: Transaction<DB>,
  roundId: number,
  digests: readonly string[],
): Promise<void> {
  await sql`
    insert into hall_codes (round_id, code_digest) select ${roundId}, unnest(${sql.val([...digests])}::text[])`.execute(
    trx,
  );
}

/** How many of these are codes of the round. One query. */
export async function countCodesAmong(db: Kysely<DB>, roundId: number, digests: readonly string[]): Promise<number> {
  const { count } = await db
    .selectFrom("hallCodes")
    .where("roundId", "=", roundId)
    .where(sql<boolean>`code_digest = any (${sql.val([...digests])}::text[])`)
    .select(sql<number>`count(*)::integer`.as("count"))
    .executeTakeFirstOrThrow();
  return count;
}

export async function insertHallVote(
  trx: Transaction<DB>,
  vote: { roundId: number; openedById: string; openedAt: Date },
): Promise<void> {
  await trx.insertInto("hallVotes").values(vote).execute();
}

/** Closes the vote, with a count for every entry of the round; answers the counts by entry key. */
export async function closeHallVote(
  trx: Transaction<DB>,
  { roundId, closedById, closedAt }: { roundId: number; closedById: string; closedAt: Date },
): Promise<{ entry: string; votes: number }[]> {
  await sql`
    insert into hall_counts (round_id, entry_id) select round_id, id from entries where round_id = ${roundId}
    on conflict do nothing`.execute(trx);
  await trx
    .updateTable("hallVotes")
    .set({ state: "closed", closedById, closedAt })
    .where("roundId", "=", roundId)
    .execute();
  return await trx
    .selectFrom("hallCounts")
    .innerJoin("entries", "entries.id", "hallCounts.entryId")
    .where("hallCounts.roundId", "=", roundId)
    .select(["entries.key as entry", "hallCounts.votes"])
    .orderBy("entries.id")
    .execute();
}

/** Makes the closed vote count. */
export async function confirmHallVoteOf(
  trx: Transaction<DB>,
  { roundId, confirmedById, confirmedAt }: { roundId: number; confirmedById: string; confirmedAt: Date },
): Promise<void> {
  await trx
    .updateTable("hallVotes")
    .set({ state: "confirmed", confirmedById, confirmedAt })
    .where("roundId", "=", roundId)
    .execute();
  await countHallVotes(trx, [roundId]);
}

/** Takes the vote away with its codes and counts, as if it had never been. */
export async function removeHallVote(trx: Transaction<DB>, roundId: number): Promise<void> {
  for (const table of ["hallVotes", "hallCounts", "hallCodes"] as const)
    await trx
      .deleteFrom(table as "hallVotes")
      .where("roundId", "=", roundId)
      .execute();
}

/** The code's round, and what the vote there is at; undefined where there is no such code. One query. */
export async function findHallCode(db: Kysely<DB>, codeDigest: string) {
  return await db
    .selectFrom("hallCodes")
    .innerJoin("rounds", "rounds.id", "hallCodes.roundId")
    .leftJoin("hallVotes", "hallVotes.roundId", "rounds.id")
    .where("hallCodes.codeDigest", "=", codeDigest)
    .where("rounds.wipedAt", "is", null)
    .select(["rounds.id as roundId", "rounds.title", "rounds.titleEn", "rounds.rehearsalOfId", "hallCodes.spent"])
    .select(sql<HallVoteState | null>`hall_votes.state`.as("state"))
    .executeTakeFirst();
}

/** Those of the round who can be voted for, all but who is out, in running order. One query. */
export async function findHallEntries(db: Kysely<DB>, roundId: number) {
  const entries = await db
    .selectFrom("entries")
    .innerJoin("rounds", "rounds.id", "entries.roundId")
    .leftJoin("attendances", "attendances.entryId", "entries.id")
    .where("entries.roundId", "=", roundId)
    .where(sql<boolean>`${isAbsentOrLateSql()} is not true`)
    .select(["entries.id", "entries.key", "entries.title", "entries.titleEn"])
    .select("entries.runningOrder as place")
    .orderBy("entries.runningOrder", (order) => order.asc().nullsLast())
    .orderBy(sql`length(entries.key)`)
    .orderBy("entries.key")
    .execute();
  return numbered(entries);
}

/** Whether the vote is open, and stays so until this transaction ends. */
export async function isHallVoteOpen(trx: Transaction<DB>, roundId: number): Promise<boolean> {
  const row = await trx
    .selectFrom("hallVotes")
    .where("roundId", "=", roundId)
    .where("state", "=", "open")
    .select("roundId")
    .forShare()
    .executeTakeFirst();
  return row !== undefined;
}

/** Uses the code up; false where somebody has. */
export async function spendHallCode(trx: Transaction<DB>, codeDigest: string): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable("hallCodes")
    .set({ spent: true })
    .where("codeDigest", "=", codeDigest)
    .where("spent", "=", false)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** One more vote for each of these entries, counted in one order, so that ballots wait for each other and never in a circle. */
export async function addHallVotes(trx: Transaction<DB>, roundId: number, entryIds: readonly number[]): Promise<void> {
  await sql`
    insert into hall_counts (round_id, entry_id, votes)
    select ${roundId}, id, 1 from unnest(${sql.val([...entryIds])}::integer[]) chosen (id) order by id
    on conflict (entry_id) do update set votes = hall_counts.votes + 1`.execute(trx);
}
