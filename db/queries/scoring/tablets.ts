import { randomBytes } from "node:crypto";
import { type Kysely, sql, type Transaction } from "kysely";
import { prepared } from "~db/prepared.ts";
import type { DB } from "~db/schema.ts";
import type { FoundSession } from "../accounts/sessions.ts";

/** The round's seat of that key with its round, for pairing; undefined when it is not on the panel. */
export async function findSeatToPair(db: Kysely<DB>, round: string, judge: string) {
  return await db
    .selectFrom("panelMembers")
    .innerJoin("rounds", "rounds.id", "panelMembers.roundId")
    .where("rounds.slug", "=", round)
    .where("panelMembers.key", "=", judge)
    .where("panelMembers.removedAt", "is", null)
    .select(["rounds.id as roundId", "rounds.editionId", "rounds.kind", "panelMembers.id as judgeId"])
    .executeTakeFirst();
}

/** Keeps a new code for the seat; earlier ones that nobody used end with it. */
export async function insertPairingCode(
  trx: Transaction<DB>,
  code: { roundId: number; judgeId: number; codeDigest: string; issuedById: string; issuedAt: Date; expiresAt: Date },
): Promise<void> {
  await trx
    .updateTable("pairingCodes")
    .set({ revokedAt: code.issuedAt })
    .where("judgeId", "=", code.judgeId)
    .where("usedAt", "is", null)
    .where("revokedAt", "is", null)
    .execute();
  await trx.insertInto("pairingCodes").values(code).execute();
}

/** Uses the code up: its seat for one caller only, and only while the code lives and the seat is on the panel; else undefined. */
export async function takePairingCode(trx: Transaction<DB>, codeDigest: string, at: Date) {
  return await trx
    .updateTable("pairingCodes")
    .from("panelMembers")
    .innerJoin("rounds", "rounds.id", "panelMembers.roundId")
    .whereRef("panelMembers.id", "=", "pairingCodes.judgeId")
    .set({ usedAt: at })
    .where("pairingCodes.codeDigest", "=", codeDigest)
    .where("pairingCodes.usedAt", "is", null)
    .where("pairingCodes.revokedAt", "is", null)
    .where("pairingCodes.expiresAt", ">", at)
    .where("panelMembers.removedAt", "is", null)
    .where("rounds.wipedAt", "is", null)
    .returning(["rounds.id as roundId", "rounds.editionId", "rounds.slug", "rounds.timeZone"])
    .returning(["panelMembers.id as judgeId", "panelMembers.key", "panelMembers.name", "panelMembers.userId"])
    .executeTakeFirst();
}

/**
 * Gives a seat that nobody has accepted an account, so that its sheets have an author: under the address that was invited, if
 * no account has it yet, else under one that nobody can receive mail at. Answers the person's id.
 */
export async function seatNewPerson(trx: Transaction<DB>, seat: { id: number; name: string }): Promise<string> {
  const id = randomBytes(24).toString("base64url");
  const invited = await trx
    .selectFrom("invitations")
    .where("panelMemberId", "=", seat.id)
    .where("acceptedAt", "is", null)
    .where("revokedAt", "is", null)
    .where((eb) =>
      eb.not(eb.exists(eb.selectFrom("users").select("users.id").whereRef("users.email", "=", "invitations.email"))),
    )
    .select(["email", "locale"])
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  const email = invited?.email ?? `seat-${randomBytes(12).toString("hex")}@${nobodysDomain}`;
  const person = { id, email, emailVerified: false, name: seat.name, locale: invited?.locale ?? "zh-CN" };
  await trx.insertInto("users").values(person).execute();
  await trx.updateTable("panelMembers").set({ userId: id }).where("id", "=", seat.id).execute();
  return id;
}

/** A domain that no mail reaches (RFC 2606): codes for such addresses arrive nowhere. */
const nobodysDomain = "seat.invalid";

/** Notes that somebody tried a code: from where (as a keyed digest), and whether it paired a tablet. */
export async function insertPairingTry(
  db: Kysely<DB>,
  made: { at: Date; clientDigest: string; paired: boolean; roundId: number | null },
): Promise<void> {
  await db.insertInto("pairingTries").values(made).execute();
}

/** The session of a paired tablet: its judge with no right but to judge in that round. Revoked, ended, or off the panel: none. One query. */
export async function findTabletSession(db: Kysely<DB>, tokenDigest: string, at: Date): Promise<FoundSession | null> {
  const [row] = (await tabletSession(db, { tokenDigest, at })).rows;
  if (!row) return null;
  const { tabletId, roundId, expiresAt, id, name, email, locale } = row;
  return {
    session: { id: `tablet ${tabletId}`, expiresAt },
    user: {
      id,
      name,
      email,
      locale: locale === "en" ? "en" : "zh-CN",
      tabletId,
      grants: [{ role: "judge", editionId: null, roundId }],
    },
  };
}

const tabletSession = prepared((db, { tokenDigest, at }: { tokenDigest: string; at: Date }) =>
  db
    .selectFrom("tablets")
    .innerJoin("panelMembers", "panelMembers.id", "tablets.judgeId")
    .innerJoin("users", "users.id", "panelMembers.userId")
    .where("tablets.tokenDigest", "=", tokenDigest)
    .where("tablets.means", "=", "paired")
    .where("tablets.revokedAt", "is", null)
    .where("tablets.expiresAt", ">", at)
    .where("panelMembers.removedAt", "is", null)
    .select(["tablets.id as tabletId", "tablets.roundId", "tablets.expiresAt"])
    .select(["users.id", "panelMembers.name", "users.email", "users.locale"]),
);

