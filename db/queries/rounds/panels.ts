import { type Kysely, sql, type Transaction } from "kysely";
import type { DB } from "~db/schema.ts";

export type PanelMember = Awaited<ReturnType<typeof findPanel>>[number];

/** How somebody on a panel can be written to: by their account, by the latest invitation to the seat, or as the seat that theirs was copied from. */
export const seatAddresses = sql`
  select panel_members.id as seat_id, coalesce(own.email, invited.email, theirs.email, were_invited.email) as email,
    coalesce(own.locale, invited.locale, theirs.locale, were_invited.locale) as locale
  from panel_members
    left join users as own on own.id = panel_members.user_id
    left join lateral (
      select email, locale from invitations where panel_member_id = panel_members.id order by id desc limit 1
    ) as invited on true
    left join panel_members as copied on copied.id = panel_members.copied_from_id
    left join users as theirs on theirs.id = copied.user_id
    left join lateral (
      select email, locale from invitations where panel_member_id = copied.id order by id desc limit 1
    ) as were_invited on true`;

const addresses = sql<{ seatId: number; email: string | null; locale: "zh-CN" | "en" | null }>`(${seatAddresses})`.as(
  "addresses",
);

/**
 * Everyone who sits or sat on the panel: by the number in the key (J2 before J10), those removed last; each with how many
 * sheets they submitted, and the latest invitation to the seat as `sent`, `expired`, `accepted` or `revoked`.
 */
export async function findPanel(db: Kysely<DB>, roundId: number, at: Date) {
  return await db
    .selectFrom("panelMembers")
    .innerJoin(addresses, "addresses.seatId", "panelMembers.id")
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom("invitations")
          .select([
            sql<"accepted" | "revoked" | "expired" | "sent">`case
              when accepted_at is not null then 'accepted'
              when revoked_at is not null then 'revoked'
              when expires_at <= ${at} then 'expired'
              else 'sent' end`.as("state"),
          ])
          .whereRef("invitations.panelMemberId", "=", "panelMembers.id")
          .orderBy("invitations.id", "desc")
          .limit(1)
          .as("invitation"),
      (join) => join.onTrue(),
    )
    .select((eb) => [
      "panelMembers.id",
      "panelMembers.key",
      "panelMembers.name",
      "panelMembers.kind",
      "panelMembers.panel",
      "panelMembers.head",
      "panelMembers.userId",
      "panelMembers.removedAt",
      "invitation.state as invitation",
      "addresses.locale",
      "addresses.email",
      eb
        .selectFrom("sheets")
        .select(eb.cast<number>(eb.fn.countAll(), "integer").as("sheets"))
        .whereRef("sheets.judgeId", "=", "panelMembers.id")
        .where("sheets.state", "=", "submitted")
        .as("sheets"),
    ])
    .where("panelMembers.roundId", "=", roundId)
    .orderBy(sql`panel_members.removed_at is not null`)
    .orderBy(sql`length(panel_members.key)`)
    .orderBy(sql`panel_members.key collate "C"`)
    .execute();
}

/** The seat of that key; undefined when there is none. Removed seats are found too. */
export async function findSeat(db: Kysely<DB>, roundId: number, key: string) {
  return await db
    .selectFrom("panelMembers")
    .selectAll()
    .where("roundId", "=", roundId)
    .where("key", "=", key)
    .executeTakeFirst();
}

/** Every key that a seat of the round has or had: none is given twice. */
export async function findSeatKeys(db: Kysely<DB>, roundId: number): Promise<string[]> {
  const rows = await db.selectFrom("panelMembers").select("key").where("roundId", "=", roundId).execute();
  return rows.map((row) => row.key);
}

export async function insertSeat(
  trx: Transaction<DB>,
  seat: { roundId: number; key: string; name: string; panel?: string | null; kind?: string | null },
): Promise<number> {
  const { id } = await trx.insertInto("panelMembers").values(seat).returning("id").executeTakeFirstOrThrow();
  return id;
}

/** Takes the seat off the panel: its sheets stay but do not count, its open invitation and its person's right end. */
export async function removeSeat(
  trx: Transaction<DB>,
  seat: { id: number; roundId: number; userId: string | null },
  at: Date,
) {
  await trx.updateTable("panelMembers").set({ removedAt: at, head: false }).where("id", "=", seat.id).execute();
  await trx
    .updateTable("invitations")
    .set({ revokedAt: at })
    .where("panelMemberId", "=", seat.id)
    .where("acceptedAt", "is", null)
    .where("revokedAt", "is", null)
    .execute();
  if (seat.userId === null) return;
  await trx
    .deleteFrom("roleGrants")
    .where("userId", "=", seat.userId)
    .where("role", "=", "judge")
    .where("roundId", "=", seat.roundId)
    .execute();
}

/** Puts a removed seat back on the panel. */
export async function restoreSeat(trx: Transaction<DB>, id: number): Promise<void> {
  await trx.updateTable("panelMembers").set({ removedAt: null }).where("id", "=", id).execute();
}

/** The key of that panel's own head judge (null: of those who sit on all); undefined when nobody is. */
export async function findHeadKey(db: Kysely<DB>, roundId: number, panel: string | null): Promise<string | undefined> {
  const head = await db
    .selectFrom("panelMembers")
    .select("key")
    .where("roundId", "=", roundId)
    .where("panel", "is not distinct from", panel)
    .where("head", "=", true)
    .executeTakeFirst();
  return head?.key;
}

/** Makes that seat the head judge's of its panel, and no other there; with null, none. */
export async function setHead(
  trx: Transaction<DB>,
  { roundId, panel }: { roundId: number; panel: string | null },
  id: number | null,
): Promise<void> {
  await trx
    .updateTable("panelMembers")
    .set({ head: false })
    .where("roundId", "=", roundId)
    .where("panel", "is not distinct from", panel)
    .where("head", "=", true)
    .execute();
  if (id !== null) await trx.updateTable("panelMembers").set({ head: true }).where("id", "=", id).execute();
}

/** Whether somebody of that address is on the panel, or was and can be restored: by account, by an invitation, or copied. */
export async function existsSeatOf(db: Kysely<DB>, roundId: number, email: string): Promise<boolean> {
  const seat = await db
    .selectFrom("panelMembers")
    .innerJoin(addresses, "addresses.seatId", "panelMembers.id")
    .select("panelMembers.id")
    .where("panelMembers.roundId", "=", roundId)
    .where((eb) =>
      eb.or([
        eb("addresses.email", "=", email),
        eb.and([
          eb("panelMembers.userId", "is", null),
          eb.exists(
            eb
              .selectFrom("invitations")
              .select("invitations.id")
              .whereRef("invitations.panelMemberId", "=", "panelMembers.id")
              .where("invitations.email", "=", email),
          ),
        ]),
      ]),
    )
    .executeTakeFirst();
  return seat !== undefined;
}
