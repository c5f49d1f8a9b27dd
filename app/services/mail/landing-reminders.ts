import { homeZone } from "~/primitives/home-zone.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { dayIn } from "~/primitives/local-time.ts";
import { rolesWith } from "~/rules/accounts/access.ts";
import { daysBetween, landingSteps } from "~/rules/landing/landing.ts";
import type { Db } from "~db/client.ts";
import { claimLandingReminder, type DueLanding, findDueLandings } from "~db/queries/landing/landing-reminders.ts";
import { now } from "../clock.ts";
import type { Routine } from "../jobs/job-queue.ts";
import { enqueueMail } from "./mail.ts";

const batch = 200;

/**
 * The routine that reminds whoever looks after a landing of deadlines 30, 7 and 1 days before, on their day, and every week
 * once they have passed, once each: every hour of a day's work in Beijing.
 */
export function landingReminderWork(db: Db): Routine {
  return { name: "landing-reminders", cron: "41 0-9 * * *", work: async () => void (await remindLandings(db, now())) };
}

/** Reminds everybody who is due at `at`; answers how many mails were written. Any number of workers may do it at once. */
export async function remindLandings(db: Db, at: Date): Promise<number> {
  const today = dayIn(homeZone, at);
  const roles = rolesWith("see-landing");
  let written = 0;
  for (;;) {
    const due = await findDueLandings(db, { today, roles, limit: batch });
    for (const each of due) if (await remind(db, each, today, at)) written++;
    if (due.length < batch) return written;
  }
}

async function remind(db: Db, due: DueLanding, today: string, at: Date): Promise<boolean> {
  const locale = due.locale === "en" ? "en" : "zh-CN";
  const left = daysBetween(today, due.dueOn);
  return await db.transaction().execute(async (trx) => {
    const claimed = await claimLandingReminder(trx, due, at);
    if (claimed.length === 0) return false;
    await enqueueMail(trx, {
      template: left < 0 ? "landing-overdue" : "landing-reminder",
      recipient: due.email,
      locale,
      editionId: due.editionId,
      landingId: due.id,
      props: {
        projectTitle: inLocale(locale, due.title, due.titleEn),
        editionTitle: inLocale(locale, due.editionTitle, due.editionTitleEn),
        path: `/organize/editions/${due.edition}/landing/${due.number}`,
        dueOn: due.dueOn,
        days: Math.abs(left),
        steps: landingSteps.filter((step) => claimed.includes(step)),
      },
    });
    return true;
  });
}
