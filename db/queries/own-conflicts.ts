import { type Kysely, sql, type Transaction } from "kysely";
import type { RoundState } from "~/rules/rounds/round.ts";
import type { DB, Json } from "../schema.ts";
import { entriesInOrder } from "./entry-order.ts";
import { asJudgesSee } from "./sheets.ts";

/** How many titles stand on one page. */
export const titlesAPage = 100;

/**
 * The titles of a review's projects, as judges see them, whether assigned or not, each with whether the judge has declared a tie
 * to it; a page of those that contain the words. One query: what is hidden from judges must not be found by searching either,
 * so the search is over what they see.
 */
export async function findTitlesForConflicts(
  db: Kysely<DB>,
  asked: { roundId: number; userId: string; words: string; page: number },
) {
  const rows = await entriesInOrder(db, asked.roundId)
    .innerJoin("reviewSettings", "reviewSettings.roundId", "entries.roundId")
    .innerJoin("panelMembers", "panelMembers.roundId", "entries.roundId")
    .where("panelMembers.userId", "=", asked.userId)
    .where("panelMembers.removedAt", "is", null)
    .leftJoin("recusals", (join) =>
      join.onRef("recusals.entryId", "=", "entries.id").onRef("recusals.judgeId", "=", "panelMembers.id"),
    )
    .select([
      "entries.key",
      "entries.title",
      "entries.titleEn",
      "reviewSettings.blindFields",
      sql<Json | null>`case when cardinality(review_settings.blind_fields) > 0 then applications.answers end`.as(
        "answers",
      ),
      "recusals.reason as declared",
    ])
    .execute();
  const words = asked.words.trim().toLowerCase();
  const found = rows
    .map(asJudgesSee)
    .filter(({ title, titleEn }) => `${title}\n${titleEn ?? ""}`.toLowerCase().includes(words));
  const from = (asked.page - 1) * titlesAPage;
  return {
    total: found.length,
    declared: found.filter(({ declared }) => declared !== null).length,
    titles: found.slice(from, from + titlesAPage),
  };
}

/** The person's seat in the review, held with the round's state until the transaction ends; undefined without one. */
export async function lockSeat(trx: Transaction<DB>, asked: { round: string; userId: string }) {
  const seat = await trx
    .selectFrom("panelMembers")
    .innerJoin("rounds", "rounds.id", "panelMembers.roundId")
    .innerJoin("reviewSettings", "reviewSettings.roundId", "rounds.id")
    .where("rounds.slug", "=", asked.round)
    .where("panelMembers.userId", "=", asked.userId)
    .where("panelMembers.removedAt", "is", null)
    .select([
      "rounds.id as roundId",
      "rounds.editionId",
      "rounds.state",
      "panelMembers.id as judgeId",
      "panelMembers.key as judge",
    ])
    .forShare(["rounds"])
    .forNoKeyUpdate(["panelMembers"])
    .executeTakeFirst();
  return seat && { ...seat, state: seat.state as RoundState };
}

/**
 * Records the ties and takes the judge's own drafts of those entries away; answers the keys that were not declared
 * before, or "submitted" when one of the sheets is.
 */
export async function declareRecusals(
  trx: Transaction<DB>,
  seat: { roundId: number; judgeId: number },
  given: { entries: readonly string[]; reason: string; declaredById: string; declaredAt: Date },
): Promise<string[] | "submitted"> {
  const { roundId, judgeId } = seat;
  const entries = await trx
    .selectFrom("entries")
    .leftJoin("sheets", (join) => join.onRef("sheets.entryId", "=", "entries.id").on("sheets.judgeId", "=", judgeId))
    .where("entries.roundId", "=", roundId)
    .where("entries.key", "in", given.entries)
    .select(["entries.id", "entries.key", "sheets.state"])
    .orderBy("entries.id")
    .execute();
  if (entries.some(({ state }) => state === "submitted")) return "submitted";
  const ids = entries.map(({ id }) => id);
  if (ids.length === 0) return [];
  await trx.deleteFrom("sheets").where("judgeId", "=", judgeId).where("entryId", "in", ids).execute();
  const { reason, declaredById, declaredAt } = given;
  const made = await trx
    .insertInto("recusals")
    .values(ids.map((entryId) => ({ roundId, entryId, judgeId, reason, declaredById, declaredAt })))
    .onConflict((conflict) => conflict.columns(["entryId", "judgeId"]).doNothing())
    .returning("entryId")
    .execute();
  return entries.filter(({ id }) => made.some(({ entryId }) => entryId === id)).map(({ key }) => key);
}
