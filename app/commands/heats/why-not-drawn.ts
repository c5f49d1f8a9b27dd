import type { Transaction } from "kysely";
import { canDraw } from "~/rules/heats/attendance.ts";
import { conductOf } from "~/rules/stage/conduct.ts";
import { findSetup } from "~db/queries/rounds/round-setup.ts";
import type { Round } from "~db/queries/rounds/rounds.ts";
import { findAllSteps } from "~db/queries/stage/stage.ts";
import type { DB } from "~db/schema.ts";

/** Why the order can no longer be drawn, or not yet: the round's state, a sheet that is begun, a project that was called. */
export async function whyNotDrawn(
  trx: Transaction<DB>,
  round: Round,
): Promise<"round-not-open" | "scoring-begun" | "already-called" | null> {
  if (!canDraw(round.state)) return "round-not-open";
  if ((await findSetup(trx, round.id)).sheets > 0) return "scoring-begun";
  return conductOf(await findAllSteps(trx, round.id), round).called.length > 0 ? "already-called" : null;
}
