import { type Kysely, sql, type Transaction } from "kysely";
import type { EditionLetter, MailWords } from "~/rules/mail/mail-words.ts";
import { findPage, type PageBeside } from "~db/keyset.ts";
import type { DB } from "~db/schema.ts";

export type MailEventKind = "sent" | "delivered" | "delayed" | "bounced" | "complained" | "failed" | "other";

/** What the provider reports of a mail, under the report's own id. */
export interface MailReport {
  id: string;
  providerKey: string;
  kind: MailEventKind;
  at: Date;
  /** Why it came back, in the provider's words. */
  detail: string | null;
}

/** From weak to strong: a report never takes the place of a stronger one, in whatever order they come. */
const strength = sql`array['sent', 'delayed', 'delivered', 'failed', 'bounced', 'complained']`;

/** Writes a report down; false when it came before. */
export async function insertMailReport(db: Kysely<DB>, { detail: _, ...report }: MailReport): Promise<boolean> {
  const { numInsertedOrUpdatedRows = 0n } = await db
    .insertInto("mailEvents")
    .values(report)
    .onConflict((conflict) => conflict.column("id").doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows > 0n;
}

/**
 * Sets the delivery of the mail that the provider calls so to the strongest report about it. Run after a report and after
 * the mail has got its name there: whichever comes last finds the other. Doing it twice changes nothing. What the provider says
 * about a mail to an objector names their address, and is not kept.
 */
export async function applyMailReports(db: Kysely<DB>, providerKey: string, report?: MailReport): Promise<void> {
  const detail = report?.detail ?? null;
  const kind = report?.kind ?? null;
  await sql`
    with best as (
      select kind, at from mail_events
      where provider_key = ${providerKey} and kind <> 'other'
      order by array_position(${strength}, kind) desc, at limit 1
    ), changed as (
      update mails set delivery = best.kind, delivery_at = best.at,
        delivery_detail = case when objection_id is not null then null when best.kind = ${kind}::text then coalesce(${detail}::text, delivery_detail)
          when best.kind = delivery then delivery_detail end
      from best where mails.provider_key = ${providerKey}
      returning mails.id
    )
    update mail_events set mail_id = changed.id from changed
    where mail_events.provider_key = ${providerKey} and mail_events.mail_id is null`.execute(db);
}

/** What a mail in that language takes from its edition. One query; none for a mail of no edition. */
export async function findEditionLetter(
  db: Kysely<DB>,
  { editionId, template, locale }: { editionId: number | null; template: string; locale: string },
): Promise<EditionLetter> {
  if (editionId === null) return { own: null, contact: null };
  const found = await db
    .selectFrom("editions")
    .leftJoin("mailTexts", (join) =>
      join
        .onRef("mailTexts.editionId", "=", "editions.id")
        .on("mailTexts.template", "=", template)
        .on("mailTexts.locale", "=", locale),
    )
    .select(["editions.contact", "mailTexts.subject", "mailTexts.body as text"])
    .where("editions.id", "=", editionId)
    .executeTakeFirst();
  const { subject = null, text = null, contact = null } = found ?? {};
  return { own: subject === null || text === null ? null : { subject, text }, contact };
}

/** The edition's own words of a mail in that language; null where it uses the product's. */
export async function findMailWords(
  db: Kysely<DB>,
  mail: { editionId: number | null; template: string; locale: string },
): Promise<MailWords | null> {
  return (await findEditionLetter(db, mail)).own;
}

/** All own words of an edition, with who wrote them last. One query. */
export async function findAllMailWords(db: Kysely<DB>, editionId: number) {
  return await db
    .selectFrom("mailTexts")
    .innerJoin("users", "users.id", "mailTexts.editedById")
    .select(["template", "mailTexts.locale", "subject", "body as text", "editedAt", "users.name as editedBy"])
    .where("editionId", "=", editionId)
    .orderBy("template")
    .orderBy("mailTexts.locale")
    .execute();
}

export async function saveMailWords(
  trx: Transaction<DB>,
  {
    text,
    ...words
  }: MailWords & { editionId: number; template: string; locale: string; editedById: string; editedAt: Date },
): Promise<void> {
  const { subject, editedById, editedAt } = words;
  await trx
    .insertInto("mailTexts")
    .values({ ...words, body: text })
    .onConflict((conflict) =>
      conflict.columns(["editionId", "template", "locale"]).doUpdateSet({ subject, body: text, editedById, editedAt }),
    )
    .execute();
}

/** Takes the edition's own words away; answers whether there were any. */
export async function deleteMailWords(
  trx: Transaction<DB>,
  { editionId, template, locale }: { editionId: number; template: string; locale: string },
): Promise<boolean> {
  const { numDeletedRows } = await trx
    .deleteFrom("mailTexts")
    .where("editionId", "=", editionId)
    .where("template", "=", template)
    .where("locale", "=", locale)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

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

/** The releases of an edition, the latest first, each with its progress. A page is one query. */
export async function findLatestMailReleases(db: Kysely<DB>, editionId: number, at: PageBeside, size = 20) {
  const byId = {
    columns: [sql.ref("mailReleases.id")],
    descending: true,
    placeOf: (id: string) => sql`${id}::bigint`,
    idOf: (release: { id: number }) => String(release.id),
  };
  return await findPage({ at, size, ...byId }, ({ past, order, limit }) =>
    releases(db, editionId).where(past).orderBy(order).limit(limit).execute(),
  );
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
