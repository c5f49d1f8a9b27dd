import { type Kysely, sql, type Transaction } from "kysely";
import { type ResultEvent, trailEvent } from "~/rules/exchange/public-api.ts";
import type { ResultNotification, TrailNotification } from "~db/json-columns.ts";
import type { DB } from "~db/schema.ts";

export type WebhookKind = ResultEvent | typeof trailEvent | "test";
/** Why an attempt did not reach its receiver: its answer was none of success, led elsewhere, or did not come … */
export type DeliveryTrouble = "answer" | "redirect" | "timeout" | "unreachable" | "not-public" | "unsealed";
export type DeliveryState = "queued" | "delivered" | "failed" | "void";

/** The edition's addresses that are told of results, the newest first. One query. */
export async function findAllWebhooks(db: Kysely<DB>, editionId: number) {
  return await db
    .selectFrom("webhooks")
    .innerJoin("users", "users.id", "webhooks.addedById")
    .select(["webhooks.id", "webhooks.url", "webhooks.addedAt", "users.name as addedBy"])
    .where("editionId", "=", editionId)
    .where("endedAt", "is", null)
    .orderBy("webhooks.id", "desc")
    .execute();
}

/** The latest deliveries to any address of the edition, the newest first. One query. */
export async function findLatestDeliveries(db: Kysely<DB>, editionId: number, limit: number) {
  const rows = await db
    .selectFrom("webhookDeliveries as told")
    .innerJoin("webhooks", "webhooks.id", "told.webhookId")
    .select(["told.id", "told.key", "told.event", "told.state", "told.attempts", "told.status", "told.error"])
    .select(["told.happenedAt", "told.dueAt", "told.deliveredAt", "webhooks.url", "webhooks.endedAt"])
    .select(sql<string | null>`told.data ->> 'round'`.as("round"))
    .where("webhooks.editionId", "=", editionId)
    .orderBy("told.id", "desc")
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    ...row,
    event: row.event as WebhookKind,
    state: row.state as DeliveryState,
    error: row.error as DeliveryTrouble | null,
  }));
}

export async function countWebhooks(trx: Transaction<DB>, editionId: number): Promise<number> {
  const { count } = await trx
    .selectFrom("webhooks")
    .where("editionId", "=", editionId)
    .where("endedAt", "is", null)
    .select(({ fn, cast }) => cast<number>(fn.countAll(), "integer").as("count"))
    .executeTakeFirstOrThrow();
  return count;
}

/** Keeps an address; undefined when the edition has it already. */
export async function insertWebhook(
  trx: Transaction<DB>,
  webhook: { editionId: number; url: string; sealed: string; keyName: string; addedById: string; addedAt: Date },
): Promise<number | undefined> {
  const made = await trx
    .insertInto("webhooks")
    .values(webhook)
    .onConflict((conflict) => conflict.columns(["editionId", "url"]).where("endedAt", "is", null).doNothing())
    .returning("id")
    .executeTakeFirst();
  return made?.id;
}

/** A live address of the edition, locked; undefined when there is none such. */
export async function lockWebhook(trx: Transaction<DB>, { editionId, id }: { editionId: number; id: number }) {
  return await trx
    .selectFrom("webhooks")
    .select("url")
    .where("id", "=", id)
    .where("editionId", "=", editionId)
    .where("endedAt", "is", null)
    .forUpdate()
    .executeTakeFirst();
}

export async function updateHookSecret(
  trx: Transaction<DB>,
  id: number,
  secret: { sealed: string; keyName: string },
): Promise<void> {
  await trx.updateTable("webhooks").set(secret).where("id", "=", id).execute();
}

