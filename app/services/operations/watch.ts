import { i18nFor } from "~/locales/i18n.server.ts";
import { type Alarm, alarmsDue } from "~/rules/operations/alarms.ts";
import { healthOf } from "~/rules/operations/health.ts";
import { figuresOf, sayingOf } from "~/rules/operations/health-figures.ts";
import type { Db } from "~db/client.ts";
import { findOrganizersOfEverything } from "~db/queries/accounts/staff.ts";
import {
  claimWatch,
  deleteForgottenProcesses,
  findReportedAlarms,
  findWorkFigures,
  saveReportedAlarm,
  type WorkFigures,
} from "~db/queries/operations/health.ts";
import { now } from "../clock.ts";
import type { Settings } from "../env.ts";
import type { Routine } from "../jobs/job-queue.ts";
import { log } from "../log.ts";
import { enqueueMail } from "../mail/mail.ts";
import { type AlarmAddress, type AlarmNote, postAlarm } from "./alarm-delivery.ts";

/** How alarms leave the house. */
export interface AlarmSending {
  baseUrl: string;
  /** Null: by mail alone. */
  address: AlarmAddress | null;
  /** Whether a mail that is written now is sent. */
  mails: boolean;
  /** The demo has nobody who runs it: the page shows what would be told. */
  demo: boolean;
}

type AlarmSettings = Pick<
  Settings,
  "baseUrl" | "ALARM_WEBHOOK_URL" | "ALARM_WEBHOOK_SECRET" | "RESEND_API_KEY" | "demo"
>;

export function alarmSending(settings: AlarmSettings): AlarmSending {
  const { ALARM_WEBHOOK_URL: url, ALARM_WEBHOOK_SECRET: secret } = settings;
  return {
    baseUrl: settings.baseUrl.replace(/\/$/, ""),
    address: url === undefined ? null : { url, secret },
    mails: settings.RESEND_API_KEY !== undefined,
    demo: settings.demo,
  };
}

/** The page on which all of it stands. */
export const healthPath = "/organize/health";

/** Where nobody has looked for so long, the job that should has died, and any process looks in its stead. */
const orphanedSeconds = 150;

/**
 * Looks whether all is well, unless somebody has within `afterSeconds`, and tells what has turned: by the webhook, or by
 * mail to the organizers of everything where there is none or it takes nothing. What could not be told is told the next time. Answers what was told.
 */
export async function watchOver(db: Db, sending: AlarmSending, at: Date, afterSeconds: number): Promise<Alarm[]> {
  // Two looks at once would tell everything twice
  if (!(await claimWatch(db, afterSeconds))) return [];
  await deleteForgottenProcesses(db);
  const figures = await findWorkFigures(db);
  const due = alarmsDue(healthOf(figures), await findReportedAlarms(db), at);
  const told: Alarm[] = [];
  for (const alarm of due) {
    const say = (locale: "zh-CN" | "en") => alarmWords(locale, alarm, figures);
    if (!(await tell(db, sending, alarm, say, at))) continue;
    await saveReportedAlarm(db, { thing: alarm.thing, open: alarm.turn === "bad", reportedAt: at });
    told.push(alarm);
  }
  return told;
}

/** Every minute. For `startQueues`. */
export function watchWork(db: Db, sending: AlarmSending): Routine {
  return { name: "watch", cron: "* * * * *", work: async () => void (await watchOver(db, sending, now(), 30)) };
}

/** Watches over the watch from the processes that serve: that nobody looks, or that the database is gone, no job could tell. */
export function watchProcess(db: Db, sending: AlarmSending): (silentMs: number) => Promise<void> {
  const gone = watchDatabase(sending);
  return async (silentMs) => {
    await gone(silentMs, now());
    if (silentMs === 0) await watchOver(db, sending, now(), orphanedSeconds);
  };
}

/** The database may be away for so long without an alarm: a restart takes less. */
export const patienceMs = 60_000;

/**
 * Tells that the database is gone, and that it is back, from this process's own memory: by the webhook alone, as mail lies
 * in the database. Once an hour at most; several machines tell it once each.
 */
export function watchDatabase(sending: AlarmSending): (silentMs: number, at: Date) => Promise<void> {
  let open = false;
  let reportedAt = Number.NEGATIVE_INFINITY;
  return async (silentMs, at) => {
    const level = silentMs >= patienceMs ? "bad" : "well";
    const told = Number.isFinite(reportedAt)
      ? [{ thing: "database" as const, open, reportedAt: new Date(reportedAt) }]
      : [];
    const [alarm] = alarmsDue([{ thing: "database", level }], told, at);
    // Until it is known to be back, nothing is said
    if (!alarm || (alarm.turn === "over" && silentMs > 0) || !sending.address) return;
    const said = alarm.turn === "bad" ? "gone" : "back";
    const say = (locale: "zh-CN" | "en") => {
      const { t } = i18nFor(locale);
      const seconds = Math.round(silentMs / 1000);
      return words(locale, alarm, t(`health:alarm.${said}`, { seconds }));
    };
    if (!(await postAlarm(sending.address, noteOf(sending, alarm, say, at)))) return;
    open = alarm.turn === "bad";
    if (open) reportedAt = at.getTime();
  };
}

type Say = (locale: "zh-CN" | "en") => string;

function alarmWords(locale: "zh-CN" | "en", alarm: Alarm, figures: WorkFigures): string {
  const { t } = i18nFor(locale);
  const said = sayingOf(alarm.thing, figures);
  return words(
    locale,
    alarm,
    t(
      `health:said.${said.key}`,
      figuresOf(said, (unit, number) => t(`health:span.${unit}`, { number })),
    ),
  );
}

function words(locale: "zh-CN" | "en", { thing, turn }: Alarm, said: string): string {
  const { t } = i18nFor(locale);
  return t(`health:alarm.${turn}`, { thing: t(`health:thing.${thing}`), said, mend: t(`health:mend.${thing}`) });
}

function noteOf({ baseUrl }: AlarmSending, alarm: Alarm, say: Say, at: Date): AlarmNote {
  const page = `${baseUrl}${healthPath}`;
  const look = i18nFor("zh-CN").t("health:alarm.look", { address: page });
  return { ...alarm, at, page, text: `${say("zh-CN")}\n${say("en")}\n${look}` };
}

/** Whether somebody hears of it. */
async function tell(db: Db, sending: AlarmSending, alarm: Alarm, say: Say, at: Date): Promise<boolean> {
  if (sending.demo && !sending.address) return true;
  log[alarm.turn === "bad" ? "error" : "info"](alarm, "the state of a thing has turned");
  if (sending.address && (await postAlarm(sending.address, noteOf(sending, alarm, say, at)))) return true;
  const people = sending.mails ? await findOrganizersOfEverything(db) : [];
  if (people.length === 0) {
    log.error(
      alarm,
      "nobody hears of an alarm: ALARM_WEBHOOK_URL takes none or is not set, and no organizer of everything gets mail",
    );
    return false;
  }
  await db.transaction().execute(async (trx) => {
    for (const { email, locale: given } of people) {
      const locale = given === "en" ? ("en" as const) : ("zh-CN" as const);
      const template = alarm.turn === "bad" ? ("alarm" as const) : ("alarm-over" as const);
      await enqueueMail(trx, {
        template,
        recipient: email,
        locale,
        props: { said: say(locale), at: at.toISOString() },
      });
    }
  });
  return true;
}
