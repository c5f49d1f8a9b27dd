import type { Transaction } from "kysely";
import type { MailLinks } from "~/mail/template.ts";
import { type PropsOf, type TemplateName, templates } from "~/mail/templates.ts";
import type { Db } from "~db/client.ts";
import { findStrandedMails, insertMail } from "~db/queries/mails.ts";
import type { DB, Json } from "~db/schema.ts";
import { now } from "./clock.ts";
import { type Queue, type Routine, sendJob, sendJobLater } from "./job-queue.ts";
import { deliverMail, type MailAccount } from "./mail-delivery.ts";

const queueName = "mail";

/** A mail to send: a template with the props that it needs, in the recipient's language. */
export type MailToSend = {
  [Name in TemplateName]: {
    template: Name;
    props: PropsOf<Name>;
    recipient: string;
    locale: "zh-CN" | "en";
    applicationId?: number | null;
  };
}[TemplateName];

/** Writes the mail and its job as part of `trx`: what is rolled back is never sent. Answers the mail's id. */
export async function enqueueMail(trx: Transaction<DB>, mail: MailToSend): Promise<string> {
  const props = templates[mail.template].props.parse(mail.props) as Json;
  const mailId = await insertMail(trx, { ...mail, props });
  await sendJob(trx, queueName, { mailId });
  return mailId;
}

/** The queue that delivers mails, and the sweep for those that were written where no worker ran. For `startQueues`. */
export function mailWork(options: { db: Db; account: MailAccount; links: MailLinks }): {
  queue: Queue;
  routine: Routine;
} {
  const deliver = async (mailId: string) => {
    const after = await deliverMail({ ...options, mailId, at: now() });
    if (after !== null) await sendJobLater(queueName, { mailId }, after);
  };
  return {
    queue: { name: queueName, workers: 2, work: async ({ mailId }) => await deliver(mailId ?? "") },
    routine: {
      name: "stranded-mail",
      cron: "* * * * *",
      work: async () => {
        const before = new Date(now().getTime() - 60_000);
        for (const mailId of await findStrandedMails(options.db, before, 200)) await deliver(mailId);
      },
    },
  };
}
