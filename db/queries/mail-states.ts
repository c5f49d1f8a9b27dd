import type { Kysely } from "kysely";
import type { DB } from "../schema.ts";

/**
 * The mails of an edition that did not arrive, the latest first: they came back, were not wanted, or could not be sent.
 * `again` says whether a later mail of the same kind has gone out for that application. One query.
 */
export async function findLostMails(db: Kysely<DB>, editionId: number, limit: number) {
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
    .where((eb) =>
      eb.or([eb("mails.delivery", "in", ["bounced", "complained", "failed"]), eb("mails.state", "=", "failed")]),
    )
    .orderBy("mails.createdAt", "desc")
    .orderBy("mails.id", "desc")
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...row, again: row.again === true }));
}

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
