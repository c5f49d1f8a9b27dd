import { type Insertable, type Kysely, sql, type Transaction } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { Places } from "~/rules/accounts/access.ts";
import { numbered } from "~/rules/heats/entry-number.ts";
import type { DB, JudgedInputProposals } from "~db/schema.ts";
import { isAbsentOrLateSql } from "../stage/stage.ts";

export type InputKind = "part" | "adjustment" | "take-back";
export type InputState = "entered" | "confirmed" | "declined" | "withdrawn" | "dismissed";

/**
 * The parts and adjustments of a round: the entries in running order, what counts, what waits for its confirmation, and what was
 * decided, the newest first. Scores are the shortest decimals, amounts hundredths. One query.
 */
export async function findJudgedInputs(db: Kysely<DB>, roundId: number) {
  // Names inside JSON are single words: the plugin leaves them as PostgreSQL writes them.
  const { entries, ...inputs } = await db
    .selectNoFrom((eb) => [
      jsonArrayFrom(
        eb
          .selectFrom("entries")
          .innerJoin("rounds", "rounds.id", "entries.roundId")
          .leftJoin("attendances", "attendances.entryId", "entries.id")
          .where("entries.roundId", "=", roundId)
          .select(["entries.id", "entries.key", "entries.title", "entries.titleEn as english"])
          .select("entries.runningOrder as place")
          .select(isAbsentOrLateSql().as("out"))
          .orderBy("entries.runningOrder", (order) => order.asc().nullsLast())
          .orderBy(sql`length(entries.key)`)
          .orderBy("entries.key"),
      ).as("entries"),
      jsonArrayFrom(
        eb
          .selectFrom("partScores")
          .where("roundId", "=", roundId)
          .select(["entryId as entry", "part", sql<string>`trim_scale(score)::text`.as("score")])
          .orderBy("entryId")
          .orderBy("part"),
      ).as("parts"),
      jsonArrayFrom(
        eb
          .selectFrom("adjustments")
          .leftJoin("judgedInputProposals as origin", (join) =>
            join.onRef("origin.adjustmentId", "=", "adjustments.id").on("origin.kind", "=", "adjustment"),
          )
          .leftJoin("users as author", "author.id", "origin.enteredById")
          .leftJoin("users as other", "other.id", "origin.decidedById")
          .where("adjustments.roundId", "=", roundId)
          .select(["adjustments.id", "adjustments.entryId as entry", "adjustments.amount", "adjustments.article"])
          .select(["adjustments.reason", "author.name as by", "other.name as confirmed"])
          .orderBy("adjustments.id"),
      ).as("adjustments"),
      jsonArrayFrom(
        eb
          .selectFrom("judgedInputProposals as proposed")
          .innerJoin("users as author", "author.id", "proposed.enteredById")
          .where("proposed.roundId", "=", roundId)
          .where("proposed.state", "=", "entered")
          .select(["proposed.id", "proposed.entryId as entry", "proposed.part", "proposed.amount", "proposed.article"])
          .select(["proposed.reason", "proposed.adjustmentId as adjustment", "proposed.enteredById as author"])
          .select([
            sql<InputKind>`proposed.kind`.as("kind"),
            sql<string | null>`trim_scale(proposed.score)::text`.as("score"),
            "author.name as by",
            sql<string>`to_json(proposed.entered_at)`.as("at"),
          ])
          .orderBy("proposed.id"),
      ).as("waiting"),
      jsonArrayFrom(
        eb
          .selectFrom("judgedInputProposals as proposed")
          .innerJoin("users as author", "author.id", "proposed.enteredById")
          .innerJoin("users as other", "other.id", "proposed.decidedById")
          .where("proposed.roundId", "=", roundId)
          .where("proposed.kind", "<>", "part")
          .where("proposed.state", "<>", "entered")
          .select([
            "proposed.id",
            "proposed.entryId as entry",
            "proposed.amount",
            "proposed.article",
            "proposed.reason",
          ])
          .select([
            sql<InputKind>`proposed.kind`.as("kind"),
            sql<InputState>`proposed.state`.as("state"),
            "author.name as by",
            "other.name as decider",
            "proposed.decisionReason as why",
            sql<string>`to_json(proposed.decided_at)`.as("at"),
          ])
          .orderBy("proposed.decidedAt", "desc")
          .orderBy("proposed.id", "desc")
          .limit(200),
      ).as("decided"),
    ])
    .executeTakeFirstOrThrow();
  return { ...inputs, entries: numbered(entries) };
}

