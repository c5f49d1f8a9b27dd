import type { Transaction } from "kysely";
import { z } from "zod";
import { homeZone } from "~/primitives/home-zone.ts";
import { dayIn } from "~/primitives/local-time.ts";
import { type Actor, can, rolesWith } from "~/rules/accounts/access.ts";
import { landingSteps } from "~/rules/landing/landing.ts";
import { findRoleHolders } from "~db/queries/accounts/users.ts";
import { lockEdition } from "~db/queries/editions/edition-settings.ts";
import { findEdition } from "~db/queries/editions/editions.ts";
import { lockLanding } from "~db/queries/landing/landings.ts";
import type { DB } from "~db/schema.ts";
import { editionSlug } from "../editions/edition-to-set-up.ts";

/** Whole yuan; up to ten thousand billion. */
export const yuan = z.coerce.number().int().min(1).max(1e13);
export const day = z.iso.date();
export const step = z.enum(landingSteps);
export const note = z
  .string()
  .trim()
  .max(500)
  .nullish()
  .transform((value) => value || null);
export const reason = z.string().trim().min(2).max(500);
export const landingInput = { edition: editionSlug, number: z.coerce.number().int().min(1).max(32_767) };

interface Asked {
  trx: Transaction<DB>;
  actor: Actor;
}

/** The edition, locked, when the actor may track its landings; else null. */
export async function editionToTrack({ trx, actor, input }: Asked & { input: { edition: string } }) {
  const found = await findEdition(trx, input.edition);
  if (!found || !can(actor, "track-landing", { editionId: found.id })) return null;
  const edition = await lockEdition(trx, input.edition);
  return edition ? { editionId: edition.id, edition } : null;
}

/** The landing, locked, when the actor may track it; else null. */
export async function landingToTrack({ trx, actor, input }: Asked & { input: { edition: string; number: number } }) {
  const edition = await findEdition(trx, input.edition);
  if (!edition || !can(actor, "track-landing", { editionId: edition.id })) return null;
  const landing = await lockLanding(trx, edition.id, input.number);
  return landing ? { editionId: edition.id, applicationId: landing.applicationId, landing } : null;
}

/** Whether the person can look after landings of the edition: who owns one must be able to read it. */
export async function canOwnLanding(trx: Transaction<DB>, editionId: number, ownerId: string): Promise<boolean> {
  const owners = await findRoleHolders(trx, { editionId, roles: rolesWith("see-landing") });
  return owners.some(({ id }) => id === ownerId);
}

/** All days of a landing are Beijing's. */
export function today(at: Date): string {
  return dayIn(homeZone, at);
}
