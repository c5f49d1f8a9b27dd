import type { Kysely } from "kysely";
import type { DB } from "../schema.ts";

const dayMs = 86_400_000;

/** Removes what time has made useless: ended sessions, codes and windows, and idempotency keys older than two weeks. */
export async function deleteExpired(db: Kysely<DB>, at: Date): Promise<void> {
  const before = (days: number) => new Date(at.getTime() - days * dayMs);
  await db.deleteFrom("sessions").where("expiresAt", "<", at).execute();
  await db.deleteFrom("verifications").where("expiresAt", "<", at).execute();
  await db.deleteFrom("rateLimits").where("windowStartedAt", "<", before(1)).execute();
  await db.deleteFrom("idempotencyKeys").where("createdAt", "<", before(14)).execute();
}
