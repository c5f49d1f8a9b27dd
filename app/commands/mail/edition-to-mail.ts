import type { Transaction } from "kysely";
import { z } from "zod";
import { type Actor, can } from "~/rules/accounts/access.ts";
import { findEdition } from "~db/queries/editions/editions.ts";
import type { DB } from "~db/schema.ts";

export const editionSlug = z.string().min(1).max(64);

/** The edition, when the actor may let mail go in it; else null. */
export async function editionToMail(asked: { trx: Transaction<DB>; actor: Actor; input: { edition: string } }) {
  const edition = await findEdition(asked.trx, asked.input.edition);
  if (!edition || !can(asked.actor, "release-mail", { editionId: edition.id })) return null;
  return { editionId: edition.id, edition };
}
