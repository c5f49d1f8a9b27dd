import type { Kysely, Transaction } from "kysely";
import { isHideable } from "~/rules/review/blind.ts";
import type { ReviewSettings } from "~/rules/review/review.ts";
import type { DB } from "../schema.ts";

/** How the round's applications are reviewed; undefined where that is not set (then every judge scores every entry). */
export async function findReviewSettings(db: Kysely<DB>, roundId: number): Promise<ReviewSettings | undefined> {
  const row = await db.selectFrom("reviewSettings").selectAll().where("roundId", "=", roundId).executeTakeFirst();
  if (!row) return undefined;
  const { reviewsPerEntry, blindFields, sameEmployer, sameSchool, sameRecommender } = row;
  return {
    perEntry: reviewsPerEntry,
    blindFields: blindFields.filter(isHideable),
    ...{ sameEmployer, sameSchool, sameRecommender },
  };
}

export async function writeReviewSettings(
  trx: Transaction<DB>,
  roundId: number,
  { perEntry, ...rest }: ReviewSettings,
): Promise<void> {
  const columns = { reviewsPerEntry: perEntry, ...rest };
  await trx
    .insertInto("reviewSettings")
    .values({ roundId, ...columns })
    .onConflict((conflict) => conflict.column("roundId").doUpdateSet(columns))
    .execute();
}
