import { type ExpressionBuilder, type Kysely, type Selectable, sql, type Transaction } from "kysely";
import type { Json } from "~db/json-columns.ts";
import { findPage, type PageBeside } from "~db/keyset.ts";
import type { DB, Mails } from "~db/schema.ts";

export type Mail = Selectable<Mails>;

export interface NewMail {
  template: string;
  recipient: string;
  locale: "zh-CN" | "en";
  props: Json;
  applicationId?: number | null;
  editionId?: number | null;
  objectionId?: number | null;
  landingId?: number | null;
  state?: "queued" | "pending";
  announces?: "submitted" | "returned" | "waiting" | "qualified" | "ineligible";
}

/** Writes a mail, as queued unless said otherwise, and answers its id. */
export async function insertMail(trx: Transaction<DB>, mail: NewMail): Promise<string> {
  const { id } = await trx.insertInto("mails").values(mail).returning("id").executeTakeFirstOrThrow();
  return id;
}

/** Writes the mails in one statement. */
export async function insertMails(trx: Transaction<DB>, mails: readonly NewMail[]): Promise<void> {
  if (mails.length === 0) return;
  await trx
    .insertInto("mails")
    .values([...mails])
    .execute();
}

/** Makes the decision's mail void that waits for its release, if the application has one: it will never be sent. */
export async function voidPending(trx: Transaction<DB>, applicationId: number): Promise<void> {
  await trx
    .updateTable("mails")
    .set({ state: "void" })
    .where("applicationId", "=", applicationId)
    .where("announces", "is not", null)
    .where("state", "=", "pending")
    .execute();
}

/** So long nobody else takes a mail that was taken: longer than an attempt lasts. After that whoever took it has died with it. */
const attemptSeconds = 60;

/**
 * Takes queued mails that are due, the longest due first, each for one more attempt, which is counted: those of the given
 * templates, or all others. However many ask, each mail is given to one. One statement.
 */
export async function takeDueMails(
  db: Kysely<DB>,
  { only, but, limit }: { only?: readonly string[]; but?: readonly string[]; limit: number },
): Promise<Mail[]> {
  const mails = await db
    .updateTable("mails")
    .set((eb) => ({ attempts: eb("attempts", "+", 1), dueAt: inSeconds(attemptSeconds) }))
    .where("id", "in", (eb) =>
      dueMails(eb, limit)
        .$if(only !== undefined, (query) => query.where("template", "in", [...(only ?? [])]))
        .$if(but !== undefined, (query) => query.where("template", "not in", [...(but ?? [])])),
    )
    .returningAll()
    .execute();
  return mails.sort((a, b) => Number(BigInt(a.id) - BigInt(b.id)));
}

/** Holds queued mails that are due, at most so many: written, and never sent. Answers which. */
export async function holdDueMails(db: Kysely<DB>, limit: number): Promise<{ id: string; template: string }[]> {
  return await db
    .updateTable("mails")
    .set((eb) => ({ state: "held" as const, attempts: eb("attempts", "+", 1) }))
    .where("id", "in", (eb) => dueMails(eb, limit))
    .returning(["id", "template"])
    .execute();
}

function dueMails(eb: ExpressionBuilder<DB, "mails">, limit: number) {
  return eb
    .selectFrom("mails")
    .select("id")
    .where("state", "=", "queued")
    .where("dueAt", "<=", sql<Date>`now()`)
    .orderBy("dueAt")
    .orderBy("id")
    .limit(limit)
    .forUpdate()
    .skipLocked();
}

const inSeconds = (seconds: number) => sql<Date>`now() + make_interval(secs => ${seconds})`;

/**
 * How an attempt ended; one that is to be made again is due after so many seconds. `secrets` are the props that nobody needs any
 * more: they are taken out of the row. A mail that was taken back meanwhile, or sent by another, is not queued again and has not failed.
 */
export async function endAttempt(
  db: Kysely<DB>,
  id: string,
  end:
    | { state: "sent"; providerKey: string; sentAt: Date; secrets: readonly string[] }
    | { state: "failed"; error: string; secrets: readonly string[] }
    | { state: "queued"; error: string; afterSeconds: number },
): Promise<void> {
  const { secrets = [], afterSeconds, ...columns } = { secrets: undefined, afterSeconds: undefined, ...end };
  await db
    .updateTable("mails")
    .set({ ...columns, ...(end.state === "sent" ? { error: null } : {}) })
    .$if(afterSeconds !== undefined, (query) => query.set({ dueAt: inSeconds(afterSeconds ?? 0) }))
    .$if(secrets.length > 0, (query) => query.set({ props: sql`props - ${[...secrets]}::text[]` }))
    .where("id", "=", id)
    .$if(end.state !== "sent", (query) => query.where("state", "=", "queued"))
    .execute();
}

