import { type Kysely, sql, type Transaction } from "kysely";
import { draftReminderCountsDays, draftReminderDays } from "~/rules/applications/draft-reminder.ts";
import type { DB } from "~db/schema.ts";

/** Who is reminded of a draft before the deadline, and that it happens once at each mark (rules/applications/draft-reminder.ts). */

export type DueReminder = Awaited<ReturnType<typeof findDueReminders>>[number];

/**
 * Drafts of open editions whose deadline has come as near as a reminder's day and whose applicant has not been told so at
 * that mark: the latest mark that has passed since the draft was begun. What was told of an earlier deadline does not count.
 * Not those whose mail comes back. One query.
 */
export async function findDueReminders(db: Kysely<DB>, at: Date, limit: number) {
  const rows = await db
    .selectFrom("applications")
    .innerJoin("editions", "editions.id", "applications.editionId")
    .innerJoin("users", "users.id", "applications.applicantId")
    .leftJoin("rounds", "rounds.id", "applications.roundId")
    .leftJoin("tracks", "tracks.id", "applications.trackId")
    .leftJoin("groups", "groups.id", "applications.groupId")
    .innerJoinLateral(
      sql<{ days: number }>`(
        select min(mark) as days from unnest(${sql.val([...draftReminderDays])}::int[]) as mark
        where editions.apply_closes_at - make_interval(days => mark) <= ${at}
          and editions.apply_closes_at - make_interval(days => mark) > applications.created_at
      )`.as("due"),
      (join) => join.onTrue(),
    )
    .select((eb) => [
      "applications.id",
      "applications.editionId",
      "applications.code",
      "applications.locale",
      "applications.answers",
      "due.days as mark",
      "users.email",
      "editions.title as editionTitle",
      "editions.titleEn as editionTitleEn",
      "editions.eligibility",
      "editions.requiredAttachments",
      "rounds.slug as round",
      "tracks.key as track",
      "groups.key as group",
      "groups.company",
      eb
        .exists(eb.selectFrom("identities").select("kind").whereRef("applicationId", "=", "applications.id"))
        .as("hasIdentity"),
      sql<string[]>`array(
        select kind from attachments where application_id = applications.id and removed_at is null
      )`.as("attachments"),
    ])
    .select((eb) => eb.ref("editions.applyClosesAt").$castTo<Date>().as("deadline"))
    .where("applications.state", "=", "draft")
    .where("applications.erasedAt", "is", null)
    .where("editions.state", "=", "open")
    .where("editions.applyClosesAt", ">", at)
    .where("due.days", "is not", null)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("draftReminders")
            .select("daysBefore")
            .whereRef("applicationId", "=", "applications.id")
            .whereRef("daysBefore", "<=", "due.days")
            .where(
              "remindedAt",
              ">=",
              sql<Date>`editions.apply_closes_at - make_interval(days => due.days + ${sql.lit(draftReminderCountsDays)})`,
            ),
        ),
      ),
    )
    .where((eb) => eb.not(comesBack))
    .orderBy("applications.id")
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...row, hasIdentity: row.hasIdentity === true }));
}

/** Writes down that the applicant is being reminded; false when somebody else has done it, or it is no draft any more. */
export async function claimReminder(
  trx: Transaction<DB>,
  { id, mark, deadline }: Pick<DueReminder, "id" | "mark" | "deadline">,
  at: Date,
): Promise<boolean> {
  const counts = new Date(deadline.getTime() - (mark + draftReminderCountsDays) * 86_400_000);
  const { numInsertedOrUpdatedRows = 0n } = await trx
    .insertInto("draftReminders")
    .columns(["applicationId", "daysBefore", "remindedAt"])
    .expression((eb) =>
      eb
        .selectFrom("applications")
        .select((of) => ["applications.id", of.val(mark).as("daysBefore"), of.val(at).as("remindedAt")])
        .where("applications.id", "=", id)
        .where("applications.state", "=", "draft")
        .forUpdate(),
    )
    .onConflict((conflict) =>
      conflict
        .columns(["applicationId", "daysBefore"])
        .doUpdateSet({ remindedAt: at })
        .where("draftReminders.remindedAt", "<", counts),
    )
    .executeTakeFirst();
  return numInsertedOrUpdatedRows > 0n;
}

/** Whether the latest report about mail to the applicant was that it came back, or was not wanted. */
const comesBack = sql<boolean>`exists (
  select from mails as bad
  where bad.recipient = users.email and bad.delivery in ('bounced', 'complained') and not exists (
    select from mails as good
    where good.recipient = bad.recipient and good.delivery = 'delivered' and good.delivery_at > bad.delivery_at
  )
)`;
