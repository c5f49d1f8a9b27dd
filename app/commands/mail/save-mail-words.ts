import { z } from "zod";
import { locales } from "~/locales/locale.ts";
import { templateOf } from "~/mail/templates.ts";
import { saveMailWords as writeWords } from "~db/queries/mail/mail-words.ts";
import { command, done, refuse } from "../command.ts";
import { editableTemplate, editionSlug, editionToMail, mailWordsInput, unknownIn } from "./mail-words-input.ts";

/** Puts an edition's own subject and text in place of the product's, for one kind of mail in one language. */
export const saveMailWords = command({
  name: "save-mail-words",
  input: mailWordsInput.extend({ edition: editionSlug, template: editableTemplate, locale: z.enum(locales) }),
  who: editionToMail,
  run: async ({ trx, input: { template, locale, subject, text }, actor, subject: { editionId }, at }) => {
    const unknown = unknownIn({ subject, text }, templateOf(template).placeholders);
    if (unknown) return refuse(unknown);
    await writeWords(trx, { editionId, template, locale, subject, text, editedById: actor.id, editedAt: at });
    return done({ template, locale }, { template, locale });
  },
});
