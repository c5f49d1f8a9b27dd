import { z } from "zod";
import {
  ApplicationBelow,
  aboutApplication,
  applicationPlaceholders,
  applicationValues,
} from "../applications/about-application.tsx";
import { template } from "../template.ts";

const heatWord = { "zh-CN": "候补赛区", en: "Waiting for" };

/** The application meets the conditions, and its heat is full. */
export const waiting = template({
  props: z.object({
    ...aboutApplication,
    /** The heat's title in the mail's language. */
    roundTitle: z.string(),
  }),
  secrets: [],
  usefulSeconds: null,
  announces: "waiting",
  editable: true,
  words: {
    "zh-CN": {
      subject: "已列入候补：{{projectTitle}}",
      heading: "您的项目已列入候补",
      text: "您的项目已通过资格审查，但该赛区名额已满，现列入候补名单。名额空出时，我们会按顺序递补，并立即以邮件通知您。",
    },
    en: {
      subject: "On the waiting list: {{projectTitle}}",
      heading: "Your project is on the waiting list",
      text: "Your project meets the conditions, but the heat below is full, so it is on the waiting list. When a place becomes free, the next in line moves up, and we will tell you by mail at once.",
    },
  },
  placeholders: [...applicationPlaceholders, "heat"],
  values: (rendering) => ({ ...applicationValues(rendering), heat: rendering.props.roundTitle }),
  below: (rendering) => (
    <ApplicationBelow rendering={rendering} facts={[[heatWord[rendering.locale], rendering.props.roundTitle]]} />
  ),
});
