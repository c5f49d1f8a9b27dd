import type { Transaction } from "kysely";
import { z } from "zod";
import type { Actor } from "~/rules/accounts/access.ts";
import { type FactorKind, type FactorRefusal, shownFactor } from "~/rules/accounts/second-factor.ts";
import {
  type ReleaseStep,
  type ReleaseStepRefusal,
  type RoleSeparation,
  refusalOfStep,
  type SignedStep,
  signingRoles,
} from "~/rules/releases/release.ts";
import { maySign } from "~/rules/releases/signing-wait.ts";
import { findRoleSeparation } from "~db/queries/editions/edition-settings.ts";
import { findLiveReleases, insertReleaseSignature } from "~db/queries/releases/releases.ts";
import { findHeldRole } from "~db/queries/releases/signing-roles.ts";
import { findRound, lockRound } from "~db/queries/rounds/rounds.ts";
import type { DB } from "~db/schema.ts";
import { type FieldError, refuse, type Subject } from "../command.ts";

/** What the person had before their eyes when they signed. */
export const digestSeen = z.string().regex(/^[0-9a-f]{64}$/);

/** The round and the version that the person saw when they decided. */
export const versionInput = z.object({ round: z.string(), version: z.coerce.number().int().positive() });

/** What a hand with a second factor sends: the version, its digest, and a code. */
export const signedVersion = versionInput.extend({ digest: digestSeen, code: shownFactor.default("") });

/** Why a proposal or a publication ends, or a correction begins: people read it, and the release keeps it. */
export const statedReason = z.string().trim().min(1).max(500);

export type ReleaseRefusal =
  | { type: Exclude<ReleaseStepRefusal, "no-right"> | "not-found" }
  | { type: "nothing-to-release" | "nothing-to-correct" | "digest-differs" | "standings-changed" | "edition-draft" }
  | { type: "role-too-young" }
  /** Parts or adjustments wait for their confirmation: the table is about to change. */
  | { type: "inputs-waiting" }
  | FactorRefusal
  | { type: "invalid-input"; fields: FieldError[] };

export interface ReleaseRound extends Subject {
  editionId: number;
  roundId: number;
  slug: string;
  title: string;
  titleEn: string | null;
}

/** The round, for one who may take that step in it; null for everyone else. */
export async function roundForStep(
  step: ReleaseStep,
  { trx, input, actor }: { trx: Transaction<DB>; input: { round: string }; actor: Actor },
): Promise<ReleaseRound | null> {
  const round = await findRound(trx, input.round);
  if (!round) return null;
  const scope = { editionId: round.editionId, roundId: round.id };
  const nothing = { state: round.state, open: null, published: false, together: "none" } as const;
  const allowed = refusalOfStep(step, nothing, actor, scope) !== "no-right";
  return allowed ? { ...scope, slug: round.slug, title: round.title, titleEn: round.titleEn } : null;
}

/** What a mail to whoever is to act next says of the round. */
export function turnOf({ editionId, roundId, slug, title, titleEn }: ReleaseRound) {
  return { place: { editionId, roundId }, title, titleEn, path: `/organize/rounds/${slug}/release` };
}

interface Asked {
  trx: Transaction<DB>;
  actor: Actor;
  subject: ReleaseRound;
  at: Date;
}

/** Locks the round and answers what of its release lives, with the edition's setting; null when the round is gone. */
export async function lockRelease({ trx, subject }: Asked) {
  const round = await lockRound(trx, subject.slug);
  if (!round) return null;
  const together: RoleSeparation = await findRoleSeparation(trx, round.editionId);
  return { round, together, ...(await findLiveReleases(trx, round.id)) };
}

/**
 * Locks the round and answers the release that the step is about (and whether a version is public), when the rule
 * book lets the person take it now. `version` is the one they saw: where another one lives by now, the step is refused.
 */
export async function startReleaseStep(step: Exclude<ReleaseStep, "propose">, request: Asked, version: number) {
  const held = await lockRelease(request);
  const release = step === "withdraw" ? held?.published : held?.open;
  if (!held || !release || release.version !== version) return refuse<ReleaseRefusal>({ type: "illegal-step" });
  const { round, open, published, together } = held;
  const facts = { state: round.state, open, published: published !== null, together };
  const refusal = refusalOfStep(step, facts, request.actor, request.subject);
  if (refusal === "no-right") return refuse<ReleaseRefusal>({ type: "not-found" });
  if (refusal) return refuse<ReleaseRefusal>({ type: refusal });
  if ((step === "confirm" || step === "publish") && !(await mayTakeHand(step, request)))
    return refuse<ReleaseRefusal>({ type: "role-too-young" });
  return { ok: true as const, release, published: published !== null };
}

/** Whether the person holds the role of that step for as long as the edition asks, or need not: the database asks the same. */
export async function mayTakeHand(step: SignedStep, { trx, actor, subject, at }: Asked): Promise<boolean> {
  const held = { userId: actor.id, role: signingRoles[step], roundId: subject.roundId, at };
  return maySign(await findHeldRole(trx, held), at);
}

/** Keeps the person's signature under the release, as what they are in that step. */
export async function insertSignatureOf(
  trx: Transaction<DB>,
  step: SignedStep,
  {
    releaseId,
    digest,
    by,
    at,
    factor,
  }: { releaseId: number; digest: string; by: Actor; at: Date; factor: FactorKind | null },
): Promise<void> {
  const role = signingRoles[step];
  await insertReleaseSignature(trx, { releaseId, step, role, signedById: by.id, digest, factor, signedAt: at });
}
