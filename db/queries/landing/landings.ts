import { type Kysely, type SelectQueryBuilder, sql, type Transaction } from "kysely";
import { homeZone } from "~/primitives/home-zone.ts";
import type { DraftAnswers } from "~/rules/applications/application.ts";
import { audited } from "~/rules/audit/audited.ts";
import type { LandingMonths, LandingStep, Milestone, Platform } from "~/rules/landing/landing.ts";
import type { DB } from "~db/schema.ts";
import { hasLostRank } from "../diligence.ts";

/** A milestone as it is kept: `amount` in yuan, of the capital alone. */
export interface StoredMilestone extends Milestone {
  amount: number | null;
  note: string | null;
}

export type StoredLanding = Awaited<ReturnType<typeof findLandings>>[number];

/** The landings of an edition, by number. One query. */
export async function findLandings(db: Kysely<DB>, editionId: number) {
  const rows = await landingRows(db).where("landings.editionId", "=", editionId).orderBy("landings.number").execute();
  return rows.map(landingOf);
}

/** One of them; undefined when there is none. One query. */
export async function findLanding(db: Kysely<DB>, editionId: number, number: number) {
  const row = await landingRows(db)
    .where("landings.editionId", "=", editionId)
    .where("landings.number", "=", number)
    .executeTakeFirst();
  return row && landingOf(row);
}

/** The same, locked against every other change of it until the transaction ends. */
export async function lockLanding(trx: Transaction<DB>, editionId: number, number: number) {
  await trx
    .selectFrom("landings")
    .select("id")
    .where("editionId", "=", editionId)
    .where("number", "=", number)
    .forUpdate()
    .execute();
  return await findLanding(trx, editionId, number);
}

function landingRows(db: Kysely<DB>) {
  return db
    .selectFrom("landings")
    .innerJoin("users as owners", "owners.id", "landings.ownerId")
    .leftJoin("applications", "applications.id", "landings.applicationId")
    .leftJoin("entries", "entries.id", "landings.entryId")
    .leftJoin("rounds", "rounds.id", "entries.roundId")
    .select(["landings.id", "landings.number", "landings.applicationId", "landings.platform", "landings.ownerId"])
    .select(["landings.startedOn", "landings.givenUpAt", "owners.name as owner", "applications.code"])
    .select((eb) => eb.fn.coalesce("entries.title", "applications.projectTitle").as("title"))
    .select(["entries.titleEn", "entries.key", "entries.runningOrder", "rounds.kind"])
    .select(["rounds.title as roundTitle", "rounds.titleEn as roundTitleEn"])
    .select(
      sql<StoredMilestone[]>`(
        select jsonb_agg(jsonb_build_object('step', step, 'dueOn', due_on, 'doneOn', done_on, 'amount', amount, 'note', note)
          order by array_position(array['intention', 'agreement', 'registration', 'capital', 'funds'], step))
        from landing_milestones where landing_id = landings.id
      )`.as("milestones"),
    )
    .select(
      sql<string>`(
        select coalesce(sum(amount), 0) from landing_payments where landing_id = landings.id and taken_back_at is null
      )`.as("funds"),
    );
}

type Row = Awaited<ReturnType<ReturnType<typeof landingRows>["executeTakeFirstOrThrow"]>>;

function landingOf({ funds, platform, givenUpAt, key, runningOrder, kind, roundTitle, roundTitleEn, ...row }: Row) {
  return {
    ...row,
    /** The project in the round that it comes from: its place in the running order, its key, and the round. */
    entry: key === null || roundTitle === null ? null : { number: runningOrder, key, kind, roundTitle, roundTitleEn },
    platform: platform as Platform | null,
    givenUp: givenUpAt !== null,
    /** Yuan, all instalments. */
    funds: Number(funds),
    /** Yuan; null before it is paid. */
    capital: row.milestones.find(({ step }) => step === "capital")?.amount ?? null,
  };
}

/** The day of the edition's final in Beijing; null before it has one. One query. */
export async function findFinalDay(db: Kysely<DB>, editionId: number): Promise<string | null> {
  const row = await db
    .selectFrom("realRounds as rounds")
    .select(sql<string>`(starts_at at time zone ${sql.lit(homeZone)})::date`.as("day"))
    .where("editionId", "=", editionId)
    .where("kind", "=", "final")
    .where("startsAt", "is not", null)
    .orderBy("startsAt")
    .executeTakeFirst();
  return row?.day ?? null;
}

/** The instalments of the funds, by day; those taken back too. One query. */
export async function findLandingPayments(db: Kysely<DB>, landingId: number) {
  const rows = await db
    .selectFrom("landingPayments")
    .innerJoin("users", "users.id", "landingPayments.recordedById")
    .select(["landingPayments.id", "amount", "paidOn", "note", "takenBackAt", "users.name as recordedBy"])
    .where("landingId", "=", landingId)
    .orderBy("paidOn")
    .orderBy("landingPayments.id")
    .execute();
  return rows.map((row) => ({ ...row, amount: Number(row.amount) }));
}

