import { z } from "zod";
import { formatDateTime } from "~/ui/format/date-time.ts";
import {
  ApplicationBelow,
  aboutApplication,
  applicationPlaceholders,
  applicationValues,
  notFixedYet,
} from "../applications/about-application.tsx";
import type { MailLocale } from "../template.ts";
import { template } from "../template.ts";

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
  const said = words[locale];
  return [
    [said.round, heat.roundTitle],
    [said.startsAt, timeOf(heat, locale)],
    [said.venue, heat.venue],
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
