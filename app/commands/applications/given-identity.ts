import { z } from "zod";
import type { DraftAnswers } from "~/rules/applications/application.ts";
import { type IdentityKind, identityKinds } from "~/rules/applications/application-terms.ts";
import { guessIdentityKind, normalisedNumber } from "~/rules/applications/identity-number.ts";
import { SealedUnderUnknownKey, vault } from "~/services/vault/vault.ts";
import type { KeptIdentity } from "~db/queries/applications/identities.ts";

/** The number of an identity document as a form sends it: empty when the applicant did not touch it. */
export const sentNumber = z
  .string()
  .max(200)
  .transform((value) => value.replaceAll("\0", "").toWellFormed())
  .optional();

/**
 * The identity document after a save: the number that was sent, sealed; without one the stored number, under the kind that
 * the answers name now. The same object as `stored` when nothing has changed, null when there is no number.
 */
export function givenIdentity(
  answers: DraftAnswers,
  sent: string | undefined,
  stored: KeptIdentity | null,
): KeptIdentity | null {
  const number = normalisedNumber(sent ?? "");
  const named = identityKinds.find((kind) => kind === answers.identityKind);
  if (number === "") return stored && named && named !== stored.kind ? resealed(named, stored) : stored;
  const kind = named ?? guessIdentityKind(number);
  const same = stored?.kind === kind && stored.blind === vault().blindOf(kind, number);
  return same ? stored : sealed(kind, number);
}

function sealed(kind: IdentityKind, number: string): KeptIdentity {
  return { kind, ...vault().seal(kind, number) };
}

/** A number is sealed together with its kind: a change of kind alone seals it anew. */
function resealed(kind: IdentityKind, stored: KeptIdentity): KeptIdentity {
  try {
    return sealed(kind, vault().unseal(stored.sealed, stored.keyName));
  } catch (error) {
    if (error instanceof SealedUnderUnknownKey) return stored;
    throw error;
  }
}
