import { z } from "zod";
import {
  ApplicationBelow,
  aboutApplication,
  applicationPlaceholders,
  applicationValues,
} from "../applications/about-application.tsx";
import { aboutHeat, heatValues } from "../screening/qualified.tsx";
import { template } from "../template.ts";

/** What an organizer writes to many applicants at once. The words travel with the mail. */
export const announcement = template({
  props: z.object({
    ...aboutApplication,
    ...aboutHeat,
    /** The heat that the applicant knows of; empty before one is chosen. */
    roundTitle: z.string(),
    subject: z.string(),
    text: z.string(),
  }),
  secrets: [],
  usefulSeconds: null,
  editable: false,
  words: {
    "zh-CN": { subject: "大赛通知", heading: "大赛通知", text: "" },
    en: { subject: "News of the contest", heading: "News of the contest", text: "" },
  },
  placeholders: [...applicationPlaceholders, "heat", "time", "venue"],
  values: (rendering) => ({ ...applicationValues(rendering), ...heatValues(rendering.props, rendering.locale) }),
  written: ({ subject, text }) => ({ subject, text }),
  below: (rendering) => <ApplicationBelow rendering={rendering} />,
});
