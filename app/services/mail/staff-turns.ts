import type { Transaction } from "kysely";
import { homeZone } from "~/primitives/home-zone.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { dayIn } from "~/primitives/local-time.ts";
import { type Action, rolesWith } from "~/rules/accounts/access.ts";
import { readStoredOwnDays } from "~/rules/notices/notice.ts";
import { alarmOf } from "~/rules/notices/objection.ts";
import type { Db } from "~db/client.ts";
import { findStaffToTell } from "~db/queries/accounts/staff.ts";
import { claimMailReminder, findEditionsToRemind } from "~db/queries/mail/mail-reminders.ts";
import { claimObjectionReminder, findObjectionsToRemind } from "~db/queries/notices/objection-reminders.ts";
import type { DB } from "~db/schema.ts";
import { now } from "../clock.ts";
import type { Routine } from "../jobs/job-queue.ts";
import { enqueueMails } from "./mail.ts";

type Turn =
  | "confirm-turn"
  | "publish-turn"
  | "appointment-turn"
  | "objection-filed"
  | "objection-soon"
  | "objection-overdue"
  | "mails-waiting";

/** Who can do what is to be done now, by the table of rights. Confirming and deciding is the supervisors' alone. */
const actions: Record<Turn, Action> = {
  "confirm-turn": "confirm-release",
  "publish-turn": "publish-release",
  "appointment-turn": "confirm-appointment",
  "objection-filed": "handle-objections",
  "objection-soon": "handle-objections",
  "objection-overdue": "handle-objections",
  "mails-waiting": "release-mail",
};

interface Told {
  /** A round of an edition, or the whole edition. */
  place: { editionId: number; roundId: number | null };
  title: string;
  titleEn: string | null;
  path: string;
  count?: number;
  dueOn?: string | null;
  /** Who may not do it, although the role is theirs. */
  except?: string;
}

/** Writes to everybody who can do what waits there, in their language, as part of `trx`; answers to how many. */
export async function tellStaff(trx: Transaction<DB>, template: Turn, told: Told): Promise<number> {
  const { place, title, titleEn, path, count = 1, dueOn = null, except } = told;
  const staff = await findStaffToTell(trx, place, rolesWith(actions[template]));
  const able = staff.filter(({ id }) => id !== except);
  const mails = able.map(({ email, locale: given }) => {
    const locale = given === "en" ? ("en" as const) : ("zh-CN" as const);
    return { recipient: email, locale, props: { where: inLocale(locale, title, titleEn), path, count, dueOn } };
  });
  await enqueueMails(trx, template, place.editionId, mails);
  return able.length;
}

/** The routine that reminds of objections whose day is near or past, and of mails that wait: every hour of a day's work in Beijing. */
export function staffReminderWork(db: Db): Routine {
  return {
    name: "staff-reminders",
    cron: "17 0-9 * * *",
    work: async () => {
      await remindOfObjections(db, now());
      await remindOfMails(db, now());
    },
  };
}

/** Each objection once when its day is near, and once when it is past; answers how many mails were written. */
export async function remindOfObjections(db: Db, at: Date): Promise<number> {
  let written = 0;
  for (const objection of await findObjectionsToRemind(db)) {
    const alarm = alarmOf(objection, at, readStoredOwnDays(objection.ownDays));
    if (alarm !== "soon" && alarm !== "overdue") continue;
    const { id, editionId, roundId, receipt, title, titleEn, dueOn } = objection;
    written += await db.transaction().execute(async (trx) => {
      if (!(await claimObjectionReminder(trx, { objectionId: id, kind: alarm, at }))) return 0;
      const about = { title, titleEn, path: `/organize/objections/${receipt}`, dueOn };
      return await tellStaff(trx, `objection-${alarm}`, { place: { editionId, roundId }, ...about });
    });
  }
  return written;
}

/** Each edition once a day as long as mails wait there since yesterday or longer; answers how many mails were written. */
export async function remindOfMails(db: Db, at: Date): Promise<number> {
  const today = dayIn(homeZone, at);
  let written = 0;
  for (const { id, slug, title, titleEn, pending } of await findEditionsToRemind(db, { today, zone: homeZone }))
    written += await db.transaction().execute(async (trx) => {
      if (!(await claimMailReminder(trx, id, today))) return 0;
      const about = { title, titleEn, path: `/organize/editions/${slug}/mail`, count: pending };
      return await tellStaff(trx, "mails-waiting", { place: { editionId: id, roundId: null }, ...about });
    });
  return written;
}
