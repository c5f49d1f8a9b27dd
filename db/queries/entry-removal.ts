import type { Transaction } from "kysely";
import type { DB } from "../schema.ts";

/**
 * Takes entries (by id) out of rounds that are not set yet, with what judges have said of them so far: declared ties, and
 * drafts from a time when the round was further on. A submitted sheet keeps its entry. The caller holds the rounds' locks.
 */
export async function removeEntries(trx: Transaction<DB>, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await trx.deleteFrom("sheets").where("entryId", "in", ids).where("state", "=", "draft").execute();
  await trx.deleteFrom("recusals").where("entryId", "in", ids).execute();
  await trx.deleteFrom("entries").where("id", "in", ids).execute();
}
