import { type Kysely, sql, type Transaction } from "kysely";
import type { AttendanceState, LateRule } from "~/rules/heats/attendance.ts";
import type { DB } from "~db/schema.ts";
import { placeOfRound } from "../rounds/round-place.ts";
import { isAbsentOrLateSql } from "../stage/stage.ts";

/** One line of the run sheet. */
export type RunSheetEntry = Awaited<ReturnType<typeof findRunSheet>>[number];

/**
 * Everybody on the list with their sign-in and who recorded it, in running order, those without a place last. One query.
 */
export async function findRunSheet(db: Kysely<DB>, roundId: number) {
  const rows = await db
    .selectFrom("entries")
    .innerJoin("rounds", "rounds.id", "entries.roundId")
    .leftJoin("groups", "groups.id", "entries.groupId")
    .leftJoin("applications", "applications.id", "entries.applicationId")
    .leftJoin("attendances", "attendances.entryId", "entries.id")
    .leftJoin("users", "users.id", "attendances.recordedById")
    .where("entries.roundId", "=", roundId)
    .select([
      "entries.id",
      "entries.key",
      "entries.title",
      "entries.titleEn",
      "entries.runningOrder",
      "entries.drawNumber",
      "entries.panel",
      "groups.title as groupTitle",
      "groups.titleEn as groupTitleEn",
      "applications.leaderName",
      "applications.code",
      "attendances.state",
      "attendances.means",
      "attendances.reason",
      "attendances.recordedAt",
      "users.name as recordedBy",
      isAbsentOrLateSql().as("out"),
      sql<boolean>`exists (select from sheets where sheets.entry_id = entries.id)`.as("scored"),
    ])
    .orderBy("entries.runningOrder", (order) => order.asc().nullsLast())
    .orderBy(sql`length(entries.key)`)
    .orderBy(sql`entries.key collate "C"`)
    .execute();
  return rows.map(({ state, ...row }) => ({ ...row, state: state as AttendanceState | null }));
}

/** The entry that a ticket names, with the round that it is for; undefined for a ticket that nobody was given. */
export async function findEntryOfTicket(db: Kysely<DB>, ticket: string) {
  return await db
    .selectFrom("entries")
    .innerJoin("rounds", "rounds.id", "entries.roundId")
    .select(["entries.key", "entries.roundId", "rounds.editionId", "rounds.title", "rounds.titleEn"])
    .where("entries.ticket", "=", ticket)
    .where("rounds.wipedAt", "is", null)
    .executeTakeFirst();
}

/** Keeps the sign-in of one entry; false when one is kept already. */
export async function insertAttendance(
  trx: Transaction<DB>,
  attendance: {
    entryId: number;
    roundId: number;
    state: AttendanceState;
    means: "ticket" | "hand";
    reason: string | null;
    recordedById: string;
    recordedAt: Date;
  },
): Promise<boolean> {
  const inserted = await trx
    .insertInto("attendances")
    .values(attendance)
    .onConflict((conflict) => conflict.column("entryId").doNothing())
    .returning("entryId")
    .executeTakeFirst();
  return inserted !== undefined;
}

/** Takes the sign-in of an entry back; false when there was none. */
export async function deleteAttendance(trx: Transaction<DB>, entryId: number): Promise<boolean> {
  const gone = await trx
    .deleteFrom("attendances")
    .where("entryId", "=", entryId)
    .returning("entryId")
    .executeTakeFirst();
  return gone !== undefined;
}

/** Puts the entry behind everybody who has a place. */
export async function placeLast(trx: Transaction<DB>, { roundId, entryId }: { roundId: number; entryId: number }) {
  await trx
    .updateTable("entries")
    .set({
      runningOrder: sql`(select coalesce(max(running_order), 0) + 1 from entries where round_id = ${roundId})`,
    })
    .where("id", "=", entryId)
    .where("runningOrder", "is", null)
    .execute();
}

/** Takes the entry's place in the order away, where it was not drawn. */
export async function unplaceUndrawn(trx: Transaction<DB>, entryId: number): Promise<void> {
  await trx
    .updateTable("entries")
    .set({ runningOrder: null })
    .where("id", "=", entryId)
    .where("drawNumber", "is", null)
    .execute();
}

/** Sets what becomes of those who are late. */
export async function setLateRule(trx: Transaction<DB>, roundId: number, lateRule: "out" | "last"): Promise<void> {
  await trx.updateTable("rounds").set({ lateRule }).where("id", "=", roundId).execute();
}

/**
 * The heat that an application's people were told they are in, with when and where, and the ticket by which they sign in
 * there (null when they are no longer on its list, which they may not know yet); undefined before they were told. Given a
 * final's slug, the same of the final: whether they may know that they are in it is for the caller. One query.
 */
export async function findInvitation(db: Kysely<DB>, applicationId: number, final: string | null = null) {
  const row = await db
    .selectFrom("applications")
    .innerJoin("realRounds as rounds", (join) =>
      final === null
        ? join.onRef("rounds.id", "=", "applications.announcedRoundId").on("rounds.kind", "=", "heat")
        : join
            .onRef("rounds.editionId", "=", "applications.editionId")
            .on("rounds.kind", "=", "final")
            .on("rounds.slug", "=", final),
    )
    .leftJoin("entries", (join) =>
      join.onRef("entries.roundId", "=", "rounds.id").onRef("entries.applicationId", "=", "applications.id"),
    )
    .where("applications.id", "=", applicationId)
    .where("applications.announcedState", "=", "qualified")
    .select([
      "entries.ticket",
      "rounds.slug",
      "rounds.state",
      "rounds.lateRule",
      "rounds.title",
      "rounds.titleEn",
      "rounds.startsAt",
      "rounds.timeZone",
    ])
    .select(placeOfRound)
    .executeTakeFirst();
  return row && { ...row, lateRule: row.lateRule as LateRule };
}

/** Every change of the running order after the draws, the latest first, with who made it. One query. */
export async function findOrderChanges(db: Kysely<DB>, roundId: number) {
  return await db
    .selectFrom("orderChanges")
    .innerJoin("users", "users.id", "orderChanges.changedById")
    .where("orderChanges.roundId", "=", roundId)
    .select([
      "orderChanges.id",
      "orderChanges.before",
      "orderChanges.after",
      "orderChanges.reason",
      "orderChanges.changedAt",
      "users.name as changedBy",
    ])
    .orderBy("orderChanges.id", "desc")
    .execute();
}

/** Gives the entries of `after` their places in the order in which they stand there, and keeps the change. Two statements. */
export async function changeOrder(
  trx: Transaction<DB>,
  change: {
    roundId: number;
    before: string[];
    after: string[];
    /** The places that are given out, in order: those of `before`. */
    places: number[];
    reason: string;
    changedById: string;
    changedAt: Date;
  },
): Promise<void> {
  const { places, ...columns } = change;
  // Numbers change hands within one statement: the constraints wait for the end
  await trx
    .updateTable("entries")
    .from(
      sql<{ key: string; place: number }>`unnest(${change.after}::text[], ${places}::int[])`.as<"given">(
        sql`given (key, place)`,
      ),
    )
    .set({ runningOrder: sql`given.place` })
    .where("entries.roundId", "=", change.roundId)
    .whereRef("entries.key", "=", "given.key")
    .execute();
  await trx.insertInto("orderChanges").values(columns).execute();
}
