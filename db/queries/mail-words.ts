import type { Kysely, Transaction } from "kysely";
import type { MailWords } from "~/rules/mail/mail-words.ts";
import type { DB } from "../schema.ts";

/** The edition's own words of a mail in that language; null where it uses the product's. */
export async function findMailWords(
  db: Kysely<DB>,
  { editionId, template, locale }: { editionId: number | null; template: string; locale: string },
): Promise<MailWords | null> {
  if (editionId === null) return null;
  const words = await db
    .selectFrom("mailTexts")
    .select(["subject", "body as text"])
    .where("editionId", "=", editionId)
    .where("template", "=", template)
    .where("locale", "=", locale)
    .executeTakeFirst();
  return words ?? null;
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
