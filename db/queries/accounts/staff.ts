import { type ExpressionBuilder, type Insertable, type Kysely, sql, type Transaction } from "kysely";
import type { Places, Role } from "~/rules/accounts/access.ts";
import { findPage, type PageBeside } from "~db/keyset.ts";
import type { DB, Invitations } from "~db/schema.ts";
import { hasApp, hasPasskey } from "./second-factors.ts";

const hasFactor = sql<boolean>`(${hasApp} or ${hasPasskey})`;

const staffRoles = ["scorer", "supervisor", "conductor"] as const;

/** Who keeps and watches a round's scores. */
export interface StaffMember {
  /** Of the grant, or of the invitation where nobody has accepted it. */
  id: number;
  /** Null while they are only invited. */
  userId: string | null;
  /** The role holds in the whole edition, not in one round of it. */
  wide: boolean;
  role: Role;
  name: string;
  email: string;
  /** `unconfirmed`: accepted, and another supervisor has not agreed yet. */
  state: "accepted" | "sent" | "expired" | "unconfirmed";
  /** Why they are recused from the round that was asked about; null where they are not. */
  recusal: string | null;
  /** Whether they have set up a second factor. */
  factor: boolean;
}

/** The scorers, supervisors and conductors of a round, by its own grants and its edition's, and who is invited to be one. One query. */
export async function findStaff(
  db: Kysely<DB>,
  place: { roundId: number; editionId: number },
  at: Date,
): Promise<StaffMember[]> {
  const granted = db
    .selectFrom("roleGrants")
    .innerJoin("users", "users.id", "roleGrants.userId")
    .leftJoin("staffRecusals", (join) =>
      join.onRef("staffRecusals.userId", "=", "users.id").on("staffRecusals.roundId", "=", place.roundId),
    )
    .select(["roleGrants.role", "users.name", "users.email", sql<string>`'accepted'`.as("state")])
    .select([
      "roleGrants.id",
      sql<string | null>`users.id`.as("userId"),
      sql<boolean>`role_grants.edition_id is not null`.as("wide"),
    ])
    .select("staffRecusals.reason as recusal")
    .select(hasFactor.as("factor"))
    .where("roleGrants.role", "in", staffRoles)
    .where((eb) =>
      eb.or([eb("roleGrants.roundId", "=", place.roundId), eb("roleGrants.editionId", "=", place.editionId)]),
    );
  const invited = db
    .selectFrom("invitations")
    .select([
      "invitations.role",
      "invitations.name",
      "invitations.email",
      invitationState(at).as("state"),
      "invitations.id",
      sql<string | null>`null::text`.as("userId"),
      sql<boolean>`invitations.edition_id is not null`.as("wide"),
      sql<string | null>`null::text`.as("recusal"),
      sql<boolean>`false`.as("factor"),
    ])
    .where("invitations.role", "in", staffRoles)
    .where(isUnsettled)
    .where("revokedAt", "is", null)
    .where((eb) =>
      eb.or([eb("invitations.roundId", "=", place.roundId), eb("invitations.editionId", "=", place.editionId)]),
    );
  const rows = await granted.union(invited).orderBy("role").orderBy("name").execute();
  return rows.map((row) => ({ ...row, role: row.role as Role, state: row.state as StaffMember["state"] }));
}

/** Who has one of the roles there: in the round, where one is named and they are not recused from it, in its edition, or everywhere. One query. */
export async function findStaffToTell(
  db: Kysely<DB>,
  { editionId, roundId }: { editionId: number; roundId: number | null },
  roles: readonly Role[],
) {
  return await db
    .selectFrom("roleGrants")
    .innerJoin("users", "users.id", "roleGrants.userId")
    .select(["users.id", "users.name", "users.email", "users.locale", hasFactor.as("factor")])
    .distinct()
    .where("roleGrants.role", "in", [...roles])
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("staffRecusals")
            .select("staffRecusals.id")
            .whereRef("staffRecusals.userId", "=", "users.id")
            .where("staffRecusals.roundId", "=", roundId),
        ),
      ),
    )
    .where((eb) =>
      eb.or([
        eb("roleGrants.roundId", "=", roundId),
        eb("roleGrants.editionId", "=", editionId),
        eb.and([eb("roleGrants.roundId", "is", null), eb("roleGrants.editionId", "is", null)]),
      ]),
    )
    .orderBy("users.id")
    .execute();
}

