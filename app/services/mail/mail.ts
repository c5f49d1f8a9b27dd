import type { Transaction } from "kysely";
import type { MailLinks } from "~/mail/Letter.tsx";
import { isTemplateName, type PropsOf, type TemplateName, templateOf } from "~/mail/templates.ts";
import type { Db } from "~db/client.ts";
import type { Json } from "~db/json-columns.ts";
import { findStrandedMails, insertMail, insertMails, voidPending } from "~db/queries/mail/mails.ts";
import type { DB } from "~db/schema.ts";
import { now } from "../clock.ts";
import { type Job, type Queue, type Routine, sendJobLater, sendJobs } from "../jobs/job-queue.ts";
import { deliverMail, type MailAccount } from "./mail-delivery.ts";

/** What somebody sits and waits for has workers of its own, and does not stand behind a thousand others. */
const queueNames = { usual: "mail", urgent: "mail-urgent" } as const;

/** A mail to send: a template with the props that it needs, in the recipient's language. */
export type MailToSend = {
  [Name in TemplateName]: {
    template: Name;
    props: PropsOf<Name>;
    locale: "zh-CN" | "en";
    applicationId?: number | null;
    /** Whose own words it may be in. */
    editionId?: number | null;
    /** The landing whose owner it reminds. */
    landingId?: number | null;
    /** A decision: it waits until an organizer releases it. Needs the application and the edition. */
    pending?: boolean;
  } & (Name extends ObjectionTemplate ? { objectionId: number } : { recipient: string });
}[TemplateName];

/** What goes to whoever raised an objection: their address is read where it is sealed, when the mail leaves. */
type ObjectionTemplate = "objection-receipt" | "objection-decided";
const sealedRecipient = "objector@sealed.invalid";

/**
 * Writes the mail and its job as part of `trx`: what is rolled back is never sent. A pending one gets no job, and an
 * earlier pending one of its application is void from then on. Answers the mail's id.
 */
export async function enqueueMail(trx: Transaction<DB>, mail: MailToSend): Promise<string> {
  const { pending = false, template, ...about } = mail;
  const chosen = templateOf(template);
  const props = chosen.props.parse(mail.props) as Json;
  const row = { recipient: sealedRecipient, ...about, template, props };
  if (!pending) {
    const mailId = await insertMail(trx, row);
    await sendJobs(trx, queueOf(template), [jobOf(mailId)]);
    return mailId;
  }
  if (!chosen.announces || mail.applicationId == null || mail.editionId == null)
    throw new Error(`${template} cannot wait for a release: it is no decision, or it lacks application or edition`);
  await voidPending(trx, mail.applicationId);
  return await insertMail(trx, { ...row, state: "pending", announces: chosen.announces });
}

/** Writes one kind of mail to each of these, and its jobs, as part of `trx`, in two statements however many they are. */
export async function enqueueMails<Name extends Exclude<TemplateName, ObjectionTemplate>>(
  trx: Transaction<DB>,
  template: Name,
  editionId: number,
  mails: readonly { recipient: string; locale: "zh-CN" | "en"; props: PropsOf<Name> }[],
): Promise<void> {
  const { props } = templateOf(template);
  const rows = mails.map((mail) => ({ ...mail, template, editionId, props: props.parse(mail.props) as Json }));
  await sendJobs(trx, queueOf(template), (await insertMails(trx, rows)).map(jobOf));
}

/** Takes back a decision's mail that waits for its release, where there is one: it will never be sent. */
export async function voidPendingMail(trx: Transaction<DB>, applicationId: number): Promise<void> {
  await voidPending(trx, applicationId);
}

/** Gives mails that are queued already their jobs, as part of `trx`. */
export async function sendQueuedMails(trx: Transaction<DB>, mailIds: readonly string[]): Promise<void> {
  await sendJobs(trx, queueNames.usual, mailIds.map(jobOf));
}

/** The queues that deliver mails, and the sweep for those that were written where no worker ran. For `startQueues`. */
export function mailWork(options: { db: Db; account: MailAccount; links: MailLinks }): {
  queues: Queue[];
  routine: Routine;
} {
  const deliver = async (queue: string, mailId: string) => {
    const after = await deliverMail({ ...options, mailId, at: now() });
    if (after !== null) await sendJobLater(queue, { mailId }, after);
  };
  const { usual, urgent } = queueNames;
  return {
    queues: [
      { name: urgent, workers: 1, work: async ({ mailId }) => await deliver(urgent, mailId ?? "") },
      { name: usual, workers: 2, batch: 3, work: async ({ mailId }) => await deliver(usual, mailId ?? "") },
    ],
    routine: {
      name: "stranded-mail",
      cron: "* * * * *",
      work: async () => {
        const before = new Date(now().getTime() - 60_000);
        const stranded = await findStrandedMails(options.db, before, 2000);
        // One that merely waits its turn has its job still, and gets no second
        for (const name of [urgent, usual]) {
          const its = stranded.filter(({ template }) => queueOf(template) === name);
          await sendJobs(
            null,
            name,
            its.map(({ id }) => jobOf(id)),
          );
        }
      },
    },
  };
}

function jobOf(mailId: string): Job {
  return { key: mailId, data: { mailId } };
}

function queueOf(template: string): string {
  return isTemplateName(template) && templateOf(template).urgent ? queueNames.urgent : queueNames.usual;
}