/** What mails are listed by, the newest first. */
const byTime = {
  columns: [sql.ref("mails.createdAt"), sql.ref("mails.id")],
  descending: true,
  placeOf: (id: string) => sql`(select created_at, id from mails where id = ${id}::bigint)`,
  idOf: (mail: { id: string }) => mail.id,
};

/** The mails for the demo's outbox, the newest first; not those that wait for a release. A page is one query. */
export async function findNewestMails(db: Kysely<DB>, at: PageBeside, size = 100) {
  return await findPage({ at, size, ...byTime }, ({ past, order, limit }) =>
    db
      .selectFrom("mails")
      .leftJoin("mailTexts", (join) =>
        join
          .onRef("mailTexts.editionId", "=", "mails.editionId")
          .onRef("mailTexts.template", "=", "mails.template")
          .onRef("mailTexts.locale", "=", "mails.locale"),
      )
      .select(["id", "mails.template", "recipient", "mails.locale", "props", "state", "createdAt"])
      .select(["mailTexts.subject as ownSubject", "mailTexts.body as ownText"])
      .where("state", "not in", ["pending", "void"])
      .where(past)
      .orderBy(order)
      .limit(limit)
      .execute(),
  );
}

export async function findMail(db: Kysely<DB>, id: string): Promise<Mail | null> {
  const mail = await db.selectFrom("mails").where("id", "=", id).selectAll().executeTakeFirst();
  return mail ?? null;
}

/**
 * The mails of an edition that did not arrive, the latest first: they came back, were not wanted, or could not be sent.
 * `again` says whether a later mail of the same kind has gone out for that application. A page is one query.
 */
export async function findLostMails(db: Kysely<DB>, editionId: number, at: PageBeside, size = 100) {
  return await findPage({ at, size, ...byTime }, async ({ past, order, limit }) => {
    const rows = await db
      .selectFrom("mails")
      .leftJoin("applications", "applications.id", "mails.applicationId")
      .select((eb) => [
        "mails.id",
        "mails.template",
        "mails.recipient",
        "mails.state",
        "mails.delivery",
        "mails.deliveryDetail",
        "mails.error",
        "mails.createdAt",
        "applications.code",
        "applications.projectTitle",
        eb
          .exists(
            eb
              .selectFrom("mails as later")
              .select("later.id")
              .whereRef("later.applicationId", "=", "mails.applicationId")
              .whereRef("later.template", "=", "mails.template")
              .whereRef("later.id", ">", "mails.id")
              .where("later.state", "in", ["queued", "sent", "held"]),
          )
          .as("again"),
      ])
      .where("mails.editionId", "=", editionId)
      .where(isLost)
      .where(past)
      .orderBy(order)
      .limit(limit)
      .execute();
    return rows.map((row) => ({ ...row, again: row.again === true }));
  });
}

/** Written out as the index of migration 019 has it. */
const isLost = sql<boolean>`(mails.delivery in ('bounced', 'complained', 'failed') or mails.state = 'failed')`;

/** One mail of an edition, with the application that it is about. */
export async function findMailOfEdition(db: Kysely<DB>, editionId: number, id: string) {
  return await db
    .selectFrom("mails")
    .leftJoin("applications", "applications.id", "mails.applicationId")
    .selectAll("mails")
    .select(["applications.code", "applications.erasedAt"])
    .where("mails.editionId", "=", editionId)
    .where("mails.id", "=", id)
    .executeTakeFirst();
}

/**
 * Takes the next place in the line of mails, `perSecond` a second over all instances, and answers how many milliseconds
 * from now it is. By the database's clock: those of the instances may differ.
 */
export async function takeMailPlace(db: Kysely<DB>, perSecond: number): Promise<number> {
  const step = sql<Date>`make_interval(secs => ${1 / perSecond})`;
  const { wait } = await db
    .updateTable("mailPace")
    .set({ nextAt: sql<Date>`greatest(next_at, clock_timestamp()) + ${step}` })
    .returning(sql<number>`(extract(epoch from next_at - ${step} - clock_timestamp()) * 1000)::float8`.as("wait"))
    .executeTakeFirstOrThrow();
  return Math.max(0, wait);
}

/** Lets nothing go for as many seconds: the provider asked everybody to wait. */
export async function holdMailLine(db: Kysely<DB>, seconds: number): Promise<void> {
  await db
    .updateTable("mailPace")
    .set({ nextAt: sql<Date>`greatest(next_at, clock_timestamp() + make_interval(secs => ${seconds}))` })
    .execute();
}