/** The pitches whose overtime somebody has decided about, or has laid before somebody, each as "panel number". One query. */
export async function findDecidedOvertimes(db: Kysely<DB>, roundId: number): Promise<Set<string>> {
  const rows = await db
    .selectFrom("judgedInputProposals")
    .select(["overtimePanel", "overtimeSeq"])
    .where("roundId", "=", roundId)
    .where("overtimeSeq", "is not", null)
    .where("state", "in", ["entered", "confirmed", "dismissed"])
    .execute();
  return new Set(rows.map(({ overtimePanel, overtimeSeq }) => `${overtimePanel} ${overtimeSeq}`));
}

/** How many parts and adjustments of the round wait for their confirmation, a vote of the hall that was begun among them. One query. */
export async function countWaitingInputs(db: Kysely<DB>, roundId: number): Promise<number> {
  const { count } = await db
    .selectNoFrom(
      sql<number>`(
        (select count(*) from judged_input_proposals where round_id = ${roundId} and state = 'entered')
        + (select count(*) from hall_votes where round_id = ${roundId} and state <> 'confirmed')
      )::integer`.as("count"),
    )
    .executeTakeFirstOrThrow();
  return count;
}

/** How many of an entry. One query. */
export async function countWaitingInputsOf(db: Kysely<DB>, roundId: number, entry: string): Promise<number> {
  const { count } = await db
    .selectFrom("judgedInputProposals")
    .innerJoin("entries", "entries.id", "judgedInputProposals.entryId")
    .select((eb) => eb.cast<number>(eb.fn.countAll(), "integer").as("count"))
    .where("judgedInputProposals.roundId", "=", roundId)
    .where("judgedInputProposals.state", "=", "entered")
    .where("entries.key", "=", entry)
    .executeTakeFirstOrThrow();
  return count;
}

/** The rounds in which something waits that others entered, for whoever may confirm it there: by the round's id how much. One query. */
export async function findInputTurns(
  db: Kysely<DB>,
  { everywhere, editionIds, roundIds }: Places,
  actorId: string,
): Promise<Map<number, number>> {
  const rows = await db
    .selectFrom("judgedInputProposals")
    .innerJoin("realRounds as rounds", "rounds.id", "judgedInputProposals.roundId")
    .select((eb) => ["rounds.id", eb.cast<number>(eb.fn.countAll(), "integer").as("count")])
    .where("judgedInputProposals.state", "=", "entered")
    .where("judgedInputProposals.enteredById", "<>", actorId)
    .$if(!everywhere, (query) =>
      query.where((eb) =>
        eb.or([
          eb("rounds.editionId", "=", eb.fn.any(sql<number[]>`${sql.val(editionIds)}::int[]`)),
          eb("rounds.id", "=", eb.fn.any(sql<number[]>`${sql.val(roundIds)}::int[]`)),
        ]),
      ),
    )
    .groupBy("rounds.id")
    .execute();
  return new Map(rows.map(({ id, count }) => [id, count]));
}

/** Lays parts or adjustments before another person; a thousand a statement. Answers their ids. */
export async function insertInputs(
  trx: Transaction<DB>,
  inputs: readonly Insertable<JudgedInputProposals>[],
): Promise<number[]> {
  const ids: number[] = [];
  for (let at = 0; at < inputs.length; at += 1000) {
    const rows = await trx
      .insertInto("judgedInputProposals")
      .values(inputs.slice(at, at + 1000))
      .returning("id")
      .execute();
    ids.push(...rows.map(({ id }) => id));
  }
  return ids;
}

