import type { Transaction } from "kysely";
import type { Actor } from "~/rules/accounts/access.ts";
import { readsObjections } from "~/rules/notices/objector-secrecy.ts";
import { lockObjection } from "~db/queries/notices/objections.ts";
import type { DB } from "~db/schema.ts";

/** The objection, locked, for one who may handle it; null for everyone else. */
export async function lockObjectionToHandle({
  trx,
  input,
  actor,
}: {
  trx: Transaction<DB>;
  input: { receipt: string };
  actor: Actor;
}) {
  const objection = await lockObjection(trx, input.receipt);
  if (!objection) return null;
  const { editionId, roundId } = objection;
  return readsObjections(actor, { editionId, roundId }) ? { editionId, roundId, objection } : null;
}
