import type { Transaction } from "kysely";
import type { Actor } from "~/rules/access.ts";
import { lockApplication } from "~db/queries/applications.ts";
import type { DB } from "~db/schema.ts";
import type { ApplicationRefusal } from "./refusal.ts";

/** The applicant's own application, locked, as the subject of a command; null for anyone else's and for none. */
export async function ownApplication(trx: Transaction<DB>, code: string, actor: Actor) {
  const application = await lockApplication(trx, code);
  if (!application || application.applicantId !== actor.id) return null;
  return { editionId: application.editionId, applicationId: application.id, application };
}

/** The refusal of a write that was made over an older version than the stored one. */
export function staleVersion({ version, updatedAt }: { version: number; updatedAt: Date }): ApplicationRefusal {
  return { type: "stale-version", version, updatedAt: updatedAt.toISOString() };
}
