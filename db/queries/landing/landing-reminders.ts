import { type Kysely, sql, type Transaction } from "kysely";
import { type LandingStep, landingReminderDays } from "~/rules/landing/landing.ts";
import type { DB } from "~db/schema.ts";

export type DueLanding = Awaited<ReturnType<typeof findDueLandings>>[number];

/**
 * Deadlines of milestones that are not done, come as near as 30, 7 or 1 days, come, or passed (then every week anew), of which
 * the owner has not been told at that mark: the latest that was reached, one row for all milestones of a landing with that deadline. Neither what was
 * given up, nor what an owner looks after who has no role in the edition any more. One query.
 */
export async function findDueLandings(
  db: Kysely<DB>,
  { today, roles, limit }: { today: string; roles: readonly string[]; limit: number },
) {
  const marks = sql`${sql.val([...landingReminderDays])}::int[]`;
  return await db
    .selectFrom("landingMilestones as milestones")
    .innerJoin("landings", "landings.id", "milestones.landingId")
    .innerJoin("editions", "editions.id", "landings.editionId")
    .innerJoin("users as owners", "owners.id", "landings.ownerId")
    .leftJoin("entries", "entries.id", "landings.entryId")
    .leftJoin("applications", "applications.id", "landings.applicationId")
    .innerJoinLateral(
      sql<{ mark: number }>`(
        select case when ${today}::date > milestones.due_on
          then -1 - 7 * ((${today}::date - milestones.due_on - 1) / 7)
          else (select min(mark) from unnest(${marks}) as mark where milestones.due_on - mark <= ${today}::date)
        end as mark
      )`.as("due"),
      (join) => join.on("due.mark", "is not", null),
    )
    .select(["landings.id", "landings.number", "landings.editionId", "milestones.dueOn", "due.mark"])
    .select(["owners.email", "owners.locale", "editions.slug as edition"])
    .select(["editions.title as editionTitle", "editions.titleEn as editionTitleEn"])
    .select((eb) => eb.fn.coalesce("entries.title", "applications.projectTitle").as("title"))
    .select("entries.titleEn")
    .where("milestones.doneOn", "is", null)
    .where("landings.givenUpAt", "is", null)
    .where(
      sql<boolean>`not exists (
        select from landing_reminders as told
        where told.landing_id = milestones.landing_id and told.step = milestones.step
          and told.due_on = milestones.due_on and told.days_before = due.mark
      )`,
    )
    .where(
      sql<boolean>`exists (
        select from role_grants
        where role_grants.user_id = landings.owner_id and role_grants.role = any (${sql.val([...roles])}::text[])
          and role_grants.round_id is null and coalesce(role_grants.edition_id, landings.edition_id) = landings.edition_id
      )`,
    )
    .groupBy(["landings.id", "milestones.dueOn", "due.mark", "owners.email", "owners.locale", "editions.slug"])
    .groupBy(["editions.title", "editions.titleEn", "entries.title", "applications.projectTitle", "entries.titleEn"])
    .orderBy("landings.id")
    .orderBy("milestones.dueOn")
    .limit(limit)
    .execute();
}

/** Writes down that the owner is being reminded; answers of which milestones, none when somebody else has done it meanwhile. */
export async function claimLandingReminder(
  trx: Transaction<DB>,
  { id, dueOn, mark }: Pick<DueLanding, "id" | "dueOn" | "mark">,
  at: Date,
): Promise<LandingStep[]> {
  await trx.selectFrom("landings").select("id").where("id", "=", id).forUpdate().execute();
  const rows = await trx
    .insertInto("landingReminders")
    .columns(["landingId", "step", "dueOn", "daysBefore", "remindedAt"])
    .expression((eb) =>
      eb
        .selectFrom("landingMilestones")
        .innerJoin("landings", "landings.id", "landingMilestones.landingId")
        .select((of) => ["landings.id", "step", "dueOn", of.val(mark).as("daysBefore"), of.val(at).as("remindedAt")])
        .where("landings.id", "=", id)
        .where("landings.givenUpAt", "is", null)
        .where("dueOn", "=", dueOn)
        .where("doneOn", "is", null),
    )
    .onConflict((conflict) => conflict.doNothing())
    .returning("step")
    .execute();
  return rows.map(({ step }) => step as LandingStep);
}
