import { z } from "zod";
import { formatDateTime } from "~/ui/format/date-time.ts";
import {
  ApplicationBelow,
  aboutApplication,
  applicationPlaceholders,
  applicationValues,
  notFixedYet,
} from "../applications/about-application.tsx";
import { type MailLocale, template } from "../Letter.tsx";
import { ineligible, waiting } from "./decisions.tsx";

/** Where and when a heat is held, in the mail's language. */
export const aboutHeat = {
  roundTitle: z.string(),
  venue: z.string().nullable(),
  startsAt: z.iso.datetime({ offset: true }).nullable(),
  timeZone: z.string(),
};
type Heat = z.output<z.ZodObject<typeof aboutHeat>>;

const words = {
  "zh-CN": { round: "赛区", startsAt: "比赛时间", venue: "地点" },
  en: { round: "Heat", startsAt: "Starts", venue: "Venue" },
};

export function heatValues(heat: Heat, locale: MailLocale) {
  const open = notFixedYet(locale);
  return { heat: heat.roundTitle, time: timeOf(heat, locale) ?? open, venue: heat.venue || open };
}

export function heatFacts(heat: Heat, locale: MailLocale): [name: string, value: string | null][] {
  const texts = words[locale];
  return [
    [texts.round, heat.roundTitle],
    [texts.startsAt, timeOf(heat, locale)],
    [texts.venue, heat.venue],
  ];
}

function timeOf({ startsAt, timeZone }: Heat, locale: MailLocale): string | null {
  return startsAt && formatDateTime(startsAt, locale, timeZone);
}

/** The application passed: into which heat. */
export const qualified = template({
  props: z.object({ ...aboutApplication, ...aboutHeat }),
  secrets: [],
  usefulSeconds: null,
  announces: "qualified",
  editable: true,
  words: {
    "zh-CN": {
      subject: "资格审查通过：{{projectTitle}}",
      heading: "资格审查已通过",
      text: "恭喜！您的项目已通过资格审查，进入以下赛区的比赛。签到与抽签的安排将另行通知。",
    },
    en: {
      subject: "Eligibility check passed: {{projectTitle}}",
      heading: "Your project is in",
      text: "Congratulations: your project has passed the eligibility check and enters the heat below. Sign-in and draw will be announced separately.",
    },
  },
  placeholders: [...applicationPlaceholders, "heat", "time", "venue"],
  values: (rendering) => ({ ...applicationValues(rendering), ...heatValues(rendering.props, rendering.locale) }),
  below: (rendering) => <ApplicationBelow rendering={rendering} facts={heatFacts(rendering.props, rendering.locale)} />,
});

/** What a preliminary review means for an application: into it, and what the line at its end decided. */

const reviewWord = { "zh-CN": "环节", en: "Stage" };

/** Screening passed the application on to the reviewers: there is nowhere to come to. */
export const reviewEntered = template({
  ...qualified,
  words: {
    "zh-CN": {
      subject: "进入初评：{{projectTitle}}",
      heading: "您的项目进入初评",
      text: "恭喜！您的项目已通过资格审查，将由专家在线评审，您无需到场。评审结果会以邮件通知您。",
    },
    en: {
      subject: "Under review by experts: {{projectTitle}}",
      heading: "Experts now review your project",
      text: "Congratulations: your project has passed the eligibility check, and experts now review it online. You need not come anywhere; we will tell you the outcome by mail.",
    },
  },
  placeholders: ["projectTitle", "leaderName", "code", "link", "heat"],
  values: (rendering) => ({ ...applicationValues(rendering), heat: rendering.props.roundTitle }),
  below: (rendering) => (
    <ApplicationBelow rendering={rendering} facts={[[reviewWord[rendering.locale], rendering.props.roundTitle]]} />
  ),
});

/** The application stands above the line: into which heat. */
export const reviewPassed = template({
  ...qualified,
  words: {
    "zh-CN": {
      subject: "初评入围：{{projectTitle}}",
      heading: "您的项目初评入围",
      text: "恭喜！经专家初评，您的项目入围以下赛区的比赛。签到与抽签的安排将另行通知。",
    },
    en: {
      subject: "Selected by the reviewers: {{projectTitle}}",
      heading: "Your project goes on",
      text: "Congratulations: after the experts' review, your project enters the heat below. Sign-in and draw will be announced separately.",
    },
  },
});

/** It stands below the line, and may still move up. */
export const reviewWaiting = template({
  ...waiting,
  words: {
    "zh-CN": {
      subject: "初评结果：{{projectTitle}}",
      heading: "您的项目列入候补",
      text: "经专家初评，您的项目暂未入围，现列入以下赛区的候补名单。名额空出时，我们会递补，并立即以邮件通知您。",
    },
    en: {
      subject: "Outcome of the review: {{projectTitle}}",
      heading: "Your project is on the waiting list",
      text: "After the experts' review, your project is not among the first, and is on the waiting list of the heat below. When a place becomes free, we will tell you by mail at once.",
    },
  },
});

/** It stands below the line, and its way ends here. */
export const reviewNotPassed = template({
  ...ineligible,
  words: {
    "zh-CN": {
      subject: "初评结果：{{projectTitle}}",
      heading: "您的项目初评未入围",
      text: "感谢您报名参赛。经专家初评，您的项目未能入围。",
    },
    en: {
      subject: "Outcome of the review: {{projectTitle}}",
      heading: "Your project was not selected",
      text: "Thank you for entering the contest. After the experts' review, your project was not selected for the heats.",
    },
  },
});
