import ical, { ICalAlarmType, ICalCalendarMethod } from "ical-generator";
import type { MailFile } from "../template.ts";

const [hour, day] = [3600, 86_400];

/**
 * The heat as a calendar file (RFC 5545). Its times are UTC, which every calendar shows in its owner's zone; `description`
 * names the hall's own clock. A later mail of the same application and heat has the same UID and a higher `sequence`, so
 * that it moves the entry that is there.
 */
export function heatCalendar(heat: {
  uid: string;
  sequence: number;
  issuedAt: Date;
  startsAt: Date;
  title: string;
  place: string | null;
  description: string;
  url: string;
}): MailFile {
  const calendar = ical({
    method: ICalCalendarMethod.PUBLISH,
    prodId: { company: "contest-desk", product: "contest-desk" },
  });
  const event = calendar.createEvent({
    id: heat.uid,
    sequence: heat.sequence,
    stamp: heat.issuedAt,
    start: heat.startsAt,
    summary: heat.title,
    location: heat.place,
    description: heat.description,
    url: heat.url,
  });
  for (const trigger of [day, 2 * hour])
    event.createAlarm({ type: ICalAlarmType.display, trigger, description: heat.title });
  return { name: "heat.ics", type: "text/calendar; charset=utf-8; method=PUBLISH", content: calendar.toString() };
}