/** Ends an address of the edition: its secret goes, and what waits for it is void. False when there is none such. */
export async function endWebhook(
  trx: Transaction<DB>,
  { editionId, id, at }: { editionId: number; id: number; at: Date },
): Promise<boolean> {
  const ended = await trx
    .updateTable("webhooks")
    .set({ endedAt: at, sealed: null, keyName: null })
    .where("id", "=", id)
    .where("editionId", "=", editionId)
    .where("endedAt", "is", null)
    .returning("id")
    .executeTakeFirst();
  if (!ended) return false;
  await trx
    .updateTable("webhookDeliveries")
    .set({ state: "void" })
    .where("webhookId", "=", id)
    .where("state", "=", "queued")
    .execute();
  return true;
}

/** Writes what has happened to a release for every address of its edition; answers the deliveries' ids. Each is told it once. */
export async function insertResultDeliveries(
  trx: Transaction<DB>,
  given: { releaseId: number; event: ResultEvent; at: Date },
): Promise<string[]> {
  const inserted = await trx
    .selectFrom("releases")
    .innerJoin("realRounds as rounds", "rounds.id", "releases.roundId")
    .innerJoin("editions", "editions.id", "rounds.editionId")
    .innerJoin("webhooks", "webhooks.editionId", "editions.id")
    .where("releases.id", "=", given.releaseId)
    .where("webhooks.endedAt", "is", null)
    .select(["webhooks.id as webhookId", "editions.slug as edition", "rounds.slug as round"])
    .select(["releases.version", "releases.digest"])
    .orderBy("webhooks.id")
    .execute();
  if (inserted.length === 0) return [];
  const { releaseId, event, at } = given;
  const rows = await trx
    .insertInto("webhookDeliveries")
    .values(
      inserted.map(({ webhookId, ...result }) => ({
        webhookId,
        releaseId,
        event,
        happenedAt: at,
        dueAt: at,
        data: result satisfies ResultNotification,
      })),
    )
    .onConflict((conflict) => conflict.columns(["webhookId", "releaseId", "event"]).doNothing())
    .returning("id")
    .execute();
  return rows.map(({ id }) => id);
}

/** Writes where the audit trail ends for every address of the editions under way; answers the deliveries' ids. */
export async function insertTrailDeliveries(
  trx: Transaction<DB>,
  { at, ...head }: Omit<TrailNotification, "edition"> & { at: Date },
): Promise<string[]> {
  const addresses = await trx
    .selectFrom("webhooks")
    .innerJoin("editions", "editions.id", "webhooks.editionId")
    .select(["webhooks.id as webhookId", "editions.slug as edition"])
    .where("webhooks.endedAt", "is", null)
    .where("editions.state", "=", "open")
    .orderBy("webhooks.id")
    .execute();
  if (addresses.length === 0) return [];
  const rows = await trx
    .insertInto("webhookDeliveries")
    .values(
      addresses.map(({ webhookId, edition }) => ({
        webhookId,
        event: trailEvent,
        happenedAt: at,
        dueAt: at,
        data: { edition, ...head } satisfies TrailNotification,
      })),
    )
    .returning("id")
    .execute();
  return rows.map(({ id }) => id);
}

/** Writes a test for one address of the edition; undefined when there is none such. */
export async function insertTestDelivery(
  trx: Transaction<DB>,
  { editionId, webhookId, at }: { editionId: number; webhookId: number; at: Date },
): Promise<string | undefined> {
  const made = await trx
    .insertInto("webhookDeliveries")
    .columns(["webhookId", "event", "data", "happenedAt", "dueAt"])
    .expression((eb) =>
      eb
        .selectFrom("webhooks")
        .innerJoin("editions", "editions.id", "webhooks.editionId")
        .where("webhooks.id", "=", webhookId)
        .where("webhooks.editionId", "=", editionId)
        .where("webhooks.endedAt", "is", null)
        .select((of) => [
          "webhooks.id",
          of.val("test").as("event"),
          sql`jsonb_build_object('edition', editions.slug)`.as("data"),
          sql<Date>`${at}::timestamptz`.as("happenedAt"),
          sql<Date>`${at}::timestamptz`.as("dueAt"),
        ]),
    )
    .returning("id")
    .executeTakeFirst();
  return made?.id;
}