/** Everything that was done to a landing, the latest first, with what the trail's words need. One query. */
export async function findLandingHistory(db: Kysely<DB>, editionId: number, number: number) {
  return await db
    .selectFrom("auditEntries")
    .leftJoin("users", "users.id", "auditEntries.actorId")
    .leftJoin("users as others", (join) => join.on(sql<boolean>`others.id = facts ->> 'userId'`))
    .leftJoin("auditReasons", "auditReasons.entryId", "auditEntries.id")
    .select(["auditEntries.id", "auditEntries.at", "auditEntries.command", "auditEntries.facts"])
    .select(["users.name as actor", "others.name as otherName", "auditReasons.reason"])
    .where("auditEntries.editionId", "=", editionId)
    .where(
      sql<boolean>`(facts ->> 'landing' = ${String(number)} or jsonb_exists(facts -> 'landings', ${String(number)}))`,
    )
    .orderBy("auditEntries.at", "desc")
    .orderBy("auditEntries.id", "desc")
    .execute();
}

/** What an application says of its landing. One query. */
export async function findIntention(db: Kysely<DB>, applicationId: number) {
  const row = await db.selectFrom("applications").select("answers").where("id", "=", applicationId).executeTakeFirst();
  return row?.answers ?? {};
}

/** A project that can be tracked. */
export interface Landable {
  applicationId: number | null;
  entryId: number | null;
  answers: Record<string, unknown>;
}

/** The projects of the edition's finals whose results are published, that have not lost their rank, and are not tracked yet, each once. One query. */
export async function findFinalistsToTrack(db: Kysely<DB>, editionId: number): Promise<Landable[]> {
  const rows = await publishedEntries(db, editionId)
    .where("rounds.kind", "=", "final")
    .where(untracked)
    .where(sql<boolean>`not ${hasLostRank("entries.id")}`)
    .orderBy("rounds.id")
    .orderBy(sql`length(entries.key)`)
    .orderBy("entries.key")
    .execute();
  const projects = rows.map(landableOf);
  return [...new Map(projects.map((each) => [each.applicationId ?? `entry ${each.entryId}`, each])).values()];
}

/**
 * The project of an application, by its code, or of an entry whose round's result is published, by "ROUND/KEY"; `number` where
 * it is tracked already. Undefined when there is none. At most two queries.
 */
export async function findLandable(db: Kysely<DB>, editionId: number, named: string) {
  const [round = "", key] = named.split("/");
  if (key !== undefined) {
    const row = await publishedEntries(db, editionId)
      .where("rounds.slug", "=", round)
      .where("entries.key", "=", key)
      .executeTakeFirst();
    return row && { ...landableOf(row), number: row.number };
  }
  const row = await db
    .selectFrom("applications")
    .leftJoin("landings", "landings.applicationId", "applications.id")
    .select(["applications.id as applicationId", "applications.answers", "landings.number"])
    .where("applications.editionId", "=", editionId)
    .where("applications.code", "=", named.toUpperCase())
    .where("applications.state", "=", "qualified")
    .where("applications.erasedAt", "is", null)
    .executeTakeFirst();
  if (!row) return undefined;
  const entry = await publishedEntries(db, editionId)
    .where("entries.applicationId", "=", row.applicationId)
    .orderBy(sql`rounds.kind = 'final'`, "desc")
    .orderBy("rounds.id", "desc")
    .executeTakeFirst();
  return { ...landableOf({ ...row, entryId: entry?.entryId ?? null }), number: row.number };
}

function publishedEntries(db: Kysely<DB>, editionId: number) {
  return db
    .selectFrom("entries")
    .innerJoin("realRounds as rounds", "rounds.id", "entries.roundId")
    .innerJoin("releases", (join) =>
      join.onRef("releases.roundId", "=", "rounds.id").on("releases.state", "=", "published"),
    )
    .leftJoin("applications", "applications.id", "entries.applicationId")
    .leftJoin("landings", (join) =>
      join.on(
        sql<boolean>`landings.application_id = entries.application_id or landings.entry_id = entries.id
          or landings.entry_id = entries.from_entry_id
          or landings.entry_id in (select later.id from entries as later where later.from_entry_id = entries.id)`,
      ),
    )
    .select(["entries.id as entryId", "entries.applicationId", "applications.answers", "landings.number"])
    .where("rounds.editionId", "=", editionId);
}

const untracked = sql<boolean>`landings.id is null`;

