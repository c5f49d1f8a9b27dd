import { type Kysely, sql, type Transaction } from "kysely";
import type { DB } from "../schema.ts";

/** The latest draw of a round with who drew; undefined before the first. */
export async function findLatestDraw(db: Kysely<DB>, roundId: number) {
  return await db
    .selectFrom("draws")
    .innerJoin("users", "users.id", "draws.drawnById")
    .selectAll("draws")
    .select((eb) => [
      "users.name as drawnByName",
      eb
        .selectFrom("draws as all")
        .select(eb.fn.countAll<string>().as("times"))
        .whereRef("all.roundId", "=", "draws.roundId")
        .as("times"),
    ])
    .where("draws.roundId", "=", roundId)
    .orderBy("draws.id", "desc")
    .limit(1)
    .executeTakeFirst();
}

/** The round's entries by their place in the running order, those without one last; with their group. */
export async function findEntriesToDraw(db: Kysely<DB>, roundId: number) {
  return await db
    .selectFrom("entries")
    .leftJoin("groups", "groups.id", "entries.groupId")
    .select([
      "entries.key",
      "entries.title",
      "entries.titleEn",
      "entries.drawNumber",
      "groups.title as groupTitle",
      "groups.titleEn as groupTitleEn",
    ])
    .where("entries.roundId", "=", roundId)
    .orderBy("entries.runningOrder", (order) => order.asc().nullsLast())
    .orderBy(sql`length(entries.key)`)
    .orderBy(sql`entries.key collate "C"`)
    .execute();
}

/** Keeps the draw, and gives each entry its draw number, which is its place in the running order. */
export async function recordDraw(
  trx: Transaction<DB>,
  draw: { roundId: number; method: string; seed: string; entryKeys: string[]; drawnById: string; drawnAt: Date },
): Promise<number> {
  const { id } = await trx.insertInto("draws").values(draw).returning("id").executeTakeFirstOrThrow();
  // `place` is the key's position in the array. Numbers change hands within one statement: the constraints wait for the end.
  await trx
    .updateTable("entries")
    .from(
      sql<{ key: string; place: number }>`unnest(${draw.entryKeys}::text[]) with ordinality`.as<"drawn">(
        sql`drawn (key, place)`,
      ),
    )
    .set({ drawNumber: sql`drawn.place`, runningOrder: sql`drawn.place` })
    .where("entries.roundId", "=", draw.roundId)
    .whereRef("entries.key", "=", "drawn.key")
    .execute();
  return id;
}
