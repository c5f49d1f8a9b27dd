import type { Transaction } from "kysely";
import type { Actor } from "~/rules/accounts/access.ts";
import type { DB } from "~db/schema.ts";
import { roundToSetUp } from "../rounds/round-to-set-up.ts";

/** The preliminary round, locked against every other change of it, when the actor may set it up; else null. */
export async function reviewRound(request: { trx: Transaction<DB>; actor: Actor; input: { round: string } }) {
  const subject = await roundToSetUp(request);
  return subject?.round.kind === "preliminary" ? subject : null;
}