export interface SignOfLife {
  /** How many entries' words are not with the server yet. */
  unsent: number;
  batteryPercent: number | null;
  charging: boolean | null;
  /** Whether it can show the judge's pages without a network; null where it did not say. */
  offlineReady: boolean | null;
  appVersion: string;
}

/** Notes a paired tablet's heartbeat; false when there is no such tablet any more. */
export async function markTabletSeen(db: Kysely<DB>, id: number, life: SignOfLife, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("tablets")
    .set({ ...life, seenAt: at })
    .where("id", "=", id)
    .where("revokedAt", "is", null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Notes the heartbeat of a device on which a judge signed in by themselves; false without a seat on the panel. */
export async function markAccountSeen(
  db: Kysely<DB>,
  of: { roundId: number; userId: string; tokenDigest: string; name: string; expiresAt: Date },
  life: SignOfLife,
  at: Date,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto("tablets")
    .columns([
      "roundId",
      "judgeId",
      "tokenDigest",
      "means",
      "name",
      "pairedAt",
      "expiresAt",
      "seenAt",
      "unsent",
      "batteryPercent",
      "charging",
      "offlineReady",
      "appVersion",
    ])
    .expression((eb) =>
      eb
        .selectFrom("panelMembers")
        .where("roundId", "=", of.roundId)
        .where("userId", "=", of.userId)
        .where("removedAt", "is", null)
        .select((seat) => [
          "panelMembers.roundId",
          "panelMembers.id",
          sql<string>`${of.tokenDigest}::text`.as("tokenDigest"),
          sql<string>`'account'`.as("means"),
          sql<string>`${of.name}::text`.as("name"),
          sql<Date>`${at}::timestamptz`.as("pairedAt"),
          sql<Date>`${of.expiresAt}::timestamptz`.as("expiresAt"),
          sql<Date>`${at}::timestamptz`.as("seenAt"),
          seat.cast<number>(seat.val(life.unsent), sql`smallint`).as("unsent"),
          seat.cast<number | null>(seat.val(life.batteryPercent), sql`smallint`).as("batteryPercent"),
          seat.cast<boolean | null>(seat.val(life.charging), "boolean").as("charging"),
          seat.cast<boolean | null>(seat.val(life.offlineReady), "boolean").as("offlineReady"),
          sql<string>`${life.appVersion}::text`.as("appVersion"),
        ]),
    )
    .onConflict((conflict) =>
      conflict.column("tokenDigest").doUpdateSet({ ...life, seenAt: at, expiresAt: of.expiresAt }),
    )
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

export async function insertTablet(
  trx: Transaction<DB>,
  tablet: { roundId: number; judgeId: number; tokenDigest: string; name: string; pairedAt: Date; expiresAt: Date },
): Promise<number> {
  const { id } = await trx.insertInto("tablets").values(tablet).returning("id").executeTakeFirstOrThrow();
  return id;
}

/** Ends the paired tablet of that round; the key of its judge's seat, or undefined when there was none to end. */
export async function endTablet(
  trx: Transaction<DB>,
  tablet: { id: number; roundId: number; byId: string | null; at: Date },
): Promise<string | undefined> {
  const row = await trx
    .updateTable("tablets")
    .from("panelMembers")
    .whereRef("panelMembers.id", "=", "tablets.judgeId")
    .set({ revokedAt: tablet.at, revokedById: tablet.byId })
    .where("tablets.id", "=", tablet.id)
    .where("tablets.roundId", "=", tablet.roundId)
    .where("tablets.means", "=", "paired")
    .where("tablets.revokedAt", "is", null)
    .returning("panelMembers.key")
    .executeTakeFirst();
  return row?.key;
}

/**
 * Everybody on the round's panel by the number in the key, each with their living tablets, the one heard of last first: when
 * each was heard of, what is not with the server yet, battery and version. One query.
 */
export async function findAllTablets(db: Kysely<DB>, roundId: number, at: Date) {
  const rows = await db
    .selectFrom("panelMembers")
    .leftJoin("tablets", (join) =>
      join
        .onRef("tablets.judgeId", "=", "panelMembers.id")
        .on("tablets.revokedAt", "is", null)
        .on("tablets.expiresAt", ">", at),
    )
    .where("panelMembers.roundId", "=", roundId)
    .where("panelMembers.removedAt", "is", null)
    .select(["panelMembers.key", "panelMembers.name as judgeName"])
    .select(["tablets.id", "tablets.means", "tablets.name", "tablets.pairedAt", "tablets.seenAt", "tablets.unsent"])
    .select(["tablets.batteryPercent", "tablets.charging", "tablets.offlineReady", "tablets.appVersion"])
    .orderBy(sql`length(panel_members.key)`)
    .orderBy("panelMembers.key")
    .orderBy("tablets.seenAt", (order) => order.desc().nullsLast())
    .orderBy("tablets.id")
    .execute();
  const seats = new Map<string, { key: string; name: string; tablets: Tablet[] }>();
  for (const { key, judgeName, id, means, name, ...life } of rows) {
    const seat = seats.get(key) ?? { key, name: judgeName, tablets: [] };
    seats.set(key, seat);
    if (id !== null)
      seat.tablets.push({ ...life, id, name: name ?? "", means: means === "account" ? "account" : "paired" });
  }
  return [...seats.values()];
}

interface Tablet {
  id: number;
  /** paired in the hall, or the judge's own sign-in on some device. */
  means: "paired" | "account";
  name: string;
  pairedAt: Date | null;
  seenAt: Date | null;
  unsent: number | null;
  batteryPercent: number | null;
  charging: boolean | null;
  offlineReady: boolean | null;
  appVersion: string | null;
}
