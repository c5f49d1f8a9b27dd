import type { Transaction } from "kysely";
import { z } from "zod";
import { isTemplateName, type TemplateName, templateOf } from "~/mail/templates.ts";
import { type Actor, can } from "~/rules/accounts/access.ts";
import { type MailPlaceholder, mailWordLimits, unknownPlaceholders } from "~/rules/mail/mail-words.ts";
import { findEdition } from "~db/queries/editions/editions.ts";
import type { DB } from "~db/schema.ts";

export const editionSlug = z.string().min(1).max(64);

/** The edition, when the actor may let mail go in it; else null. */
export async function editionToMail(request: { trx: Transaction<DB>; actor: Actor; input: { edition: string } }) {
  const edition = await findEdition(request.trx, request.input.edition);
  if (!edition || !can(request.actor, "release-mail", { editionId: edition.id })) return null;
  return { editionId: edition.id, edition };
}

/** The templates whose words an edition may write itself. */
export const editableTemplate = z
  .string()
  .refine((name): name is TemplateName => isTemplateName(name) && templateOf(name).editable);

/** Subject and text; both there, neither too long, the subject on one line. */
export const mailWordsInput = z.object({
  subject: z
    .string()
    .trim()
    .min(1)
    .max(mailWordLimits.subject)
    .refine((line) => !/\p{Cc}/u.test(line), { params: { reason: "one-line" } }),
  text: z
    .string()
    .transform((text) => text.replaceAll("\r\n", "\n").trim())
    .pipe(z.string().min(1).max(mailWordLimits.text)),
});

export interface UnknownPlaceholders {
  type: "unknown-placeholders";
  /** Where they stand and what they are called, as they were typed. */
  unknown: { field: string; name: string }[];
  known: string[];
}

/**
 * The refusal of words that name a placeholder which their mail does not know; null when they know them all. `at` is where
 * the words stand in the input.
 */
export function unknownIn(
  words: z.output<typeof mailWordsInput>,
  known: readonly MailPlaceholder[],
  at = "",
): UnknownPlaceholders | null {
  const unknown = (["subject", "text"] as const).flatMap((field) =>
    unknownPlaceholders(words[field], known).map((name) => ({ field: at + field, name })),
  );
  return unknown.length > 0 ? { type: "unknown-placeholders", unknown, known: [...known] } : null;
}