/** Who has one of the roles everywhere, or in an edition under way, or in a round of one. One query. */
export async function findTrailOverseers(db: Kysely<DB>, roles: readonly Role[]) {
  return await db
    .selectFrom("roleGrants")
    .innerJoin("users", "users.id", "roleGrants.userId")
    .leftJoin("rounds", "rounds.id", "roleGrants.roundId")
    .leftJoin("editions", (join) =>
      join.on((eb) => eb("editions.id", "=", eb.fn.coalesce("roleGrants.editionId", "rounds.editionId"))),
    )
    .select(["users.id", "users.email", "users.locale"])
    .distinct()
    .where("roleGrants.role", "in", [...roles])
    .where((eb) =>
      eb.or([
        eb("editions.state", "=", "open"),
        eb.and([eb("roleGrants.roundId", "is", null), eb("roleGrants.editionId", "is", null)]),
      ]),
    )
    .orderBy("users.id")
    .execute();
}

/** The organizers of everything, whom the command line alone makes: who hears of it when the product itself is not well. */
export async function findOrganizersOfEverything(db: Kysely<DB>): Promise<{ email: string; locale: string }[]> {
  return await db
    .selectFrom("roleGrants")
    .innerJoin("users", "users.id", "roleGrants.userId")
    .select(["users.email", "users.locale"])
    .distinct()
    .where("roleGrants.role", "=", "organizer")
    .where("roleGrants.editionId", "is", null)
    .where("roleGrants.roundId", "is", null)
    .orderBy("users.email")
    .execute();
}

/** Of which edition the people are; `search`: a part of their names or addresses; `now`: by when an invitation has expired. */
interface EditionStaff {
  editionId: number;
  search?: string;
  now: Date;
}

/** Who has a role in the whole edition, and who is invited to one, by role and name. One query. */
export async function findEditionStaff(db: Kysely<DB>, of: EditionStaff): Promise<StaffMember[]> {
  return await editionStaff(db, of).orderBy(sql.join(staffOrder)).execute();
}

/** A page of the same. One query, which reads the edition's people and nobody else. */
export async function findEditionStaffPage(db: Kysely<DB>, of: EditionStaff, at: PageBeside, size = 50) {
  const byName = {
    columns: staffOrder,
    descending: false,
    placeOf: (key: string) => sql`(select role, name, key from staff where key = ${key})`,
    idOf: (row: { key: string }) => row.key,
  };
  return await findPage({ at, size, ...byName }, ({ past, order, limit }) =>
    editionStaff(db, of).where(past).orderBy(order).limit(limit).execute(),
  );
}

const staffOrder = [sql.ref("role"), sql.ref("name"), sql.ref("key")];

function editionStaff(db: Kysely<DB>, { editionId, search = "", now }: EditionStaff) {
  const words = search.replaceAll("\0", "").trim();
  return db
    .with("staff", (from) =>
      from
        .selectFrom("roleGrants")
        .innerJoin("users", "users.id", "roleGrants.userId")
        .select(["roleGrants.id", sql<string | null>`users.id`.as("userId"), "users.name", "users.email"])
        .select([sql<Role>`role_grants.role`.as("role"), sql<StaffMember["state"]>`'accepted'`.as("state")])
        .select([hasFactor.as("factor"), sql<string>`'role-' || role_grants.id`.as("key")])
        .where("roleGrants.editionId", "=", editionId)
        .unionAll(
          from
            .selectFrom("invitations")
            .select(["invitations.id", sql<string | null>`null::text`.as("userId"), "name", "email"])
            .select([sql<Role>`role`.as("role"), invitationState(now).as("state")])
            .select([sql<boolean>`false`.as("factor"), sql<string>`'invitation-' || invitations.id`.as("key")])
            .where("editionId", "=", editionId)
            .where(isUnsettled)
            .where("revokedAt", "is", null),
        ),
    )
    .selectFrom("staff")
    .selectAll()
    .select([sql<boolean>`true`.as("wide"), sql<string | null>`null::text`.as("recusal")])
    .$if(words !== "", (query) =>
      query.where(sql<boolean>`position(lower(${words}) in lower(name || ' ' || email)) > 0`),
    );
}

