import ical, { ICalAlarmType, ICalCalendarMethod } from "ical-generator";
import type { ReactNode } from "react";
import { z } from "zod";
import {
  ApplicationBelow,
  aboutApplication,
  applicationPlaceholders,
  applicationValues,
} from "../applications/about-application.tsx";
import { type MailFile, type Rendering, template } from "../Letter.tsx";
import { aboutHeat, heatFacts, heatValues } from "../screening/review-outcome.tsx";

const hour = 3600;
const day = 86_400;

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

const words = {
  "zh-CN": {
    file: "附件为日历文件，打开即可将比赛加入您的日历，并在赛前提醒。",
    title: (heat: string, project: string) => `${heat}：${project}`,
    clock: (time: string) => `当地时间：${time}`,
    ticket: "打开参赛邀请与签到码",
  },
  en: {
    file: "The calendar file attached puts the heat into your calendar, with a reminder before it.",
    title: (heat: string, project: string) => `${heat}: ${project}`,
    clock: (time: string) => `Local time: ${time}`,
    ticket: "Open the invitation with your sign-in code",
  },
};

const invited = z.object({
  ...aboutApplication,
  ...aboutHeat,
  round: z.string(),
  /** How many invitations to this round the application had before. */
  sequence: z.number().int().min(0),
  issuedAt: z.iso.datetime({ offset: true }),
});

/** When and where, and the way to the page with the code by which one signs in. */
export function InvitationBelow({
  rendering,
  path,
}: {
  rendering: Rendering<z.output<typeof invited>>;
  path: string;
}): ReactNode {
  const { props, locale } = rendering;
  return (
    <ApplicationBelow
      rendering={rendering}
      facts={heatFacts(props, locale)}
      path={path}
      action={words[locale].ticket}
      note={props.startsAt ? words[locale].file : undefined}
    />
  );
}

/** Come to the heat: when and where, with a calendar file and the way to the code by which one signs in. */
export const heatInvitation = template({
  props: invited,
  secrets: [],
  usefulSeconds: null,
  editable: true,
  words: {
    "zh-CN": {
      subject: "参赛通知：{{heat}}（{{projectTitle}}）",
      heading: "请准时参加{{heat}}",
      text: "诚邀您携项目参加{{heat}}。\n\n时间：{{time}}\n地点：{{venue}}\n\n请按时到场签到、抽签；迟到或缺席视为弃权。出场顺序以现场抽签为准。",
    },
    en: {
      subject: "Your heat: {{heat}} ({{projectTitle}})",
      heading: "Please come to the {{heat}}",
      text: "You are invited to pitch your project at the {{heat}}.\n\nWhen: {{time}}\nWhere: {{venue}}\n\nPlease be there in time to sign in and draw your place in the running order; whoever is late or absent is out.",
    },
  },
  placeholders: [...applicationPlaceholders, "heat", "time", "venue"],
  values: (rendering) => ({ ...applicationValues(rendering), ...heatValues(rendering.props, rendering.locale) }),
  below: (rendering) => <InvitationBelow rendering={rendering} path={`${rendering.props.path}/invitation`} />,
  files: ({ props, locale, links }) => {
    if (!props.startsAt) return [];
    const texts = words[locale];
    const { time, heat } = heatValues(props, locale);
    const url = links.baseUrl + props.path;
    return [
      heatCalendar({
        uid: `${props.round}.${props.code}@${new URL(links.baseUrl).hostname}`,
        sequence: props.sequence,
        issuedAt: new Date(props.issuedAt),
        startsAt: new Date(props.startsAt),
        title: texts.title(heat, props.projectTitle),
        place: props.venue,
        description: `${texts.clock(time)}\n${url}`,
        url,
      }),
    ];
  },
});
