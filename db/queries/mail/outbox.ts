import { type Kysely, sql, type Transaction } from "kysely";
import { homeZone } from "~/primitives/home-zone.ts";
import type { DB } from "~db/schema.ts";
import { announceDecisions } from "../screening/decisions.ts";

export const decisionKinds = ["qualified", "waiting", "returned", "ineligible", "submitted"] as const;
export type DecisionKind = (typeof decisionKinds)[number];

/** Which of an edition's pending decisions: all, those of one kind and heat, or some by their mails. */
export type PendingSelection =
  | { type: "all" }
  | { type: "group"; announces: DecisionKind; round: string | null }
  | { type: "mails"; ids: readonly string[] };

/** How many decisions of an edition wait for their release, by kind and heat. One query. */
export async function findPendingGroups(db: Kysely<DB>, editionId: number) {
  const rows = await pending(db, editionId)
    .select((eb) => [
      "mails.announces",
      "rounds.slug as round",
      "rounds.title as roundTitle",
      "rounds.titleEn as roundTitleEn",
      eb.cast<number>(eb.fn.countAll(), "integer").as("count"),
      eb.fn.max("mails.id").$castTo<string>().as("latest"),
    ])
    .groupBy(["mails.announces", "rounds.slug", "rounds.title", "rounds.titleEn", "rounds.startsAt"])
    .orderBy(sql`array_position(${sql.val(decisionKinds)}::text[], mails.announces)`)
    .orderBy("rounds.startsAt", (order) => order.asc().nullsLast())
    .orderBy("rounds.slug")
    .execute();
  return rows.map((row) => ({ ...row, announces: row.announces as DecisionKind }));
}

/** The pending decisions of an edition, `most` of each kind and heat, the oldest first. One query. */
export async function findPendingMails(db: Kysely<DB>, editionId: number, most: number) {
  const rows = await db
    .selectFrom(
      pending(db, editionId)
        .select([
          "mails.id",
          "mails.announces",
          "mails.recipient",
          "mails.locale",
          "mails.createdAt",
          "rounds.slug as round",
          "applications.code",
          "applications.projectTitle",
          "applications.leaderName",
        ])
        .select(
          sql<string>`row_number() over (partition by mails.announces, rounds.slug order by mails.id)`.as("place"),
        )
        .as("waiting"),
    )
    .select(["id", "announces", "recipient", "locale", "createdAt", "round", "code", "projectTitle", "leaderName"])
    .where("place", "<=", String(most))
    .orderBy("id")
    .execute();
  return rows.map((row) => ({ ...row, announces: row.announces as DecisionKind }));
}

/**
 * Lets the chosen decisions go, up to the mail `upTo` (the newest that the organizer saw): each mail becomes queued as part of
 * the release, and its state and heat count for the applicant from now on. A mail whose application is not in the state that
 * it tells is void. Locks the applications. Answers the ids of the released mails.
 */
export async function releasePending(
  trx: Transaction<DB>,
  release: { editionId: number; releaseId: number; chosen: PendingSelection; upTo: string; at: Date },
): Promise<string[]> {
  const { editionId, releaseId, at } = release;
  const applicationIds = await lockChosen(trx, release);
  if (applicationIds.length === 0) return [];
  const mine = sql<boolean>`mails.state = 'pending' and mails.edition_id = ${editionId} and mails.id <= ${release.upTo}
    and mails.application_id = any(${sql.val(applicationIds)}::integer[])`;
  const released = await trx
    .updateTable("mails")
    .from("applications")
    .set({ state: "queued", releaseId, createdAt: at })
    .whereRef("applications.id", "=", "mails.applicationId")
    .whereRef("applications.state", "=", "mails.announces")
    .where(mine)
    .returning(["mails.id", "mails.applicationId"])
    .execute();
  await trx.updateTable("mails").set({ state: "void" }).where(mine).execute();
  const announcedIds = released.flatMap(({ applicationId }) => (applicationId === null ? [] : [applicationId]));
  await announceDecisions(trx, announcedIds);
  await moveReturns(trx, releaseId, at);
  return released.map(({ id }) => id);
}

/** The days that a return gives begin when the applicant hears of it: its end moves by the days that the mail has waited. */
async function moveReturns(trx: Transaction<DB>, releaseId: number, at: Date): Promise<void> {
  await sql`
    with moved as (
      update applications set return_until = return_until + interval '1 day' * (
        (${at}::timestamptz at time zone ${sql.lit(homeZone)})::date - (decided_at at time zone ${sql.lit(homeZone)})::date)
      from mails, screening_decisions
      where mails.release_id = ${releaseId} and mails.announces = 'returned' and applications.id = mails.application_id
        and screening_decisions.id = applications.announced_decision_id and return_until is not null
      returning mails.id as mail_id, return_until
    )
    update mails set props = jsonb_set(props, '{until}',
      to_jsonb(to_char(moved.return_until at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
    from moved where mails.id = moved.mail_id`.execute(trx);
}

/** The applications whose pending mail is chosen, locked in order, so that no decision changes while it is announced. */
async function lockChosen(
  trx: Transaction<DB>,
  { editionId, chosen, upTo }: { editionId: number; chosen: PendingSelection; upTo: string },
): Promise<number[]> {
  const rows = await pending(trx, editionId)
    .select("applications.id")
    .where("mails.id", "<=", upTo)
    .$if(chosen.type === "mails", (query) =>
      query.where((eb) => eb("mails.id", "=", eb.fn.any(sql<string[]>`${sql.val(idsOf(chosen))}::bigint[]`))),
    )
    .$if(chosen.type === "group", (query) => {
      const { announces, round } = chosen as Extract<PendingSelection, { type: "group" }>;
      return query.where("mails.announces", "=", announces).where("rounds.slug", "is not distinct from", round);
    })
    .orderBy("applications.id")
    .forUpdate("applications")
    .execute();
  return rows.map(({ id }) => id);
}

function idsOf(chosen: PendingSelection): string[] {
  return chosen.type === "mails" ? [...chosen.ids] : [];
}

function pending(db: Kysely<DB>, editionId: number) {
  return db
    .selectFrom("mails")
    .innerJoin("applications", "applications.id", "mails.applicationId")
    .leftJoin("rounds", "rounds.id", "applications.roundId")
    .where("mails.editionId", "=", editionId)
    .where("mails.state", "=", "pending");
}

/** How many decisions of an edition wait, and how many of its mails did not arrive. One query. */
export async function countMailWork(db: Kysely<DB>, editionId: number): Promise<{ pending: number; lost: number }> {
  return await db
    .selectFrom("mails")
    .select(({ fn, cast, or, eb }) => [
      cast<number>(fn.countAll().filterWhere("state", "=", "pending"), "integer").as("pending"),
      cast<number>(
        fn
          .countAll()
          .filterWhere(or([eb("delivery", "in", ["bounced", "complained", "failed"]), eb("state", "=", "failed")])),
        "integer",
      ).as("lost"),
    ])
    .where("editionId", "=", editionId)
    .executeTakeFirstOrThrow();
}
