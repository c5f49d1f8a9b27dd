import type { Transaction } from "kysely";
import { z } from "zod";
import { guessIdentityKind, type IdentityKind, identityKinds, normalisedNumber } from "~/primitives/identity-number.ts";
import { writingNow } from "~/reads/applications/application-check.ts";
import type { Actor } from "~/rules/accounts/access.ts";
import type { DraftAnswers } from "~/rules/applications/application.ts";
import { registrationAt } from "~/rules/applications/registration.ts";
import { SealedUnderUnknownKey, vault } from "~/services/vault/vault.ts";
import type { StoredIdentity } from "~db/json-columns.ts";
import { type Application, lockApplication } from "~db/queries/applications/applications.ts";
import { textsOf } from "~db/queries/applications/writing.ts";
import type { DB } from "~db/schema.ts";
import type { ApplicationRefusal } from "../refusals.ts";

/** The number of an identity document as a form sends it: empty when the applicant did not touch it. */
export const identityNumberInput = z
  .string()
  .max(200)
  .transform((value) => value.replaceAll("\0", "").toWellFormed())
  .optional();

/**
 * The identity document after a save: the number that was sent, sealed; without one the stored number, under the kind that
 * the answers name now. The same object as `stored` when nothing has changed, null when there is no number.
 */
export function identityAfterSave(
  answers: DraftAnswers,
  sent: string | undefined,
  stored: StoredIdentity | null,
): StoredIdentity | null {
  const number = normalisedNumber(sent ?? "");
  const named = identityKinds.find((kind) => kind === answers.identityKind);
  if (number === "") return stored && named && named !== stored.kind ? reencrypted(named, stored) : stored;
  const kind = named ?? guessIdentityKind(number);
  const same = stored?.kind === kind && stored.blind === vault().blindOf(kind, number);
  return same ? stored : sealed(kind, number);
}

function sealed(kind: IdentityKind, number: string): StoredIdentity {
  return { kind, ...vault().seal(kind, number) };
}

/** A number is sealed together with its kind: a change of kind alone seals it again. */
function reencrypted(kind: IdentityKind, stored: StoredIdentity): StoredIdentity {
  try {
    return sealed(kind, vault().unseal(stored.sealed, stored.keyName));
  } catch (error) {
    if (error instanceof SealedUnderUnknownKey) return stored;
    throw error;
  }
}

/** The applicant's own application, locked, as the subject of a command; null for anyone else's and for none. */
export async function ownApplication(trx: Transaction<DB>, code: string, actor: Actor) {
  const application = await lockApplication(trx, code);
  if (!application || application.applicantId !== actor.id || application.erasedAt) return null;
  return { editionId: application.editionId, applicationId: application.id, application };
}

/** Why the applicant may not write now; null when they may. It names the state that they were told, never another. */
export function writingRefusal(application: Application, at: Date): ApplicationRefusal | null {
  switch (writingNow(application, at)) {
    case "writable":
      return null;
    case "ended":
      return { type: "application-locked", state: application.announcedState };
    case "screening-begun":
      return { type: "screening-begun" };
    case "deadline-passed": {
      const registration = registrationAt({ ...application, state: application.editionState }, at);
      return { type: registration === "before" ? "registration-not-open" : "deadline-passed" };
    }
  }
}

/** The refusal of a write that was made over an older version than the stored one. */
export function staleVersion({ version, updatedAt }: { version: number; updatedAt: Date }): ApplicationRefusal {
  return { type: "stale-version", version, updatedAt: updatedAt.toISOString() };
}

/** The same for the applicant, with the stored texts, so that both can be seen side by side. */
export function staleTexts(application: Application): ApplicationRefusal {
  const { answers, choices, version, savedAt } = textsOf(application);
  return {
    type: "stale-version",
    version,
    updatedAt: savedAt.toISOString(),
    stored: { answers, choices },
  };
}
