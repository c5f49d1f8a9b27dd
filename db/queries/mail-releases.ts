import type { Kysely, Transaction } from "kysely";
import type { DB } from "../schema.ts";

export type ReleaseKind = "decisions" | "announcement" | "heat-invitation";

export async function insertMailRelease(
  trx: Transaction<DB>,
  release: { editionId: number; kind: ReleaseKind; releasedById: string; releasedAt: Date },
): Promise<number> {
  const { id } = await trx.insertInto("mailReleases").values(release).returning("id").executeTakeFirstOrThrow();
  return id;
}

/** How far a release is: its mails by state, and by what the provider reported. One query; undefined when there is none. */
export async function findMailRelease(db: Kysely<DB>, editionId: number, id: number) {
  return await releases(db, editionId).where("mailReleases.id", "=", id).executeTakeFirst();
}

/** The latest releases of an edition, each with its progress. One query. */
export async function findLatestMailReleases(db: Kysely<DB>, editionId: number, limit: number) {
  return await releases(db, editionId).orderBy("mailReleases.id", "desc").limit(limit).execute();
}

function releases(db: Kysely<DB>, editionId: number) {
  return db
    .selectFrom("mailReleases")
    .innerJoin("users", "users.id", "mailReleases.releasedById")
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom("mails")
          .whereRef("mails.releaseId", "=", "mailReleases.id")
          .select(({ fn, cast }) => [
            cast<number>(fn.countAll(), "integer").as("total"),
            cast<number>(fn.countAll().filterWhere("state", "=", "queued"), "integer").as("queued"),
            cast<number>(fn.countAll().filterWhere("state", "=", "sent"), "integer").as("sent"),
            cast<number>(fn.countAll().filterWhere("state", "=", "held"), "integer").as("held"),
            cast<number>(fn.countAll().filterWhere("state", "in", ["failed", "void"]), "integer").as("failed"),
            cast<number>(fn.countAll().filterWhere("delivery", "=", "delivered"), "integer").as("delivered"),
            cast<number>(
              fn.countAll().filterWhere("delivery", "in", ["bounced", "complained", "failed"]),
              "integer",
            ).as("bounced"),
          ])
          .as("progress"),
      (join) => join.onTrue(),
    )
    .selectAll("progress")
    .select(["mailReleases.id", "mailReleases.kind", "mailReleases.releasedAt", "users.name as releasedBy"])
    .where("mailReleases.editionId", "=", editionId);
}
