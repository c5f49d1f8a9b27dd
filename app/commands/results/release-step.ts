import type { Transaction } from "kysely";
import { z } from "zod";
import type { Actor } from "~/rules/access.ts";
import { type FrozenStandings, freeze, type ReleaseStep, refusalOfStep, type StepRefusal } from "~/rules/release.ts";
import { findLiveRelease } from "~db/queries/releases.ts";
import { findRound, lockRound } from "~db/queries/rounds.ts";
import { findStandings } from "~db/queries/standings.ts";
import type { DB } from "~db/schema.ts";
import { type FieldError, refuse, type Subject } from "../command.ts";

/** The round and the version that the person saw when they decided. */
export const ofVersion = z.object({ round: z.string(), version: z.coerce.number().int().positive() });

/** Why a proposal or a publication ends: people read it, and the release keeps it. */
export const endingReason = z.string().trim().min(1).max(500);

export type ReleaseRefusal =
  | { type: Exclude<StepRefusal, "no-right"> | "not-found" }
  | { type: "nothing-to-release" | "digest-differs" | "standings-changed" }
  | { type: "invalid-input"; fields: FieldError[] };

export interface ReleaseSubject extends Subject {
  editionId: number;
  roundId: number;
  slug: string;
}

/** The round, for one who may take that step in it; null for everyone else. */
export async function whoMay(
  step: ReleaseStep,
  { trx, input, actor }: { trx: Transaction<DB>; input: { round: string }; actor: Actor },
): Promise<ReleaseSubject | null> {
  const round = await findRound(trx, input.round);
  if (!round) return null;
  const scope = { editionId: round.editionId, roundId: round.id };
  const allowed = refusalOfStep(step, { state: round.state, release: null }, actor, scope) !== "no-right";
  return allowed ? { ...scope, slug: round.slug } : null;
}

/**
 * Holds the round still and answers its live release (and its time zone), when the rule book lets the person take the step on it now.
 * `version` is the one they saw: where another one is live by now, the step is refused.
 */
export async function take(
  step: ReleaseStep,
  { trx, actor, subject }: { trx: Transaction<DB>; actor: Actor; subject: ReleaseSubject },
  version?: number,
) {
  const round = await lockRound(trx, subject.slug);
  const release = (await findLiveRelease(trx, subject.roundId)) ?? null;
  if (!round || (version !== undefined && release?.version !== version))
    return refuse<ReleaseRefusal>({ type: "illegal-step" });
  const refusal = refusalOfStep(step, { state: round.state, release }, actor, subject);
  if (refusal === "no-right") return refuse<ReleaseRefusal>({ type: "not-found" });
  if (refusal) return refuse<ReleaseRefusal>({ type: refusal });
  return { ok: true as const, release, timeZone: round.timeZone };
}

/** The round's standings as they are computed in this moment, ready to be signed; null for a round without a rule. */
export async function frozenNow(
  trx: Transaction<DB>,
  roundId: number,
): Promise<{ standings: FrozenStandings; digest: string } | null> {
  const [standings] = await findStandings(trx, [roundId]);
  return standings ? freeze(standings) : null;
}
