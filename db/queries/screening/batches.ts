import { type ExpressionBuilder, type Kysely, sql, type Transaction } from "kysely";
import type { Actor, Grant, Role } from "~/rules/accounts/access.ts";
import type { BatchInput } from "~/rules/screening/batch.ts";
import type { ScreeningFilter } from "~/rules/screening/screening-filter.ts";
import { defaultSort } from "~/rules/screening/screening-order.ts";
import type { DB } from "~db/schema.ts";
import { inOrder, narrowed, type ScreeningScope } from "./screening.ts";

/** Which applications are meant: those picked, each in the version that was seen, or all that a filter shows at a time. */
export type Selection = { picked: { code: string; version: number }[] } | { filter: ScreeningFilter; asOf: Date };

/** How many of the selected each state has, and how many of them have changed since they were picked. One query. */
export async function countSelected(db: Kysely<DB>, desk: ScreeningScope, selection: Selection) {
  const seen = "picked" in selection ? selection.picked.map(({ code, version }) => `${code}.${version}`) : [];
  return await db
    .selectFrom("applications")
    .select(({ fn, ref }) => [
      "applications.state",
      fn.countAll<string>().as("count"),
      sql<string>`count(*) filter (where ${"picked" in selection}
        and concat(${ref("applications.code")}, '.', ${ref("applications.version")}) <> all (${seen}::text[]))`.as(
        "changed",
      ),
    ])
    .where((eb) => selected(eb, desk, selection))
    .groupBy("applications.state")
    .execute();
}

/** What the rules of eligibility say of how many of the selected; "none" where nobody has asked them. One query. */
export async function countVerdicts(db: Kysely<DB>, desk: ScreeningScope, selection: Selection) {
  const rows = await db
    .selectFrom("applications")
    .select(({ fn }) => ["applications.eligibility", fn.countAll<string>().as("count")])
    .where((eb) => selected(eb, desk, selection))
    .groupBy("applications.eligibility")
    .execute();
  const counts = { met: 0, "by-hand": 0, "not-met": 0, none: 0 };
  for (const { eligibility, count } of rows) counts[(eligibility ?? "none") as keyof typeof counts] = Number(count);
  return counts;
}

/** How many of the selected wished for which heat, by its id. One query. */
export async function countWishes(db: Kysely<DB>, desk: ScreeningScope, selection: Selection) {
  const rows = await db
    .selectFrom("applications")
    .select(({ fn }) => ["applications.wishedRoundId", fn.countAll<string>().as("count")])
    .where((eb) => selected(eb, desk, selection))
    .groupBy("applications.wishedRoundId")
    .execute();
  return new Map(rows.map(({ wishedRoundId, count }) => [wishedRoundId, Number(count)]));
}

