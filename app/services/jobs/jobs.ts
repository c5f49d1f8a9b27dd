import type { Db } from "~db/client.ts";
import { deleteExpired, ownsTables } from "~db/queries/operations.ts";
import { sealingWork } from "../audit/audit-sealing.ts";
import { verificationWork } from "../audit/audit-verification.ts";
import { trailKeysOf } from "../audit/trail-keys.ts";
import { invitationLinks } from "../auth/invitation-token.ts";
import { now } from "../clock.ts";
import type { Settings } from "../env.ts";
import { webhookSending } from "../exchange/webhook-delivery.ts";
import { webhookWork } from "../exchange/webhooks.ts";
import { log } from "../log.ts";
import { reminderWork } from "../mail/draft-reminders.ts";
import { landingReminderWork } from "../mail/landing-reminders.ts";
import { startMailing } from "../mail/mail.ts";
import { mailAccount } from "../mail/mail-delivery.ts";
import { staffReminderWork } from "../mail/staff-turns.ts";
import { alarmSending, watchWork } from "../operations/watch.ts";
import { type Queue, type Routine, startQueues, stopQueues } from "./job-queue.ts";
import { retentionWork } from "./retention.ts";

/** Starts everything that the product does beside answering requests; `stop` lets running work end first. */
export async function startJobs(options: {
  db: Db;
  settings: Settings;
  /** Work that runs commands, which a service does not know. */
  queues?: Queue[];
  routines?: Routine[];
}): Promise<{ stop(): Promise<void> }> {
  const { db, settings, queues = [], routines = [] } = options;
  const account = mailAccount(settings);
  if (!account.provider && !account.demo) {
    log.warn("RESEND_API_KEY is not set: mail, sign-in codes too, is written and held, and nobody receives it");
  }
  const trail = trailKeysOf(settings);
  if (trail.key === null) log.warn("BUNDLE_SIGNING_KEY is not set: the seals of the audit trail are signed by nobody");
  const owner = await ownsTables(db);
  if (owner) log.warn("owner and runtime are one role: whoever has DATABASE_URL can rewrite the audit trail");
  const webhooks = webhookWork(db, webhookSending(settings));
  const sweep = { name: "expired", cron: "17 * * * *", work: async () => await deleteExpired(db, now()) };
  await startQueues({
    url: settings.directUrl,
    prepared: !owner,
    queues: [webhooks.queue, ...queues],
    routines: [
      webhooks.routine,
      sweep,
      retentionWork(db),
      reminderWork(db),
      landingReminderWork(db),
      staffReminderWork(db),
      sealingWork(db, trail),
      verificationWork(db, trail, settings.AUDIT_HEAD_TO),
      watchWork(db, alarmSending(settings)),
      ...routines,
    ],
  });
  const mailing = startMailing({ db, account, links: invitationLinks(settings) });
  return {
    stop: async () => {
      await Promise.all([stopQueues(), mailing.stop()]);
    },
  };
}
