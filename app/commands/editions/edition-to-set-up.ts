import type { Transaction } from "kysely";
import { z } from "zod";
import { type Actor, can } from "~/rules/accounts/access.ts";
import { lockEdition } from "~db/queries/editions/edition-settings.ts";
import { findEdition } from "~db/queries/editions/editions.ts";
import type { DB } from "~db/schema.ts";

export const editionSlug = z.string().min(1).max(64);

/** The edition, locked against every other change of it, when the actor may set it up; else null. */
export async function editionToSetUp(request: { trx: Transaction<DB>; actor: Actor; input: { edition: string } }) {
  const found = await findEdition(request.trx, request.input.edition);
  if (!found || !can(request.actor, "set-up", { editionId: found.id })) return null;
  const edition = await lockEdition(request.trx, request.input.edition);
  return edition ? { editionId: edition.id, edition } : null;
}
