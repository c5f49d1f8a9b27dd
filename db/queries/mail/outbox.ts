import { type Kysely, sql, type Transaction } from "kysely";
import { homeZone } from "~/primitives/home-zone.ts";
import type { DB } from "~db/schema.ts";
import { announceDecisions } from "../screening/decisions.ts";
import { newsKinds } from "./news.ts";

const decisionKinds = ["qualified", "waiting", "returned", "ineligible", "submitted"] as const;

/** What a mail that waits tells: a decision on an application, or what came of a round. */
export const pendingKinds = [...decisionKinds, ...newsKinds] as const;
export type PendingKind = (typeof pendingKinds)[number];

/** Which of an edition's pending mails: all, those of one kind and round, or some by themselves. */
export type PendingSelection =
  | { type: "all" }
  | { type: "group"; tells: PendingKind; round: string | null }
  | { type: "mails"; ids: readonly string[] };

/** How many mails of an edition wait for their release, by what they tell and of which round. One query. */
export async function findPendingGroups(db: Kysely<DB>, editionId: number) {
  return await pending(db, editionId)
    .select((eb) => [
      tells.as("tells"),
      "rounds.slug as round",
      "rounds.title as roundTitle",
      "rounds.titleEn as roundTitleEn",
      eb.cast<number>(eb.fn.countAll(), "integer").as("count"),
      eb.fn.max("mails.id").$castTo<string>().as("latest"),
    ])
    .groupBy([tells, "rounds.slug", "rounds.title", "rounds.titleEn", "rounds.startsAt"])
    .orderBy(sql`array_position(array[${sql.join(pendingKinds.map((kind) => sql.lit(kind)))}], ${tells})`)
    .orderBy("rounds.startsAt", (order) => order.asc().nullsLast())
    .orderBy("rounds.slug")
    .execute();
}

/** The pending mails of an edition, `most` of each kind and round, the oldest first. One query. */
export async function findPendingMails(db: Kysely<DB>, editionId: number, most: number) {
  return await db
    .selectFrom(
      pending(db, editionId)
        .select(tells.as("tells"))
        .select([
          "mails.id",
          "mails.recipient",
          "mails.locale",
          "mails.createdAt",
          "rounds.slug as round",
          "applications.code",
          "applications.projectTitle",
          "applications.leaderName",
        ])
        .select(sql<string>`row_number() over (partition by ${tells}, rounds.slug order by mails.id)`.as("place"))
        .as("waiting"),
    )
    .select(["id", "tells", "recipient", "locale", "createdAt", "round", "code", "projectTitle", "leaderName"])
    .where("place", "<=", String(most))
    .orderBy("id")
    .execute();
}

/**
 * Lets the chosen mails go, up to the mail `upTo` (the newest that the organizer saw): each becomes queued as part of the
 * release; of a decision, state and heat count for the applicant from now on. A decision's mail whose application is not in the
 * state that it tells is void, and so is what came of a round for one that is in the contest no more. Locks the applications.
 * Answers the ids of the released mails.
 */
export async function releasePending(
  trx: Transaction<DB>,
  release: { editionId: number; releaseId: number; chosen: PendingSelection; upTo: string; at: Date },
): Promise<string[]> {
  const { editionId, releaseId, at } = release;
  const ids = await lockChosen(trx, release);
  if (ids.length === 0) return [];
  const mine = sql<boolean>`mails.state = 'pending' and mails.edition_id = ${editionId}
    and mails.id = any(${sql.val(ids)}::bigint[])`;
  const released = await trx
    .updateTable("mails")
    .from("applications")
    .set({ state: "queued", releaseId, createdAt: at, dueAt: sql<Date>`now()` })
    .whereRef("applications.id", "=", "mails.applicationId")
    .where(sql<boolean>`applications.state = coalesce(mails.announces, 'qualified')`)
    .where(mine)
    .returning(["mails.id", "mails.applicationId", "mails.announces"])
    .execute();
  await trx.updateTable("mails").set({ state: "void" }).where(mine).execute();
  const announcedIds = released.flatMap(({ applicationId, announces }) =>
    applicationId === null || announces === null ? [] : [applicationId],
  );
  await announceDecisions(trx, announcedIds);
  await moveReturns(trx, releaseId, at);
  await renewInvitations(trx, releaseId);
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

/** An invitation to the final says when and where it is by the day on which it leaves. */
async function renewInvitations(trx: Transaction<DB>, releaseId: number): Promise<void> {
  await sql`
    update mails set props = mails.props || jsonb_build_object(
      'timeZone', rounds.time_zone,
      'startsAt', to_char(rounds.starts_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'venue', coalesce(case when mails.locale = 'en' then rounds.venue_en end, rounds.venue,
        case when mails.locale = 'en' then rounds.city_en end, rounds.city)
    )
    from rounds
    where mails.release_id = ${releaseId} and mails.news in ('advancement', 'final-invitation') and rounds.id = mails.round_id`.execute(
    trx,
  );
}

/** The pending mails that are chosen; their applications locked in order, so that no decision changes while it is announced. */
async function lockChosen(
  trx: Transaction<DB>,
  { editionId, chosen, upTo }: { editionId: number; chosen: PendingSelection; upTo: string },
): Promise<string[]> {
  const rows = await pending(trx, editionId)
    .select("mails.id")
    .where("mails.id", "<=", upTo)
    .$if(chosen.type === "mails", (query) =>
      query.where((eb) => eb("mails.id", "=", eb.fn.any(sql<string[]>`${sql.val(idsOf(chosen))}::bigint[]`))),
    )
    .$if(chosen.type === "group", (query) => {
      const { tells: kind, round } = chosen as Extract<PendingSelection, { type: "group" }>;
      return query.where(tells, "=", kind).where("rounds.slug", "is not distinct from", round);
    })
    .orderBy("applications.id")
    .forUpdate("applications")
    .execute();
  return rows.map(({ id }) => id);
}

function idsOf(chosen: PendingSelection): string[] {
  return chosen.type === "mails" ? [...chosen.ids] : [];
}

const tells = sql<PendingKind>`coalesce(mails.announces, mails.news)`;

function pending(db: Kysely<DB>, editionId: number) {
  return db
    .selectFrom("mails")
    .innerJoin("applications", "applications.id", "mails.applicationId")
    .leftJoin("rounds", (join) => join.on(sql<boolean>`rounds.id = coalesce(mails.round_id, applications.round_id)`))
    .where("mails.editionId", "=", editionId)
    .where("mails.state", "=", "pending");
}

/** How many mails wait for their release in each of these editions; those without any are left out. One query. */
export async function countPendingMails(db: Kysely<DB>, editionIds: readonly number[]): Promise<Map<number, number>> {
  const rows = await db
    .selectFrom("mails")
    .select(({ fn, cast }) => ["editionId", cast<number>(fn.countAll(), "integer").as("pending")])
    .where("state", "=", "pending")
    .where((eb) => eb("editionId", "=", eb.fn.any(sql<number[]>`${sql.val([...editionIds])}::int[]`)))
    .groupBy("editionId")
    .execute();
  return new Map(rows.map(({ editionId, pending: count }) => [editionId ?? 0, count]));
}

/** How many mails of an edition wait, and how many of its mails did not arrive. One query. */
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
