import type { Kysely } from "kysely";
import type { Prize } from "~/rules/awards/prizes.ts";
import { keptPage } from "~/rules/editions/edition-page.ts";
import type { RoundKind } from "~/rules/rounds/round.ts";
import type { DB } from "../schema.ts";

/** The prizes that the edition gives in rounds of that kind, in its order; none in a review of papers. One query. */
export async function findPrizes(db: Kysely<DB>, editionId: number, kind: RoundKind): Promise<Prize[]> {
  const { page } = await db.selectFrom("editions").select("page").where("id", "=", editionId).executeTakeFirstOrThrow();
  return keptPage(page).prizes.filter(({ scope }) => scope === kind);
}
