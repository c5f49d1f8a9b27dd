import { setTimeout as wait } from "node:timers/promises";
import type { Transaction } from "kysely";
import type { MailLinks } from "~/mail/Letter.tsx";
import { type PropsOf, type TemplateName, templateNames, templateOf } from "~/mail/templates.ts";
import type { Db } from "~db/client.ts";
import type { Json } from "~db/json-columns.ts";
import { holdDueMails, insertMail, insertMails, takeDueMails, voidPending } from "~db/queries/mail/mails.ts";
import type { DB } from "~db/schema.ts";
import { now } from "../clock.ts";
import { log } from "../log.ts";
import { deliverMail, type MailAccount, type ResendAccount } from "./mail-delivery.ts";

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
 * Writes the mail as part of `trx`: what is rolled back is never sent. A pending one waits for its release, and an earlier
 * pending one of its application is void from then on. Answers the mail's id.
 */
export async function enqueueMail(trx: Transaction<DB>, mail: MailToSend): Promise<string> {
  const { pending = false, template, ...about } = mail;
  const chosen = templateOf(template);
  const props = chosen.props.parse(mail.props) as Json;
  const row = { recipient: sealedRecipient, ...about, template, props };
  if (!pending) return await insertMail(trx, row);
  if (!chosen.announces || mail.applicationId == null || mail.editionId == null)
    throw new Error(`${template} cannot wait for a release: it is no decision, or it lacks application or edition`);
  await voidPending(trx, mail.applicationId);
  return await insertMail(trx, { ...row, state: "pending", announces: chosen.announces });
}

/** Writes one kind of mail to each of these as part of `trx`, in one statement however many they are. */
export async function enqueueMails<Name extends Exclude<TemplateName, ObjectionTemplate>>(
  trx: Transaction<DB>,
  template: Name,
  editionId: number,
  mails: readonly { recipient: string; locale: "zh-CN" | "en"; props: PropsOf<Name> }[],
): Promise<void> {
  const { props } = templateOf(template);
  const rows = mails.map((mail) => ({ ...mail, template, editionId, props: props.parse(mail.props) as Json }));
  await insertMails(trx, rows);
}

/** Takes back a decision's mail that waits for its release, where there is one: it will never be sent. */
export async function voidPendingMail(trx: Transaction<DB>, applicationId: number): Promise<void> {
  await voidPending(trx, applicationId);
}

/** Sends what is queued, for as long as the process lives. */
export interface Mailing {
  /** Takes no more mails, and lets those under way end: at most ten seconds. */
  stop(): Promise<void>;
}

/** What somebody sits and waits for has a place of its own, and does not stand behind a thousand others. */
const lines = {
  urgent: { places: 1, pauseMs: 500 },
  usual: { places: 2, pauseMs: 1000 },
};
const heldAtOnce = 500;
/** A database that is away is not asked twice a second, nor the log filled. */
const pauseAfterErrorMs = 5000;

/**
 * Sends queued mails as they become due, by whichever process takes them first: a mail is there with the transaction that wrote
 * it, whatever process that was, and needs no job. Without a provider they are held.
 */
export function startMailing(options: { db: Db; account: MailAccount; links: MailLinks }): Mailing {
  const { db, account, links } = options;
  const { provider } = account;
  const over = new AbortController();
  const urgent = templateNames.filter((name) => templateOf(name).urgent);
  const send = (
    sending: MailAccount & { provider: ResendAccount },
    { places, pauseMs }: typeof lines.usual,
    which: { only?: TemplateName[]; but?: TemplateName[] },
  ) =>
    work(over.signal, pauseMs, places, async (limit) => {
      const mails = await takeDueMails(db, { ...which, limit });
      return mails.map(async (mail) => void (await deliverMail({ db, account: sending, links, mail, at: now() })));
    });
  const hold = () =>
    work(over.signal, lines.urgent.pauseMs, heldAtOnce, async (limit) => {
      const held = await holdDueMails(db, limit);
      for (const mail of held) log[account.demo ? "debug" : "warn"](mail, "mail is held: no RESEND_API_KEY");
      return held.map(async () => {});
    });
  const ended = Promise.all(
    provider
      ? [
          send({ ...account, provider }, lines.urgent, { only: urgent }),
          send({ ...account, provider }, lines.usual, { but: urgent }),
        ]
      : [hold()],
  );
  return {
    stop: async () => {
      over.abort();
      await Promise.race([ended, wait(10_000, undefined, { ref: false })]);
    },
  };
}

/** Takes up to as many as there are places free, until `over`; with fewer to take than that it pauses. Waits for those under way in the end. */
async function work(
  over: AbortSignal,
  pauseMs: number,
  places: number,
  take: (limit: number) => Promise<Promise<void>[]>,
): Promise<void> {
  const underWay = new Set<Promise<void>>();
  while (!over.aborted) {
    const free = places - underWay.size;
    const taken = await take(free).catch(async (error: unknown) => {
      log.error({ err: error }, "queued mails could not be taken");
      await wait(pauseAfterErrorMs, undefined, { signal: over }).catch(() => {});
      return [];
    });
    for (const each of taken) {
      const one: Promise<void> = each
        .catch((error: unknown) => log.error({ err: error }, "a mail could not be sent; it is tried again in a minute"))
        .finally(() => underWay.delete(one));
      underWay.add(one);
    }
    if (taken.length < free) await wait(pauseMs, undefined, { signal: over }).catch(() => {});
    else await Promise.race(underWay);
  }
  await Promise.all(underWay);
}
