import type { Kysely, Transaction } from "kysely";
import type { DB } from "~db/schema.ts";

/** How many views the person has saved in the edition. */
export async function countViews(db: Kysely<DB>, own: { editionId: number; userId: string }): Promise<number> {
  const { views } = await db
    .selectFrom("savedViews")
    .select((eb) => eb.fn.countAll<string>().as("views"))
    .where("editionId", "=", own.editionId)
    .where("userId", "=", own.userId)
    .executeTakeFirstOrThrow();
  return Number(views);
}

/** Keeps a view and answers its id; null when the person has one of that name there. */
export async function insertView(
  trx: Transaction<DB>,
  view: { editionId: number; userId: string; name: string; query: string },
): Promise<number | null> {
  const inserted = await trx
    .insertInto("savedViews")
    .values(view)
    .onConflict((conflict) => conflict.columns(["editionId", "userId", "name"]).doNothing())
    .returning("id")
    .executeTakeFirst();
  return inserted?.id ?? null;
}

/** The person's view of that id in the edition, locked until the transaction ends; undefined when it is not theirs. */
export async function lockOwnView(trx: Transaction<DB>, own: { edition: string; userId: string; id: number }) {
  return await trx
    .selectFrom("savedViews")
    .innerJoin("editions", "editions.id", "savedViews.editionId")
    .select(["savedViews.id", "savedViews.editionId"])
    .where("savedViews.id", "=", own.id)
    .where("savedViews.userId", "=", own.userId)
    .where("editions.slug", "=", own.edition)
    .forUpdate("savedViews")
    .executeTakeFirst();
}

/** Gives a locked view another name; answers false when its person has one of that name there already. */
export async function renameOwnView(
  trx: Transaction<DB>,
  view: { editionId: number; id: number; name: string },
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable("savedViews")
    .set({ name: view.name })
    .where("id", "=", view.id)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("savedViews as other")
            .select("other.id")
            .whereRef("other.userId", "=", "savedViews.userId")
            .where("other.editionId", "=", view.editionId)
            .where("other.name", "=", view.name)
            .where("other.id", "<>", view.id),
        ),
      ),
    )
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function deleteOwnView(trx: Transaction<DB>, id: number): Promise<void> {
  await trx.deleteFrom("savedViews").where("id", "=", id).execute();
}
