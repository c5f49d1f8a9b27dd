import { type Action, type Actor, can, type Role, rolesWith, type Scope } from "./access.ts";
import { digestOf } from "./canonical-json.ts";
import type { RoundState } from "./round.ts";
import type { RoundStandings } from "./standing.ts";

/**
 * The release of a round's results by several hands: one person proposes, another one confirms, an organizer publishes.
 * Each signs the same digest, and what was signed never changes: a mistake is voided or withdrawn, and the next version begins.
 */

export const releaseStates = ["proposed", "confirmed", "published", "voided", "withdrawn"] as const;
export type ReleaseState = (typeof releaseStates)[number];

export const releaseSteps = ["propose", "confirm", "publish", "void", "withdraw"] as const;
export type ReleaseStep = (typeof releaseSteps)[number];

/** Where a step begins (`null`: no release is live) and the right that it asks for. */
const steps: Record<ReleaseStep, { from: readonly (ReleaseState | null)[]; right: Action }> = {
  propose: { from: [null], right: "propose-release" },
  confirm: { from: ["proposed"], right: "confirm-release" },
  publish: { from: ["confirmed"], right: "publish-release" },
  void: { from: ["proposed", "confirmed"], right: "void-release" },
  withdraw: { from: ["published"], right: "withdraw-release" },
};

/** The part of a release that decides what comes next. */
export interface LiveRelease {
  state: ReleaseState;
  proposedById: string;
}

/** What a step needs to know of the round: its own state, and its live release or null. */
export interface Releasable {
  state: RoundState;
  release: LiveRelease | null;
}

export type StepRefusal = "no-right" | "illegal-step" | "release-fixed" | "same-person";

/**
 * Why the person may not take the step now; `null` when they may. Nobody confirms what they proposed themselves: two
 * persons answer for every result. An organizer publishes, and may be one of the two where a desk is small.
 */
export function refusalOfStep(
  step: ReleaseStep,
  { state, release }: Releasable,
  actor: Pick<Actor, "id" | "grants">,
  scope: Scope,
): StepRefusal | null {
  const { from, right } = steps[step];
  if (!can(actor, right, scope)) return "no-right";
  if (state !== "closed") return "illegal-step";
  if (!from.includes(release?.state ?? null)) return step === "propose" ? "release-fixed" : "illegal-step";
  if (step === "confirm" && release?.proposedById === actor.id) return "same-person";
  return null;
}

/** The step that carries the release forward from here, and the roles that may take it; `null` once it is published. */
export function nextStep(
  release: Pick<LiveRelease, "state"> | null,
): { step: ReleaseStep; roles: readonly Role[] } | null {
  const step = (["propose", "confirm", "publish"] as const).find((each) =>
    steps[each].from.includes(release?.state ?? null),
  );
  return step ? { step, roles: rolesWith(steps[step].right) } : null;
}

/** What a release freezes and its signers sign: the standings and the rule they came by, whatever state the round is in. */
export type FrozenStandings = Omit<RoundStandings, "state">;

/** The frozen part of computed standings, with its digest: anyone gets the same from the published JSON less its `state`. */
export function freeze({ round, rule, standings }: FrozenStandings): { standings: FrozenStandings; digest: string } {
  const frozen = { round, rule, standings };
  return { standings: frozen, digest: digestOf(frozen) };
}
