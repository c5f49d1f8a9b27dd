import { z } from "zod";
import { locales } from "~/locales/locale.ts";
import { sampleOf } from "~/mail/samples.ts";
import { enqueueMail, type MailToSend } from "~/services/mail/mail.ts";
import { command, done } from "../command.ts";
import { editableTemplate, editionSlug, editionToMail } from "./mail-words-input.ts";

/** Sends a mail with made-up contents, in the words that are saved, to whoever asks for it. Answers the address. */
export const sendTestMail = command({
  name: "send-test-mail",
  input: z.object({ edition: editionSlug, template: editableTemplate, locale: z.enum(locales) }),
  who: editionToMail,
  run: async ({ trx, input: { template, locale }, actor, subject: { editionId } }) => {
    const mail = { template, props: sampleOf(locale)[template], recipient: actor.email, locale, editionId };
    await enqueueMail(trx, mail as MailToSend);
    return done({ to: actor.email }, { template, locale });
  },
});