/** Begins a batch, and answers its id. */
export async function insertBatch(
  trx: Transaction<DB>,
  batch: { editionId: number; createdById: string; input: BatchInput; at: Date },
): Promise<number> {
  const { editionId, createdById, input, at } = batch;
  const act = input.act === "assign" ? "assign-screener" : "decide";
  const { id } = await trx
    .insertInto("batches")
    .values({ editionId, createdById, act, input, createdAt: at, workedAt: at })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

/**
 * Puts the selected applications into the batch, in the order of the list; answers how many. What has changed since the
 * screener looked goes in with an earlier version, so that its row is refused.
 */
export async function insertBatchItems(
  trx: Transaction<DB>,
  desk: ScreeningScope,
  batchId: number,
  selection: Selection,
): Promise<number> {
  const sort = ("filter" in selection && selection.filter.sort) || defaultSort;
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto("batchItems")
    .columns(["batchId", "position", "applicationId", "version"])
    .expression((from) =>
      from
        .selectFrom("applications")
        .select(({ val }) => [
          val(batchId).as("batchId"),
          sql<number>`row_number() over (order by ${inOrder(sort, false)})`.as("position"),
          "applications.id as applicationId",
          versionSeen(selection).as("version"),
        ])
        .where((eb) => selected(eb, desk, selection)),
    )
    .executeTakeFirstOrThrow();
  return Number(numInsertedOrUpdatedRows ?? 0n);
}

function selected(eb: ExpressionBuilder<DB, "applications">, desk: ScreeningScope, selection: Selection) {
  const there = eb("applications.erasedAt", "is", null);
  if ("filter" in selection) return eb.and([narrowed(eb, desk, selection.filter), there]);
  const codes = selection.picked.map(({ code }) => code);
  return eb.and([
    narrowed(eb, desk, {}),
    there,
    sql<boolean>`${sql.ref("applications.code")} = any (${codes}::text[])`,
  ]);
}

function versionSeen(selection: Selection) {
  const version = sql.ref("applications.version");
  if ("picked" in selection) {
    const seen = JSON.stringify(Object.fromEntries(selection.picked.map(({ code, version }) => [code, version])));
    return sql<number>`(${seen}::text::jsonb ->> ${sql.ref("applications.code")})::integer`;
  }
  const changed = sql`${sql.ref("applications.updatedAt")} > ${selection.asOf}`;
  return sql<number>`case when ${changed} then ${version} - 1 else ${version} end`;
}

/** A batch of the desk with who started it and all their grants; undefined when there is none of that id. One query. */
export async function findBatch(db: Kysely<DB>, id: number) {
  const row = await db
    .selectFrom("batches")
    .innerJoin("editions", "editions.id", "batches.editionId")
    .innerJoin("users", "users.id", "batches.createdById")
    .leftJoin("rounds", (join) => join.on("rounds.slug", "=", sql<string>`${sql.ref("batches.input")} ->> 'round'`))
    .leftJoin("users as screener", (join) =>
      join.on("screener.id", "=", sql<string>`${sql.ref("batches.input")} ->> 'screener'`),
    )
    .select([
      "rounds.title as roundTitle",
      "rounds.titleEn as roundTitleEn",
      "screener.name as screenerName",
      "batches.id",
      "batches.act",
      "batches.input",
      "batches.state",
      "batches.createdAt",
      "batches.endedAt",
      "batches.editionId",
      "editions.slug as editionSlug",
      "editions.title as editionTitle",
      "editions.titleEn as editionTitleEn",
      "users.id as userId",
      "users.name",
      "users.email",
      "users.locale",
    ])
    .select(
      sql<Grant[]>`(
        select coalesce(json_agg(json_build_object('role', role, 'editionId', edition_id, 'roundId', round_id)), '[]')
        from role_grants where user_id = users.id)`.as("grants"),
    )
    .where("batches.id", "=", id)
    .where("batches.act", "in", ["decide", "assign-screener"])
    .executeTakeFirst();
  if (!row) return undefined;
  const { userId, name, email, locale, grants, input, state, ...batch } = row;
  const starter: Actor = {
    id: userId,
    name,
    email,
    locale: locale === "en" ? "en" : "zh-CN",
    grants: grants.map((grant) => ({ ...grant, role: grant.role as Role })),
  };
  return { ...batch, input, state: state as BatchState, starter };
}

export type BatchState = "running" | "stopped" | "done";

export const itemStates = ["waiting", "done", "refused"] as const;
export type ItemState = (typeof itemStates)[number];

/** How many rows of the batch wait, are done, were refused. One query. */
export async function countItems(db: Kysely<DB>, batchId: number): Promise<Record<ItemState, number>> {
  const rows = await db
    .selectFrom("batchItems")
    .select((eb) => ["state", eb.fn.countAll<string>().as("count")])
    .where("batchId", "=", batchId)
    .groupBy("state")
    .execute();
  const counts = { waiting: 0, done: 0, refused: 0 };
  for (const { state, count } of rows) counts[state as ItemState] = Number(count);
  return counts;
}

export const itemsOnPage = 50;

/** Rows of the batch with their applications, in order, from behind that position; of a page one more when there are more. One query. */
export async function findBatchItems(
  db: Kysely<DB>,
  { batchId, state, after, limit }: { batchId: number; state?: ItemState; after: number; limit?: number },
) {
  const rows = await db
    .selectFrom("batchItems")
    .innerJoin("applications", "applications.id", "batchItems.applicationId")
    .select([
      "batchItems.position",
      "batchItems.state",
      "batchItems.result",
      "batchItems.error",
      "applications.code",
      "applications.projectTitle",
      "applications.leaderName",
    ])
    .where("batchItems.batchId", "=", batchId)
    .$if(state !== undefined, (query) => query.where("batchItems.state", "=", state ?? ""))
    .where("batchItems.position", ">", after)
    .orderBy("batchItems.position")
    .limit(limit ?? itemsOnPage + 1)
    .execute();
  return rows.map((row) => ({
    ...row,
    state: row.state as ItemState,
  }));
}

/** The edition's latest batches, the newest first, each with its counts and who started it. One query. */
export async function findRecentBatches(db: Kysely<DB>, editionId: number) {
  const rows = await db
    .selectFrom("batches")
    .innerJoin("users", "users.id", "batches.createdById")
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom("batchItems")
          .select(({ fn }) => [
            fn.countAll<string>().as("total"),
            fn.countAll<string>().filterWhere("state", "=", "done").as("done"),
            fn.countAll<string>().filterWhere("state", "=", "refused").as("refused"),
          ])
          .whereRef("batchItems.batchId", "=", "batches.id")
          .as("counts"),
      (join) => join.onTrue(),
    )
    .select([
      "batches.id",
      "batches.input",
      "batches.state",
      "batches.createdAt",
      "users.name as startedBy",
      "counts.total",
      "counts.done",
      "counts.refused",
    ])
    .where("batches.editionId", "=", editionId)
    .where("batches.act", "in", ["decide", "assign-screener"])
    .orderBy("batches.id", "desc")
    .limit(50)
    .execute();
  return rows.map((row) => ({
    ...row,
    state: row.state as BatchState,
    total: Number(row.total),
    done: Number(row.done),
    refused: Number(row.refused),
  }));
}
