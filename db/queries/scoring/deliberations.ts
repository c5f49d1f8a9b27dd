import { type Kysely, sql, type Transaction } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { DB } from "~db/schema.ts";

export type DeliberationState = "open" | "ended" | "confirmed";

/**
 * The deliberations of a round, of one entry where it is named, in the order in which they began, with the values that
 * judges gave in them (decimals without trailing zeros, by judge). One query.
 */
export async function findDeliberations(db: Kysely<DB>, roundId: number, entry?: string) {
  const rows = await db
    .selectFrom("deliberations")
    .innerJoin("entries", "entries.id", "deliberations.entryId")
    .innerJoin("users as opener", "opener.id", "deliberations.openedById")
    .leftJoin("users as ender", "ender.id", "deliberations.endedById")
    .leftJoin("users as confirmer", "confirmer.id", "deliberations.confirmedById")
    .where("deliberations.roundId", "=", roundId)
    .$if(entry !== undefined, (query) => query.where("entries.key", "=", entry ?? ""))
    .select([
      "deliberations.id",
      "deliberations.entryId",
      "deliberations.state",
      "deliberations.openedAt",
      "deliberations.endedAt",
      "deliberations.endedById",
      "deliberations.confirmedAt",
      "entries.key as entry",
      "opener.name as openedBy",
      "ender.name as endedBy",
      "confirmer.name as confirmedBy",
      sql<string>`round(deliberations.spread, 2)::text`.as("spread"),
    ])
    .select((eb) =>
      jsonArrayFrom(
        eb
          .selectFrom("deliberationValues")
          .innerJoin("panelMembers", "panelMembers.id", "deliberationValues.judgeId")
          .whereRef("deliberationValues.deliberationId", "=", "deliberations.id")
          .select(["panelMembers.key as judge", "deliberationValues.reason"])
          .select(sql<string>`trim_scale(deliberation_values.score)::text`.as("score"))
          .orderBy(sql`panel_members.key collate "C"`),
      ).as("values"),
    )
    .orderBy("deliberations.id")
    .execute();
  return rows.map((row) => ({ ...row, state: row.state as DeliberationState }));
}

export type StoredDeliberation = Awaited<ReturnType<typeof findDeliberations>>[number];

/** Begins; answers false where the panel has conferred on the entry already. */
export async function insertDeliberation(
  trx: Transaction<DB>,
  values: { roundId: number; entryId: number; spread: string; openedById: string; openedAt: Date },
): Promise<boolean> {
  const row = await trx
    .insertInto("deliberations")
    .values(values)
    .onConflict((conflict) => conflict.column("entryId").doNothing())
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

/** Answers false where the judge has given a value already. */
export async function insertDeliberationValue(
  trx: Transaction<DB>,
  values: { roundId: number; deliberationId: number; judgeId: number; score: string; reason: string; givenAt: Date },
): Promise<boolean> {
  const row = await trx
    .insertInto("deliberationValues")
    .values(values)
    .onConflict((conflict) => conflict.columns(["deliberationId", "judgeId"]).doNothing())
    .returning("judgeId")
    .executeTakeFirst();
  return row !== undefined;
}

/** Ends, or goes on where nobody has confirmed the end. */
export async function setDeliberationEnd(
  trx: Transaction<DB>,
  id: number,
  end: { endedById: string; endedAt: Date } | null,
): Promise<void> {
  await trx
    .updateTable("deliberations")
    .set({ state: end ? "ended" : "open", endedById: end?.endedById ?? null, endedAt: end?.endedAt ?? null })
    .where("id", "=", id)
    .execute();
}

/** Confirms the end: from now on what the judges gave counts instead of what their sheets say. */
export async function confirmDeliberationEnd(
  trx: Transaction<DB>,
  id: number,
  confirmed: { confirmedById: string; confirmedAt: Date },
): Promise<void> {
  await trx
    .updateTable("deliberations")
    .set({ state: "confirmed", ...confirmed })
    .where("id", "=", id)
    .execute();
  await sql`
    insert into revisions (round_id, entry_id, judge_id, score, reason)
    select deliberations.round_id, deliberations.entry_id, given.judge_id, given.score, given.reason
    from deliberations join deliberation_values given on given.deliberation_id = deliberations.id
    where deliberations.id = ${id}`.execute(trx);
}

/** The entry's open deliberation in a round, and the actor's own seat with its sheet there; undefined without a seat. One query. */
export async function findOwnDeliberation(
  trx: Transaction<DB>,
  { round, entry, userId }: { round: string; entry: string; userId: string },
) {
  return await trx
    .selectFrom("rounds")
    .innerJoin("panelMembers", "panelMembers.roundId", "rounds.id")
    .innerJoin("entries", "entries.roundId", "rounds.id")
    .leftJoin("deliberations", "deliberations.entryId", "entries.id")
    .leftJoin("sheets", (join) =>
      join.onRef("sheets.entryId", "=", "entries.id").onRef("sheets.judgeId", "=", "panelMembers.id"),
    )
    .where("rounds.slug", "=", round)
    .where("entries.key", "=", entry)
    .where("panelMembers.userId", "=", userId)
    .where("panelMembers.removedAt", "is", null)
    .select([
      "rounds.id as roundId",
      "rounds.editionId",
      "rounds.state as roundState",
      "entries.id as entryId",
      "panelMembers.id as judgeId",
      "panelMembers.key as judge",
      "deliberations.id as deliberationId",
      "deliberations.state",
      "sheets.state as sheet",
    ])
    .forShare("rounds")
    .executeTakeFirst();
}

/** Whether the panel confers on the entry, or has and nobody has confirmed the end. */
export async function isDeliberated(trx: Transaction<DB>, entryId: number): Promise<boolean> {
  const row = await trx
    .selectFrom("deliberations")
    .select("id")
    .where("entryId", "=", entryId)
    .where("state", "in", ["open", "ended"])
    .executeTakeFirst();
  return row !== undefined;
}

/** The seat of a judge on the round's panel; undefined where they sit on none. */
export async function findJudgeSeat(db: Kysely<DB>, { roundId, userId }: { roundId: number; userId: string }) {
  return await db
    .selectFrom("panelMembers")
    .select(["id", "key"])
    .where("roundId", "=", roundId)
    .where("userId", "=", userId)
    .where("removedAt", "is", null)
    .executeTakeFirst();
}
