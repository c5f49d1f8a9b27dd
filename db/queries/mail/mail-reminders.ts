import { type Kysely, sql, type Transaction } from "kysely";
import type { DB } from "~db/schema.ts";

/**
 * The editions where mails wait for their release since the day before or longer, of which nobody was reminded on that day
 * ("YYYY-MM-DD" in that zone); each with how many wait. One query.
 */
export async function findEditionsToRemind(db: Kysely<DB>, { today, zone }: { today: string; zone: string }) {
  return await db
    .selectFrom("editions")
    .innerJoin("mails", (join) => join.onRef("mails.editionId", "=", "editions.id").on("mails.state", "=", "pending"))
    .where(
      sql<boolean>`not exists (
        select from mail_reminders told where told.edition_id = editions.id and told.reminded_on >= ${today}::date
      )`,
    )
    .groupBy("editions.id")
    .having(sql<boolean>`min((mails.created_at at time zone ${zone})::date) < ${today}::date`)
    .select(({ fn, cast }) => [
      "editions.id",
      "editions.slug",
      "editions.title",
      "editions.titleEn",
      cast<number>(fn.count("mails.id"), "integer").as("pending"),
    ])
    .orderBy("editions.id")
    .execute();
}

/** Writes down that an edition's organizers are reminded on that day; false when that was done before. */
export async function claimMailReminder(trx: Transaction<DB>, editionId: number, today: string): Promise<boolean> {
  const claimed = await trx
    .insertInto("mailReminders")
    .values({ editionId, remindedOn: today })
    .onConflict((conflict) => conflict.doNothing())
    .returning("editionId")
    .executeTakeFirst();
  return claimed !== undefined;
}
