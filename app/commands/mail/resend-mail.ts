import { z } from "zod";
import { isTemplateName } from "~/mail/templates.ts";
import { enqueueMail, type MailToSend } from "~/services/mail/mail.ts";
import { findMailOfEdition } from "~db/queries/mail/mails.ts";
import { command, done, refuse } from "../command.ts";
import { editionSlug, editionToMail } from "./mail-words-input.ts";

/** Sends a mail of an application that did not arrive once more, to the address given. The account's own address stays. */
export const resendMail = command({
  name: "resend-mail",
  input: z.object({
    edition: editionSlug,
    mail: z.string().regex(/^\d{1,18}$/),
    address: z.email().max(254).toLowerCase(),
  }),
  who: async ({ trx, input, actor }) => {
    const found = await editionToMail({ trx, input, actor });
    const mail = found && (await findMailOfEdition(trx, found.editionId, input.mail));
    return mail?.applicationId ? { ...found, applicationId: mail.applicationId, mail } : null;
  },
  run: async ({ trx, input: { address }, subject: { mail, editionId, applicationId } }) => {
    const lost = mail.state === "failed" || ["bounced", "complained", "failed"].includes(mail.delivery ?? "");
    if (!lost || mail.erasedAt || !isTemplateName(mail.template)) return refuse({ type: "mail-not-lost" as const });
    const locale = mail.locale === "en" ? "en" : "zh-CN";
    const { template, props } = mail;
    const again = { template, props, recipient: address, locale, applicationId, editionId } as MailToSend;
    const mailId = await enqueueMail(trx, again);
    return done({ mail: mailId }, { mail: mail.id, again: mailId, template });
  },
});
