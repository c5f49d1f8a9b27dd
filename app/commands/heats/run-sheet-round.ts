import type { Kysely, Transaction } from "kysely";
import { z } from "zod";
import { type Action, type Actor, can } from "~/rules/accounts/access.ts";
import { canDraw, type LateRule } from "~/rules/heats/attendance.ts";
import { conductOfAll } from "~/rules/stage/stages.ts";
import { findSetup } from "~db/queries/rounds/round-setup.ts";
import { findRound, lockRound, type Round } from "~db/queries/rounds/rounds.ts";
import { findStepsByStage } from "~db/queries/stage/stage.ts";
import type { DB } from "~db/schema.ts";

export const runSheetRound = z.string().min(1).max(64);
export const reasonGiven = z.string().trim().min(1).max(500);

interface Asked {
  trx: Transaction<DB>;
  actor: Actor;
  input: { round: string };
}

/** The round, locked against every other change of it, when the actor keeps its run sheet; else null. */
export async function lockRoundForRunSheet(request: Asked) {
  return await lockedFor(request, ["keep-run-sheet"]);
}

/** The same for whoever may agree that it is drawn again. */
export async function redrawConfirmer(request: Asked) {
  return await lockedFor(request, ["confirm-redraw"]);
}

/** The same for both. */
export async function redrawParty(request: Asked) {
  return await lockedFor(request, ["keep-run-sheet", "confirm-redraw"]);
}

async function lockedFor({ trx, actor, input }: Asked, actions: readonly Action[]) {
  const found = await findRound(trx, input.round);
  const scope = found && { editionId: found.editionId, roundId: found.id };
  if (!scope || !actions.some((action) => can(actor, action, scope))) return null;
  const round = await lockRound(trx, input.round);
  if (!round || round.kind === "preliminary") return null;
  return { editionId: round.editionId, roundId: round.id, round, lateRule: round.lateRule as LateRule };
}

/** Why the order can no longer be drawn, or not yet: the round's state, a sheet that is begun, a project that was called. */
export async function whyNotDrawn(
  trx: Transaction<DB>,
  round: Round,
): Promise<"round-not-open" | "scoring-begun" | "already-called" | null> {
  if (!canDraw(round.state)) return "round-not-open";
  if ((await findSetup(trx, round.id)).sheets > 0) return "scoring-begun";
  return (await findCalled(trx, round)).length > 0 ? "already-called" : null;
}

/** Keys of the entries that were called on any of the round's stages. */
export async function findCalled(db: Kysely<DB>, round: Pick<Round, "id" | "pitchMinutes" | "defenceMinutes">) {
  const stages = await findStepsByStage(db, round.id);
  return conductOfAll(
    stages.map(({ steps }) => steps),
    round,
  ).called;
}
