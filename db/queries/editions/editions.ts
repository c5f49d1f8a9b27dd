import type { Kysely } from "kysely";
import type { DB } from "~db/schema.ts";

export type Edition = NonNullable<Awaited<ReturnType<typeof findEdition>>>;

/** Whether there is any edition: without one the database is empty. */
export async function existsEdition(db: Kysely<DB>): Promise<boolean> {
  return (await db.selectFrom("editions").select("id").limit(1).executeTakeFirst()) !== undefined;
}

/** The edition of that slug; undefined when there is none. */
export async function findEdition(db: Kysely<DB>, slug: string) {
  return await db.selectFrom("editions").selectAll().where("slug", "=", slug).executeTakeFirst();
}

/** The newest edition that the public may see; undefined before the first. */
export async function findCurrentEdition(db: Kysely<DB>) {
  return await db
    .selectFrom("editions")
    .selectAll()
    .where("state", "=", "open")
    .orderBy("ordinal", (order) => order.desc().nullsLast())
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
}

/** An edition's tracks and groups, in their order. Two queries. */
export async function findTracksAndGroups(db: Kysely<DB>, editionId: number) {
  const [tracks, groups] = await Promise.all([
    db
      .selectFrom("tracks")
      .select(["key", "title", "titleEn"])
      .where("editionId", "=", editionId)
      .orderBy("position")
      .orderBy("id")
      .execute(),
    db
      .selectFrom("groups")
      .select(["key", "title", "titleEn", "company"])
      .where("editionId", "=", editionId)
      .orderBy("position")
      .orderBy("id")
      .execute(),
  ]);
  return { tracks, groups };
}
