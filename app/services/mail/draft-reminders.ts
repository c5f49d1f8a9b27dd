import { homeZone } from "~/primitives/home-zone.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { dayIn } from "~/primitives/local-time.ts";
import { problemsOf } from "~/rules/applications/application-sections.ts";
import { eligibilityOf, fieldsAsked, termsOfGroup } from "~/rules/screening/eligibility-rule.ts";
import type { Db } from "~db/client.ts";
import { claimReminder, type DueReminder, findDueReminders } from "~db/queries/applications/draft-reminders.ts";
import { now } from "../clock.ts";
import type { Routine } from "../jobs/job-queue.ts";
import { enqueueMail } from "./mail.ts";

const batch = 200;
const day = 86_400_000;

/** The hourly routine that reminds applicants of drafts before the deadline (rules/applications/draft-reminder.ts). */
export function reminderWork(db: Db): Routine {
  return { name: "draft-reminders", cron: "23 * * * *", work: async () => void (await remindDrafts(db, now())) };
}

/** Reminds everybody who is due at `at`; answers how many mails were written. Any number of workers may do it at once. */
export async function remindDrafts(db: Db, at: Date): Promise<number> {
  let written = 0;
  for (;;) {
    const due = await findDueReminders(db, at, batch);
    for (const each of due) if (await remind(db, each, at)) written++;
    if (due.length < batch) return written;
  }
}

async function remind(db: Db, due: DueReminder, at: Date): Promise<boolean> {
  const locale = due.locale === "en" ? "en" : "zh-CN";
  return await db.transaction().execute(async (trx) => {
    if (!(await claimReminder(trx, due, at))) return false;
    await enqueueMail(trx, {
      template: "draft-reminder",
      recipient: due.email,
      locale,
      applicationId: due.id,
      editionId: due.editionId,
      props: {
        code: due.code,
        projectTitle: due.answers.projectTitle ?? "",
        leaderName: due.answers.leaderName,
        path: `/apply/${due.code}`,
        editionTitle: inLocale(locale, due.editionTitle, due.editionTitleEn),
        deadline: due.deadline.toISOString(),
        days: Math.ceil((due.deadline.getTime() - at.getTime()) / day),
        missing: missingIn(due, at),
      },
    });
    return true;
  });
}

/** The paths of what keeps the draft from being handed in. */
function missingIn(due: DueReminder, at: Date): string[] {
  const { answers, round, track, group, company } = due;
  const choices = { round: round ?? undefined, track: track ?? undefined, group: group ?? undefined };
  const rules = eligibilityOf(due.eligibility);
  const problems = problemsOf(
    { answers, choices },
    {
      company,
      today: dayIn(homeZone, at),
      asked: fieldsAsked(rules, group),
      terms: termsOfGroup(rules, group),
      identityNumber: due.hasIdentity ? null : "",
      attachments: { required: due.requiredAttachments, given: due.attachments },
    },
  );
  return problems.map(({ path }) => path);
}