function landableOf({
  applicationId,
  entryId,
  answers,
}: Omit<Landable, "answers"> & { answers: DraftAnswers | null }): Landable {
  return { applicationId, entryId, answers: answers ?? {} };
}

export interface NewLanding {
  editionId: number;
  applicationId: number | null;
  entryId: number | null;
  platform: Platform | null;
  ownerId: string;
  startedOn: string;
  addedById: string;
  addedAt: Date;
}

/** Begins to track projects, with the deadlines of their milestones; answers their numbers. The edition is locked. */
export async function insertLandings(
  trx: Transaction<DB>,
  editionId: number,
  landings: readonly NewLanding[],
  deadlines: readonly { step: LandingStep; dueOn: string }[],
): Promise<number[]> {
  const { last } = await trx
    .selectFrom("landings")
    .select((eb) => eb.fn.coalesce(eb.fn.max("number"), sql<number>`0`).as("last"))
    .where("editionId", "=", editionId)
    .executeTakeFirstOrThrow();
  const rows = await trx
    .insertInto("landings")
    .values(landings.map((each, at) => ({ ...each, number: last + at + 1 })))
    .returning(["id", "number"])
    .execute();
  await trx
    .insertInto("landingMilestones")
    .values(rows.flatMap(({ id }) => deadlines.map((each) => ({ ...each, landingId: id }))))
    .execute();
  return rows.map(({ number }) => number).sort((a, b) => a - b);
}

/** Writes what is known of a landing itself. */
export async function updateLanding(
  trx: Transaction<DB>,
  id: number,
  change: { platform?: Platform | null; ownerId?: string; givenUpAt?: Date | null },
): Promise<void> {
  await trx.updateTable("landings").set(change).where("id", "=", id).execute();
}

/** Writes one of its milestones. */
export async function updateMilestone(
  trx: Transaction<DB>,
  landingId: number,
  step: LandingStep,
  change: { dueOn?: string; doneOn?: string | null; amount?: number | null; note?: string | null },
): Promise<void> {
  await trx
    .updateTable("landingMilestones")
    .set(change)
    .where("landingId", "=", landingId)
    .where("step", "=", step)
    .execute();
}

export interface NewPayment {
  landingId: number;
  amount: number;
  paidOn: string;
  note: string | null;
  recordedById: string;
  recordedAt: Date;
}

/** Keeps an instalment; answers its id. */
export async function insertLandingPayment(trx: Transaction<DB>, payment: NewPayment): Promise<number> {
  const { id } = await trx.insertInto("landingPayments").values(payment).returning("id").executeTakeFirstOrThrow();
  return id;
}

/** Takes an instalment back; answers its amount in yuan, undefined when there is none that counts. */
export async function takeBackPayment(
  trx: Transaction<DB>,
  landingId: number,
  id: number,
  at: Date,
): Promise<number | undefined> {
  const row = await trx
    .updateTable("landingPayments")
    .set({ takenBackAt: at })
    .where("id", "=", id)
    .where("landingId", "=", landingId)
    .where("takenBackAt", "is", null)
    .returning("amount")
    .executeTakeFirst();
  return row && Number(row.amount);
}

/** How many months each milestone of new landings has. */
export async function putLandingMonths(trx: Transaction<DB>, editionId: number, months: LandingMonths): Promise<void> {
  await trx.updateTable("editions").set({ landingMonths: months }).where("id", "=", editionId).execute();
}

/**
 * Erases what people wrote about those landings, by id: notes, reasons, files, and the mails that name the project. Milestones,
 * days and amounts stay.
 */
export async function eraseLandings(
  trx: Transaction<DB>,
  landings: SelectQueryBuilder<DB, "landings", { id: number }>,
  at: Date,
): Promise<void> {
  await trx.updateTable("landingMilestones").set({ note: null }).where("landingId", "in", landings).execute();
  await trx.updateTable("landingPayments").set({ note: null }).where("landingId", "in", landings).execute();
  await trx
    .updateTable("landingFiles")
    .set({ erasedAt: at })
    .where("landingId", "in", landings)
    .where("erasedAt", "is", null)
    .execute();
  await trx
    .updateTable("mails")
    .set({
      props: {},
      error: null,
      deliveryDetail: null,
      state: sql`case when state in ('queued', 'held') then 'void' else state end`,
    })
    .where("landingId", "in", landings)
    .execute();
  await trx
    .deleteFrom("auditReasons")
    .where("entryId", "in", (eb) =>
      eb
        .selectFrom("auditEntries")
        .innerJoin("landings", (join) =>
          join
            .onRef("landings.editionId", "=", "auditEntries.editionId")
            .on(sql<boolean>`landings.number::text = facts ->> 'landing'`),
        )
        .select("auditEntries.id")
        .where("auditEntries.command", "in", audited.landing)
        .where("landings.id", "in", landings),
    )
    .execute();
}
