import { type Kysely, sql, type Transaction } from "kysely";
import type { AdvancementRule } from "~/rules/advancement/advancement-rule.ts";
import type { DB, Json } from "../schema.ts";

/** Keeps that an entry of a heat does not go on; false when it was kept before. */
export async function insertWithdrawal(
  trx: Transaction<DB>,
  withdrawal: { entryId: number; withdrawnById: string; withdrawnAt: Date; leftKey: string | null },
): Promise<boolean> {
  const kept = await trx
    .insertInto("advancementWithdrawals")
    .values(withdrawal)
    .onConflict((conflict) => conflict.column("entryId").doNothing())
    .returning("entryId")
    .executeTakeFirst();
  return kept !== undefined;
}

/** Keeps what the panel decided on equals, as the latest decision. */
export async function insertDecision(
  trx: Transaction<DB>,
  places: readonly { entryId: number; place: number }[],
  { byId, at }: { byId: string; at: Date },
): Promise<void> {
  const { id } = await trx
    .insertInto("advancementDecisions")
    .values({ recordedById: byId, recordedAt: at })
    .returning("id")
    .executeTakeFirstOrThrow();
  await trx
    .insertInto("advancementDecisionPlaces")
    .values(places.map((place) => ({ ...place, decisionId: id })))
    .execute();
}

/** Settles an edition's rule. */
export async function putAdvancementRule(
  trx: Transaction<DB>,
  editionId: number,
  rule: AdvancementRule,
): Promise<void> {
  await trx
    .updateTable("editions")
    .set({ advancement: rule as unknown as Json })
    .where("id", "=", editionId)
    .execute();
}

/** The heats of an edition that are no drafts, and whether each ranks its groups by themselves. One query. */
export async function findTourHeats(db: Kysely<DB>, editionId: number) {
  return await db
    .selectFrom("rounds")
    .leftJoin("rules", "rules.roundId", "rounds.id")
    .where("rounds.editionId", "=", editionId)
    .where("rounds.kind", "=", "heat")
    .where("rounds.state", "<>", "draft")
    .where("rounds.rehearsalOfId", "is", null)
    .select(["rounds.slug", "rounds.title", "rounds.titleEn"])
    .select(sql<boolean>`rules.groups is not distinct from 'separate'`.as("separate"))
    .orderBy("rounds.startsAt", (order) => order.asc().nullsLast())
    .orderBy("rounds.slug")
    .execute();
}