export type Invitation = NonNullable<Awaited<ReturnType<typeof findInvitation>>>;

/** The invitation with the titles of where it leads and the name of who sent it; undefined when there is none. */
export async function findInvitation(db: Kysely<DB>, id: number) {
  const row = await db
    .selectFrom("invitations")
    .innerJoin("users as inviters", "inviters.id", "invitations.invitedById")
    .leftJoin("rounds", "rounds.id", "invitations.roundId")
    .innerJoin("editions", (join) =>
      join.on((eb) => eb("editions.id", "=", eb.fn.coalesce("invitations.editionId", "rounds.editionId"))),
    )
    .where("invitations.id", "=", id)
    .selectAll("invitations")
    .select([
      "inviters.name as inviterName",
      "editions.id as wholeEditionId",
      "editions.title as editionTitle",
      "editions.titleEn as editionTitleEn",
      "rounds.title as roundTitle",
      "rounds.titleEn as roundTitleEn",
      "rounds.kind as roundKind",
      "rounds.startsAt",
      "rounds.timeZone",
      "rounds.city",
      "rounds.cityEn",
      "rounds.venue",
      "rounds.venueEn",
    ])
    .executeTakeFirst();
  return row && { ...row, role: row.role as Role };
}

export async function insertInvitation(trx: Transaction<DB>, invitation: Insertable<Invitations>): Promise<number> {
  const { id } = await trx.insertInto("invitations").values(invitation).returning("id").executeTakeFirstOrThrow();
  return id;
}

/** The same, with the row held until the transaction ends: of accepting it and agreeing to it, one waits for the other. */
export async function lockInvitation(trx: Transaction<DB>, id: number) {
  await trx.selectFrom("invitations").select("id").where("id", "=", id).forUpdate().execute();
  return await findInvitation(trx, id);
}