/** Puts a delivery that has ended back into the line, as it was; false where it waits already or its address has ended. */
export async function requeueDelivery(
  trx: Transaction<DB>,
  { editionId, id, at }: { editionId: number; id: string; at: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable("webhookDeliveries as told")
    .from("webhooks")
    .set({ state: "queued", attempts: 0, dueAt: at, claimedUntil: null, error: null, status: null })
    .whereRef("webhooks.id", "=", "told.webhookId")
    .where("webhooks.editionId", "=", editionId)
    .where("webhooks.endedAt", "is", null)
    .where("told.id", "=", id)
    .where("told.state", "in", ["delivered", "failed"])
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Whether the edition has a delivery of that id. */
export async function existsDelivery(trx: Transaction<DB>, editionId: number, id: string): Promise<boolean> {
  const found = await trx
    .selectFrom("webhookDeliveries as told")
    .innerJoin("webhooks", "webhooks.id", "told.webhookId")
    .where("webhooks.editionId", "=", editionId)
    .where("told.id", "=", id)
    .select("told.id")
    .executeTakeFirst();
  return found !== undefined;
}

/**
 * Takes a delivery that is due for one more attempt, which is counted; undefined when it is not due, has ended, or is
 * another process's until its claim ends. Nobody waits for anybody.
 */
export async function claimDelivery(db: Kysely<DB>, id: string, { at, until }: { at: Date; until: Date }) {
  const row = await db
    .updateTable("webhookDeliveries as told")
    .from((from) =>
      from
        .selectFrom("webhookDeliveries")
        .where("id", "=", id)
        .where("state", "=", "queued")
        .where("dueAt", "<=", at)
        .where((eb) => eb.or([eb("claimedUntil", "is", null), eb("claimedUntil", "<=", at)]))
        .select("id")
        .forUpdate()
        .skipLocked()
        .as("due"),
    )
    .set((eb) => ({ attempts: eb("told.attempts", "+", 1), claimedUntil: until }))
    .whereRef("told.id", "=", "due.id")
    .returning(["told.id", "told.key", "told.webhookId", "told.releaseId", "told.event", "told.data"])
    .returning(["told.attempts", "told.happenedAt"])
    .executeTakeFirst();
  return row && { ...row, event: row.event as WebhookKind };
}

/** A live address with its sealed secret; undefined when it has ended. One query. */
export async function findWebhook(db: Kysely<DB>, id: number) {
  const row = await db
    .selectFrom("webhooks")
    .where("id", "=", id)
    .select(["editionId", "url", "sealed", "keyName"])
    .executeTakeFirst();
  if (!row?.sealed || !row.keyName) return undefined;
  return { ...row, sealed: row.sealed, keyName: row.keyName };
}

/** How an attempt ended. Whoever's claim has run out meanwhile changes nothing any more. */
export async function endDeliveryAttempt(
  db: Kysely<DB>,
  { id, attempts }: { id: string; attempts: number },
  end:
    | { state: "delivered"; status: number; deliveredAt: Date }
    | { state: "failed"; status: number | null; error: DeliveryTrouble }
    | { state: "void" }
    | { state: "queued"; status: number | null; error: DeliveryTrouble; dueAt: Date },
): Promise<void> {
  const error = "error" in end ? end.error : null;
  await db
    .updateTable("webhookDeliveries")
    .set({ ...end, error, claimedUntil: null })
    .where("id", "=", id)
    .where("state", "=", "queued")
    .where("attempts", "=", attempts)
    .execute();
}

/** Deliveries that are due and in nobody's hands: what a process without workers wrote, or one that died left behind. */
export async function findDueDeliveries(db: Kysely<DB>, { before, limit }: { before: Date; limit: number }) {
  const rows = await db
    .selectFrom("webhookDeliveries")
    .where("state", "=", "queued")
    .where("dueAt", "<=", before)
    .where((eb) => eb.or([eb("claimedUntil", "is", null), eb("claimedUntil", "<=", before)]))
    .select("id")
    .orderBy("dueAt")
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}