/** Those of the proposals that still wait, locked, in the order in which they were entered. */
export async function lockWaitingInputs(trx: Transaction<DB>, roundId: number, ids: readonly number[]) {
  return await trx
    .selectFrom("judgedInputProposals as proposed")
    .innerJoin("entries", "entries.id", "proposed.entryId")
    .select(["proposed.id", "proposed.entryId", "proposed.part", "proposed.amount", "proposed.article"])
    .select(["proposed.reason", "proposed.adjustmentId", "proposed.enteredById", "entries.key as entry"])
    .select([
      sql<InputKind>`proposed.kind`.as("kind"),
      sql<string | null>`trim_scale(proposed.score)::text`.as("score"),
    ])
    .where("proposed.roundId", "=", roundId)
    .where("proposed.state", "=", "entered")
    .where("proposed.id", "in", ids)
    .orderBy("proposed.id")
    .forUpdate("proposed")
    .execute();
}

export type WaitingInput = Awaited<ReturnType<typeof lockWaitingInputs>>[number];

/** Says what became of proposals. */
export async function decideInputs(
  trx: Transaction<DB>,
  ids: readonly number[],
  decided: {
    state: Exclude<InputState, "entered">;
    decidedById: string;
    decidedAt: Date;
    decisionReason?: string | null;
  },
): Promise<void> {
  if (ids.length === 0) return;
  await trx.updateTable("judgedInputProposals").set(decided).where("id", "in", ids).execute();
}

/** Makes confirmed parts count: the last score of a part stands, an empty one takes it away. */
export async function countParts(trx: Transaction<DB>, roundId: number, parts: readonly WaitingInput[]): Promise<void> {
  const given = parts.flatMap(({ entryId, part, score }) =>
    part !== null && score !== null ? [{ roundId, entryId, part, score }] : [],
  );
  for (let at = 0; at < given.length; at += 1000)
    await trx
      .insertInto("partScores")
      .values(given.slice(at, at + 1000))
      .onConflict((conflict) =>
        conflict.columns(["entryId", "part"]).doUpdateSet((eb) => ({ score: eb.ref("excluded.score") })),
      )
      .execute();
  const emptied = parts.flatMap(({ entryId, part, score }) =>
    part !== null && score === null ? [{ entryId, part }] : [],
  );
  if (emptied.length === 0) return;
  await trx
    .deleteFrom("partScores")
    .where("roundId", "=", roundId)
    .where((eb) =>
      eb(
        sql`(entry_id, part)`,
        "in",
        sql`(select * from unnest(${sql.val(emptied.map(({ entryId }) => entryId))}::int[], ${sql.val(
          emptied.map(({ part }) => part),
        )}::text[]))`,
      ),
    )
    .execute();
}

/** Makes confirmed adjustments count, in the order in which they were entered. */
export async function countAdjustments(
  trx: Transaction<DB>,
  roundId: number,
  confirmed: readonly WaitingInput[],
): Promise<void> {
  if (confirmed.length === 0) return;
  const rows = await trx
    .insertInto("adjustments")
    .values(
      confirmed.map(({ entryId, amount, article, reason }) => ({
        roundId,
        entryId,
        amount: amount ?? 0,
        article: article ?? "",
        reason: reason ?? "",
      })),
    )
    .returning("id")
    .execute();
  const ids = rows.map(({ id }) => id).toSorted((a, b) => a - b);
  await sql`
    update judged_input_proposals set adjustment_id = made.adjustment
    from unnest(${sql.val(confirmed.map(({ id }) => id))}::int[], ${sql.val(ids)}::int[]) as made (proposal, adjustment)
    where judged_input_proposals.id = made.proposal`.execute(trx);
}

/** Takes adjustments away as if they had never been; answers how many there were. */
export async function removeAdjustments(
  trx: Transaction<DB>,
  roundId: number,
  ids: readonly number[],
): Promise<number> {
  if (ids.length === 0) return 0;
  const gone = await trx
    .deleteFrom("adjustments")
    .where("roundId", "=", roundId)
    .where("id", "in", ids)
    .returning("id")
    .execute();
  return gone.length;
}
