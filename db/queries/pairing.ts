import { randomBytes } from "node:crypto";
import type { Kysely, Transaction } from "kysely";
import type { DB } from "../schema.ts";

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
