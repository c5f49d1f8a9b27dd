import { homeZone } from "~/primitives/home-zone.ts";
import { dayIn } from "~/primitives/local-time.ts";
import { isNoticeOpen, lastDay } from "~/rules/notices/notice.ts";
import { now } from "~/services/clock.ts";
import type { Db } from "~db/client.ts";
import { findNoticeSettings } from "~db/queries/editions/edition-settings.ts";

export type NoticeFromToday = {
  workingDays: number;
  /** Nobody is named whom the notice tells people to turn to besides the organizers. */
  lacksDiscipline: boolean;
} & (
  | { endsOn: string }
  /** A year on the way whose days off are not known: the end is given by hand. */
  | { endsOn: null; unknownYear: string }
);

/** Whether the result's public notice is open at that time: its objections may yet change what it says. */
export function isOnNotice({ noticeEndsOn }: { noticeEndsOn: string | null }, at: Date): boolean {
  return noticeEndsOn !== null && isNoticeOpen(noticeEndsOn, at);
}

/** The last day of a notice that opens today in Beijing, by the edition's working days. */
export async function noticeFromToday(db: Db, editionId: number): Promise<NoticeFromToday> {
  const { noticeWorkingDays: workingDays, ownDays, disciplineLine } = await findNoticeSettings(db, editionId);
  const end = lastDay(dayIn(homeZone, now()), workingDays, ownDays);
  const about = { workingDays, lacksDiscipline: disciplineLine === null };
  return end.ok ? { ...about, endsOn: end.day } : { ...about, endsOn: null, unknownYear: end.unknownYear };
}