/** Takes the invitation for the person: true for one caller only, and only while it stands open. */
export async function claimInvitation(
  trx: Transaction<DB>,
  claim: { id: number; userId: string; at: Date },
): Promise<boolean> {
  const result = await trx
    .updateTable("invitations")
    .set({ acceptedAt: claim.at, acceptedById: claim.userId })
    .where("id", "=", claim.id)
    .where("acceptedAt", "is", null)
    .where("revokedAt", "is", null)
    .where("expiresAt", ">", claim.at)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/**
 * Writes down which supervisor agrees: once, while it is accepted or stands open. Answers who has accepted it, if anybody;
 * undefined where there is nothing to agree to any more.
 */
export async function claimConfirmation(
  trx: Transaction<DB>,
  claim: { id: number; userId: string; at: Date },
): Promise<{ acceptedById: string | null } | undefined> {
  return await trx
    .updateTable("invitations")
    .set({ confirmedAt: claim.at, confirmedById: claim.userId })
    .where("id", "=", claim.id)
    .where("role", "=", "supervisor")
    .where("confirmedAt", "is", null)
    .where("revokedAt", "is", null)
    .where((eb) => eb.or([eb("acceptedAt", "is not", null), eb("expiresAt", ">", claim.at)]))
    .returning("acceptedById")
    .executeTakeFirst();
}

/**
 * The supervisors' invitations in those places that wait for another one's agreement, whether they are accepted or still
 * open; not those of the person who asks, by them or to them, nor of whom the command line has appointed meanwhile. One query.
 */
export async function findWaitingAppointments(
  db: Kysely<DB>,
  { everywhere, editionIds, roundIds }: Places,
  asker: { id: string; email: string },
  at: Date,
) {
  const rows = await db
    .selectFrom("invitations")
    .innerJoin("users as inviters", "inviters.id", "invitations.invitedById")
    .leftJoin("rounds", "rounds.id", "invitations.roundId")
    .innerJoin("editions", (join) =>
      join.on((eb) => eb("editions.id", "=", eb.fn.coalesce("invitations.editionId", "rounds.editionId"))),
    )
    .where("invitations.role", "=", "supervisor")
    .where("invitations.confirmedAt", "is", null)
    .where("invitations.revokedAt", "is", null)
    .where("invitations.invitedById", "<>", asker.id)
    .where("invitations.email", "<>", asker.email)
    .where((eb) => eb.or([eb("invitations.acceptedAt", "is not", null), eb("invitations.expiresAt", ">", at)]))
    .where((eb) =>
      eb.or([
        eb.val(everywhere),
        eb("editions.id", "=", eb.fn.any(eb.val(editionIds))),
        eb("invitations.roundId", "=", eb.fn.any(eb.val(roundIds))),
      ]),
    )
    .where((eb) => eb.not(eb.exists(sameGrant(eb))))
    .select(["invitations.id", "invitations.name", "invitations.email", "invitations.acceptedAt"])
    .select(["invitations.invitedAt", "inviters.name as inviter"])
    .select(["editions.title as edition", "editions.titleEn as editionEn"])
    .select(["rounds.title as round", "rounds.titleEn as roundEn"])
    .orderBy("invitations.id")
    .execute();
  return rows;
}

function sameGrant(eb: ExpressionBuilder<DB, "invitations">) {
  return eb
    .selectFrom("roleGrants")
    .whereRef("roleGrants.userId", "=", "invitations.acceptedById")
    .whereRef("roleGrants.role", "=", "invitations.role")
    .where("roleGrants.editionId", "is not distinct from", eb.ref("invitations.editionId"))
    .where("roleGrants.roundId", "is not distinct from", eb.ref("invitations.roundId"))
    .select("roleGrants.id");
}

/** Whether the invitation is still to be listed: not accepted, or waiting for another supervisor's agreement. */
function isUnsettled(eb: ExpressionBuilder<DB, "invitations">) {
  return eb.or([
    eb("acceptedAt", "is", null),
    eb.and([eb("role", "=", "supervisor"), eb("confirmedAt", "is", null), eb.not(eb.exists(sameGrant(eb)))]),
  ]);
}

const invitationState = (at: Date) =>
  sql<
    StaffMember["state"]
  >`case when accepted_at is not null then 'unconfirmed' when expires_at <= ${at} then 'expired' else 'sent' end`;

/** Takes back what is still open of earlier invitations of the same person to the same role in the same place. */
export async function closeEarlierInvitations(
  trx: Transaction<DB>,
  of: { email: string; role: Role; editionId: number | null; roundId: number | null },
  at: Date,
): Promise<void> {
  await trx
    .updateTable("invitations")
    .set({ revokedAt: at })
    .where("email", "=", of.email)
    .where("role", "=", of.role)
    .where("editionId", "is not distinct from", of.editionId)
    .where("roundId", "is not distinct from", of.roundId)
    .where("acceptedAt", "is", null)
    .where("revokedAt", "is", null)
    .execute();
}

/** Whether the seat is on that round's panel. */
export async function existsSeat(trx: Transaction<DB>, panelMemberId: number, roundId: number): Promise<boolean> {
  const seat = await trx
    .selectFrom("panelMembers")
    .select("id")
    .where("id", "=", panelMemberId)
    .where("roundId", "=", roundId)
    .executeTakeFirst();
  return seat !== undefined;
}

/** Seats the person; false when the seat is someone else's or the person already sits on that panel. */
export async function takeSeat(trx: Transaction<DB>, panelMemberId: number, userId: string): Promise<boolean> {
  const result = await trx
    .updateTable("panelMembers")
    .set({ userId })
    .where("id", "=", panelMemberId)
    .where((eb) => eb.or([eb("userId", "is", null), eb("userId", "=", userId)]))
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("panelMembers as others")
            .select("others.id")
            .whereRef("others.roundId", "=", "panelMembers.roundId")
            .where("others.userId", "=", userId)
            .where("others.id", "<>", panelMemberId),
        ),
      ),
    )
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Gives a role; once is enough. */
export async function grantRole(
  trx: Transaction<DB>,
  grant: {
    userId: string;
    role: Role;
    editionId: number | null;
    roundId: number | null;
    grantedById: string | null;
    grantedAt: Date;
  },
): Promise<void> {
  await trx
    .insertInto("roleGrants")
    .values(grant)
    .onConflict((conflict) => conflict.columns(["userId", "role", "editionId", "roundId"]).doNothing())
    .execute();
}
