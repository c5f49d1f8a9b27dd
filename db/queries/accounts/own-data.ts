import { type Kysely, type SqlBool, sql, type Transaction } from "kysely";
import type { ErasableEntry } from "~/rules/accounts/erasure.ts";
import type { ApplicationState } from "~/rules/applications/application-state.ts";
import type { DB } from "~db/schema.ts";

/** A person's applications that are not erased, with their places in rounds: what decides over an erasure. Two queries. */
export async function findOwnToErase(db: Kysely<DB>, userId: string) {
  const applications = await db
    .selectFrom("applications")
    .innerJoin("editions", "editions.id", "applications.editionId")
    .select([
      "applications.id",
      "applications.code",
      "applications.state",
      "applications.announcedState",
      "applications.projectTitle",
      "editions.contact",
    ])
    .where("applications.applicantId", "=", userId)
    .where("applications.erasedAt", "is", null)
    .orderBy("applications.id")
    .execute();
  const entries = await findOwnEntries(db, userId);
  return applications.map(({ state, announcedState, ...application }) => ({
    ...application,
    state: state as ApplicationState,
    announcedState: announcedState as ApplicationState,
    entries: entries.filter((entry) => entry.applicationId === application.id),
  }));
}

interface EntryOfApplication extends ErasableEntry {
  id: number;
  applicationId: number | null;
}

async function findOwnEntries(db: Kysely<DB>, userId: string): Promise<EntryOfApplication[]> {
  return await db
    .selectFrom("entries")
    .innerJoin("realRounds as rounds", "rounds.id", "entries.roundId")
    .innerJoin("applications", "applications.id", "entries.applicationId")
    .where("applications.applicantId", "=", userId)
    // A rehearsal settles nothing, and its projects leave it with all the rest
    .select(["entries.id", "entries.applicationId"])
    .select([
      sql<boolean>`rounds.state in ('registration', 'screening')
        and not exists (select from entries as drawn where drawn.round_id = rounds.id and drawn.draw_number is not null)
        and not exists (select from sheets where sheets.entry_id = entries.id)
        and not exists (select from recusals where recusals.entry_id = entries.id)`.as("removable"),
      sql<boolean>`(rounds.kind = 'preliminary' and rounds.state = 'closed')
        or exists (select from releases where releases.round_id = rounds.id and releases.state = 'published')`.as(
        "settled",
      ),
    ])
    .orderBy("entries.id")
    .execute();
}

/** Which of these entries went on to a final from a heat, and from where. One query. */
export async function findFinalists(db: Kysely<DB>, ids: readonly number[]) {
  if (ids.length === 0) return [];
  return await db
    .selectFrom("entries")
    .innerJoin("entries as before", "before.id", "entries.fromEntryId")
    .innerJoin("rounds as heats", "heats.id", "before.roundId")
    .where("entries.id", "in", ids)
    .select(["before.id as fromEntryId", "entries.key", "entries.roundId as finalId", "heats.id as heatId"])
    .select(["heats.slug as heat", "before.key as entry", "heats.editionId"])
    .orderBy("entries.id")
    .execute();
}

/** Locks a person, their applications and the rounds that these are in, in that order, until the transaction ends. */
export async function lockOwn(trx: Transaction<DB>, userId: string): Promise<{ email: string } | undefined> {
  const user = await trx.selectFrom("users").select("email").where("id", "=", userId).forUpdate().executeTakeFirst();
  await trx
    .selectFrom("applications")
    .select("id")
    .where("applicantId", "=", userId)
    .orderBy("id")
    .forUpdate()
    .execute();
  await trx
    .selectFrom("rounds")
    .select("id")
    .where("id", "in", (eb) =>
      eb
        .selectFrom("entries")
        .innerJoin("applications", "applications.id", "entries.applicationId")
        .where("applications.applicantId", "=", userId)
        .select("entries.roundId"),
    )
    .orderBy("id")
    .forUpdate()
    .execute();
  return user;
}

/** Whether the person has a role, a seat on a panel, or stands for a recommender. */
export async function isInOffice(db: Kysely<DB>, userId: string): Promise<boolean> {
  const { office } = await db
    .selectNoFrom(
      sql<SqlBool>`
        exists (select from role_grants where user_id = ${userId})
        or exists (select from panel_members where user_id = ${userId})
        or exists (select from recommenders join users using (email) where users.id = ${userId})`.as("office"),
    )
    .executeTakeFirstOrThrow();
  return office === true;
}

/** Withdraws applications for good, for applicant and desk alike. */
export async function withdrawApplications(trx: Transaction<DB>, ids: readonly number[], at: Date): Promise<void> {
  if (ids.length === 0) return;
  await trx
    .updateTable("applications")
    .set({ state: "withdrawn", announcedState: "withdrawn", withdrawnAt: at, updatedAt: at })
    .where("id", "in", ids)
    .execute();
}

/** What the database holds about a person who works here, as they may read it: no word about others. Six queries. */
export async function findOwnOffices(db: Kysely<DB>, { userId, email }: { userId: string; email: string }) {
  const [roles, seats, ties, searches, recommender, invitations] = await Promise.all([
    db
      .selectFrom("roleGrants")
      .leftJoin("editions", "editions.id", "roleGrants.editionId")
      .leftJoin("rounds", "rounds.id", "roleGrants.roundId")
      .where("roleGrants.userId", "=", userId)
      .select(["roleGrants.role", "roleGrants.grantedAt", "editions.title as edition", "rounds.title as round"])
      .orderBy("roleGrants.id")
      .execute(),
    db
      .selectFrom("panelMembers")
      .innerJoin("rounds", "rounds.id", "panelMembers.roundId")
      .where("panelMembers.userId", "=", userId)
      .select(["panelMembers.name", "panelMembers.head", "panelMembers.employer", "panelMembers.school"])
      .select(["panelMembers.removedAt", "rounds.title as round"])
      .orderBy("panelMembers.id")
      .execute(),
    db
      .selectFrom("recusals")
      .innerJoin("panelMembers", "panelMembers.id", "recusals.judgeId")
      .innerJoin("entries", "entries.id", "recusals.entryId")
      .innerJoin("rounds", "rounds.id", "recusals.roundId")
      .where("panelMembers.userId", "=", userId)
      .select(["rounds.title as round", "entries.key as entry", "recusals.reason", "recusals.declaredAt"])
      .orderBy("recusals.id")
      .execute(),
    db
      .selectFrom("savedViews")
      .innerJoin("editions", "editions.id", "savedViews.editionId")
      .where("savedViews.userId", "=", userId)
      .select(["savedViews.name", "savedViews.query", "savedViews.createdAt", "editions.title as edition"])
      .orderBy("savedViews.id")
      .execute(),
    db
      .selectFrom("recommenders")
      .innerJoin("editions", "editions.id", "recommenders.editionId")
      .where("recommenders.email", "=", email)
      .select(["recommenders.name", "recommenders.nameEn", "recommenders.createdAt", "editions.title as edition"])
      .orderBy("recommenders.id")
      .execute(),
    db
      .selectFrom("invitations")
      .where("email", "=", email)
      .select(["name", "role", "invitedAt", "expiresAt", "acceptedAt", "revokedAt"])
      .orderBy("id")
      .execute(),
  ]);
  return { roles, seats, ties, searches, recommender, invitations };
}
