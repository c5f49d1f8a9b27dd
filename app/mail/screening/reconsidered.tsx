import { z } from "zod";
import {
  ApplicationBelow,
  aboutApplication,
  applicationPlaceholders,
  applicationValues,
} from "../applications/about-application.tsx";
import { template } from "../template.ts";

/** A decision that the applicant was told is taken back: the application is looked at again. */
export const reconsidered = template({
  props: z.object(aboutApplication),
  secrets: [],
  usefulSeconds: null,
  announces: "submitted",
  editable: true,
  words: {
    "zh-CN": {
      subject: "重新审查：{{projectTitle}}",
      heading: "您的报名正在重新审查",
      text: "此前告知您的资格审查结果已撤回，您的报名将重新审查。新的结果会以邮件通知您，目前无需任何操作。",
    },
    en: {
      subject: "Under review again: {{projectTitle}}",
      heading: "Your application is under review again",
      text: "The outcome that we told you before has been taken back, and your application is being checked again. We will tell you the new outcome by mail; there is nothing for you to do now.",
    },
  },
  placeholders: applicationPlaceholders,
  values: applicationValues,
  below: (rendering) => <ApplicationBelow rendering={rendering} />,
});
