import type { Transaction } from "kysely";
import { z } from "zod";
import { type Actor, can } from "~/rules/accounts/access.ts";
import { lockEdition } from "~db/queries/editions/edition-settings.ts";
import { findEdition } from "~db/queries/editions/editions.ts";
import type { DB } from "~db/schema.ts";

export const editionSlug = z.string().min(1).max(64);

/** The edition whose files these are, locked against every other change of it, when the actor may set it up; else null. */
export async function editionThatHosts(request: { trx: Transaction<DB>; actor: Actor; input: { edition: string } }) {
  const { trx, actor, input } = request;
  const found = await findEdition(trx, input.edition);
  if (!found || !can(actor, "set-up", { editionId: found.id })) return null;
  await lockEdition(trx, input.edition);
  return { editionId: found.id };
}
