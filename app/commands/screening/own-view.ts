import type { Transaction } from "kysely";
import { type Actor, can } from "~/rules/accounts/access.ts";
import { lockOwnView } from "~db/queries/screening/saved-views.ts";
import type { DB } from "~db/schema.ts";

/** The person's own saved view of that edition, locked, as the subject of a command; null for anyone else's and for none. */
export async function ownView({
  trx,
  input,
  actor,
}: {
  trx: Transaction<DB>;
  input: { edition: string; id: number };
  actor: Actor;
}) {
  const view = await lockOwnView(trx, { edition: input.edition, userId: actor.id, id: input.id });
  return view && can(actor, "screen", view) ? { editionId: view.editionId, viewId: view.id } : null;
}
