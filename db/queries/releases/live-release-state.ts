import type { ExpressionBuilder } from "kysely";
import type { DB } from "../../schema.ts";

/** In a query over rounds: the state of the round's newest release that was neither voided, withdrawn nor replaced. */
export function liveReleaseState(eb: ExpressionBuilder<DB, "rounds">) {
  return (
    eb
      .selectFrom("releases")
      .select("releases.state")
      .whereRef("releases.roundId", "=", "rounds.id")
      .where("releases.state", "in", ["proposed", "confirmed", "published"])
      // What is under way to replace a published version comes after it
      .orderBy("releases.version", "desc")
      .limit(1)
      .as("releaseState")
  );
}
