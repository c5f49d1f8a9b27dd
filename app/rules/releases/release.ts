import { type Action, type Actor, can, type Role, rolesWith, type Scope } from "../accounts/access.ts";
import type { RoundState } from "../rounds/round.ts";

/**
 * The release of a round's results by several hands: one person proposes, another one confirms, a third one publishes.
 * Each signs the same digest, and what was signed never changes: a proposal whose table has changed is void, a published
 * version is withdrawn, or replaced by its correction, which goes the same way.
 */

export const releaseStates = ["proposed", "confirmed", "published", "superseded", "voided", "withdrawn"] as const;
export type ReleaseState = (typeof releaseStates)[number];

export const releaseSteps = ["propose", "confirm", "publish", "void", "withdraw"] as const;
export type ReleaseStep = (typeof releaseSteps)[number];

/** The steps that are signed, and the role in which each is. */
export const signingRoles = {
  propose: "scorer",
  confirm: "supervisor",
  publish: "organizer",
} as const satisfies Partial<Record<ReleaseStep, Role>>;
export type SignedStep = keyof typeof signingRoles;

/** Which of the three may be the same person: a setting of the edition. To propose and to confirm never may. */
export const roleSeparations = ["none", "confirm-and-publish", "propose-and-publish"] as const;
export type RoleSeparation = (typeof roleSeparations)[number];

const rights: Record<ReleaseStep, Action> = {
  propose: "propose-release",
  confirm: "confirm-release",
  publish: "publish-release",
  void: "void-release",
  withdraw: "withdraw-release",
};

/** A release that is under way: the part of it that decides what comes next. */
export interface OpenRelease {
  state: "proposed" | "confirmed";
  proposedById: string;
  confirmedById: string | null;
}

/** What a step needs to know of the round: its own state, what is under way, whether a version is public, and the edition's setting. */
export interface Releasable {
  state: RoundState;
  open: OpenRelease | null;
  published: boolean;
  together: RoleSeparation;
}

/** `same-person`: who proposed would confirm; `hand-taken`: who proposed or confirmed would publish as well. */
export type ReleaseStepRefusal = "no-right" | "illegal-step" | "release-fixed" | "same-person" | "hand-taken";

/**
 * Why the person may not take the step now; `null` when they may. Nobody confirms what they proposed themselves, and a
 * third person publishes, unless the edition lets that role fall together with one of the others. A published version can
 * be withdrawn whatever becomes of the round meanwhile.
 */
export function refusalOfStep(
  step: ReleaseStep,
  { state, open, published, together }: Releasable,
  actor: Pick<Actor, "id" | "grants">,
  scope: Scope,
): ReleaseStepRefusal | null {
  if (!can(actor, rights[step], scope)) return "no-right";
  if (step === "withdraw") return published ? null : "illegal-step";
  if (state !== "closed") return "illegal-step";
  if (step === "propose") return open ? "release-fixed" : null;
  if (!open) return "illegal-step";
  if (step === "void") return null;
  if (open.state !== (step === "confirm" ? "proposed" : "confirmed")) return "illegal-step";
  if (step === "confirm") return open.proposedById === actor.id ? "same-person" : null;
  const taken =
    (open.proposedById === actor.id && together !== "propose-and-publish") ||
    (open.confirmedById === actor.id && together !== "confirm-and-publish");
  return taken ? "hand-taken" : null;
}

/** The step that carries the release forward from here, and the roles that may take it; `null` once it is published. */
export function nextStep({
  open,
  published,
}: {
  open: Pick<OpenRelease, "state"> | null;
  published: boolean;
}): { step: SignedStep; roles: readonly Role[] } | null {
  if (!open && published) return null;
  const step = open ? (open.state === "proposed" ? "confirm" : "publish") : "propose";
  return { step, roles: rolesWith(rights[step]) };
}
