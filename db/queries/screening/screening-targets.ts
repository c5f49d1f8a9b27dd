import type { Kysely, Transaction } from "kysely";
import type { RoundState } from "~/rules/rounds/round.ts";
import type { DB } from "~db/schema.ts";
import { placeOfRound } from "../rounds/round-place.ts";
import { removeEntries } from "../rounds/round-setup.ts";

/** A heat as the screeners see it: its places, how many are taken, whether it was drawn. */
export type Target = NonNullable<Awaited<ReturnType<typeof findTarget>>>;

/** Every heat of the edition that applications can be qualified into, with its places. One query. */
export async function findAllTargets(db: Kysely<DB>, editionId: number) {
  const rows = await targetRows(db)
    .where("rounds.editionId", "=", editionId)
    .where("rounds.state", "in", ["registration", "screening"])
    .where("rounds.kind", "<>", "final")
    .orderBy("rounds.startsAt", (order) => order.asc().nullsLast())
    .orderBy("rounds.slug")
    .execute();
  return rows.map(typed);
}

/** Locks these rounds, always in the same order, until the transaction ends. */
export async function lockRounds(trx: Transaction<DB>, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await trx.selectFrom("rounds").select("id").where("id", "in", ids).orderBy("id").forUpdate().execute();
}

/**
 * Holds the edition's decisions: one at a time, so that none overlooks what another does at the same moment. Answers
 * whether the edition wants a second check.
 */
export async function lockDecisions(trx: Transaction<DB>, editionId: number): Promise<{ secondCheck: boolean }> {
  return await trx
    .selectFrom("editions")
    .select("secondCheck")
    .where("id", "=", editionId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
}

/**
 * How an application is screened: whether its edition wants a second check, who screens it, and the decision that waits
 * for its check (all null when none does). One query.
 */
export async function findScreeningOf(db: Kysely<DB>, applicationId: number) {
  return await db
    .selectFrom("applications")
    .innerJoin("editions", "editions.id", "applications.editionId")
    .leftJoin("rounds", "rounds.id", "applications.roundId")
    .leftJoin("users as screeners", "screeners.id", "applications.screenerId")
    .leftJoin("screeningProposals as proposals", "proposals.applicationId", "applications.id")
    .leftJoin("users as proposers", "proposers.id", "proposals.proposedById")
    .where("applications.id", "=", applicationId)
    .select([
      "editions.secondCheck",
      "rounds.kind as roundKind",
      "applications.screenerId",
      "screeners.name as screener",
      "proposals.input",
      "proposals.proposedById",
      "proposals.proposedAt",
      "proposers.name as proposedBy",
    ])
    .executeTakeFirstOrThrow();
}

/** The round of that id, with its places; undefined when there is none. */
export async function findTarget(db: Kysely<DB>, roundId: number) {
  const row = await targetRows(db).where("rounds.id", "=", roundId).executeTakeFirst();
  return row && typed(row);
}

/** The id of an edition's round; undefined when it has none of that slug. */
export async function findRoundId(db: Kysely<DB>, editionId: number, slug: string): Promise<number | undefined> {
  const row = await db
    .selectFrom("realRounds as rounds")
    .select("id")
    .where("editionId", "=", editionId)
    .where("slug", "=", slug)
    .executeTakeFirst();
  return row?.id;
}

/** Puts an application into a locked round, under the next number there, and answers that number. */
export async function addEntry(
  trx: Transaction<DB>,
  entry: {
    roundId: number;
    applicationId: number;
    groupId: number | null;
    title: string;
    titleEn: string | null;
  },
): Promise<string> {
  const { key } = await trx
    .insertInto("entries")
    .columns(["roundId", "applicationId", "groupId", "title", "titleEn", "key"])
    .expression((eb) =>
      eb
        .selectFrom("entries")
        .where("roundId", "=", entry.roundId)
        .where("key", "~", "^[0-9]{1,6}$")
        .select((of) => [
          of.val(entry.roundId).as("roundId"),
          of.val(entry.applicationId).as("applicationId"),
          of.val(entry.groupId).as("groupId"),
          of.val(entry.title).as("title"),
          of.val(entry.titleEn).as("titleEn"),
          of
            .cast<string>(
              of(of.fn.coalesce(of.fn.max(of.cast<number>("key", "integer")), of.lit(0)), "+", of.lit(1)),
              "text",
            )
            .as("key"),
        ]),
    )
    .returning("key")
    .executeTakeFirstOrThrow();
  return key;
}

/** Takes an application out of a locked round, with what its judges have said so far. */
export async function removeEntry(trx: Transaction<DB>, roundId: number, applicationId: number): Promise<void> {
  const entry = await trx
    .selectFrom("entries")
    .select("id")
    .where("roundId", "=", roundId)
    .where("applicationId", "=", applicationId)
    .executeTakeFirst();
  if (entry) await removeEntries(trx, [entry.id]);
}

/** A rehearsal is nobody's target: its state is never one in which a round takes entries (migration 012). */
function targetRows(db: Kysely<DB>) {
  return db.selectFrom("rounds").select((eb) => [
    "rounds.id",
    "rounds.editionId",
    "rounds.slug",
    "rounds.kind",
    "rounds.state",
    "rounds.title",
    "rounds.titleEn",
    "rounds.capacity",
    "rounds.startsAt",
    "rounds.timeZone",
    ...placeOfRound,
    eb
      .selectFrom("entries")
      .select((of) => of.cast<number>(of.fn.countAll(), "integer").as("count"))
      .whereRef("entries.roundId", "=", "rounds.id")
      .as("entries"),
    eb
      .selectFrom("applications")
      .select((of) => of.cast<number>(of.fn.countAll(), "integer").as("count"))
      .whereRef("applications.roundId", "=", "rounds.id")
      .where("applications.state", "=", "waiting")
      .as("waiting"),
    eb
      .exists(
        eb
          .selectFrom("entries")
          .select("id")
          .whereRef("entries.roundId", "=", "rounds.id")
          .where("entries.drawNumber", "is not", null),
      )
      .as("drawn"),
  ]);
}

function typed<R extends { state: string; entries: number | null; waiting: number | null; drawn: unknown }>(row: R) {
  const { state, entries, waiting, drawn } = row;
  return { ...row, state: state as RoundState, entries: entries ?? 0, waiting: waiting ?? 0, drawn: drawn === true };
}
