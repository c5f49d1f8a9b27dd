import type { Kysely } from "kysely";
import type { DB } from "../schema.ts";

const dayMs = 86_400_000;

/**
 * Removes what time has made useless: ended sessions, codes and windows, idempotency keys older than two weeks, and tries of
 * pairing codes older than thirty days, by which every question about that day in the hall has been asked.
 */
export async function deleteExpired(db: Kysely<DB>, at: Date): Promise<void> {
  const before = (days: number) => new Date(at.getTime() - days * dayMs);
  await db.deleteFrom("sessions").where("expiresAt", "<", at).execute();
  await db.deleteFrom("verifications").where("expiresAt", "<", at).execute();
  await db.deleteFrom("rateLimits").where("windowStartedAt", "<", before(1)).execute();
  await db.deleteFrom("idempotencyKeys").where("createdAt", "<", before(14)).execute();
  await db.deleteFrom("pairingTries").where("at", "<", before(30)).execute();
}
