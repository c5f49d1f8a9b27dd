import { z } from "zod";
import { locales } from "~/locales/locale.ts";
import { deleteMailWords } from "~db/queries/mail/mail-words.ts";
import { command, done } from "../command.ts";
import { editableTemplate, editionSlug, editionToMail } from "./mail-words-input.ts";

/** Takes an edition's own words of a mail away: the product's count again. */
export const resetMailWords = command({
  name: "reset-mail-words",
  input: z.object({ edition: editionSlug, template: editableTemplate, locale: z.enum(locales) }),
  who: editionToMail,
  run: async ({ trx, input: { template, locale }, subject: { editionId } }) => {
    const there = await deleteMailWords(trx, { editionId, template, locale });
    return done({ there }, { template, locale, there });
  },
});
