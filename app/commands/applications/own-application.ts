import type { Transaction } from "kysely";
import { writingNow } from "~/reads/applications/application-check.ts";
import type { Actor } from "~/rules/accounts/access.ts";
import { registrationAt } from "~/rules/editions/registration.ts";
import { type Application, lockApplication } from "~db/queries/applications/applications.ts";
import { textsOf } from "~db/queries/applications/writing.ts";
import type { DB } from "~db/schema.ts";
import type { ApplicationRefusal } from "./refusal.ts";

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
