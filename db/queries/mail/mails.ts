import { type Kysely, type Selectable, sql, type Transaction } from "kysely";
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

/** Writes the mails in one statement; answers their ids, in no order. */
export async function insertMails(trx: Transaction<DB>, mails: readonly NewMail[]): Promise<string[]> {
  if (mails.length === 0) return [];
  const rows = await trx
    .insertInto("mails")
    .values([...mails])
    .returning("id")
    .execute();
  return rows.map(({ id }) => id);
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

/** Takes a queued mail for one more attempt, which is counted; null when it is sent, failed, held or unknown. */
export async function beginAttempt(db: Kysely<DB>, id: string): Promise<Mail | null> {
  const mail = await db
    .updateTable("mails")
    .set((eb) => ({ attempts: eb("attempts", "+", 1) }))
    .where("id", "=", id)
    .where("state", "=", "queued")
    .returningAll()
    .executeTakeFirst();
  return mail ?? null;
}

/** How an attempt ended. `secrets` are the props that nobody needs any more: they are taken out of the row. */
export async function endAttempt(
  db: Kysely<DB>,
  id: string,
  end:
    | { state: "sent"; providerKey: string; sentAt: Date; secrets: readonly string[] }
    | { state: "failed"; error: string; secrets: readonly string[] }
    | { state: "queued"; error: string }
    | { state: "held" },
): Promise<void> {
  const { secrets = [], ...columns } = { secrets: undefined, ...end };
  await db
    .updateTable("mails")
    .set({ ...columns, ...(end.state === "sent" ? { error: null } : {}) })
    .$if(secrets.length > 0, (query) => query.set({ props: sql`props - ${[...secrets]}::text[]` }))
    .where("id", "=", id)
    .execute();
}

/** Queued mails older than `before`: what a process without a worker wrote, or a lost job left behind. */
export async function findStrandedMails(db: Kysely<DB>, before: Date, limit: number) {
  return await db
    .selectFrom("mails")
    .where("state", "=", "queued")
    .where("attempts", "=", 0)
    .where("createdAt", "<", before)
    .select(["id", "template"])
    .orderBy("id")
    .limit(limit)
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
