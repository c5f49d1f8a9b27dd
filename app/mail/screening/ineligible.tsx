import { z } from "zod";
import {
  ApplicationBelow,
  aboutApplication,
  applicationPlaceholders,
  applicationValues,
} from "../applications/about-application.tsx";
import { template } from "../template.ts";

const reasonWord = { "zh-CN": "原因", en: "Reason" };

/** The application does not meet the edition's conditions: why. */
export const ineligible = template({
  props: z.object({ ...aboutApplication, reason: z.string() }),
  secrets: [],
  usefulSeconds: null,
  announces: "ineligible",
  editable: true,
  words: {
    "zh-CN": {
      subject: "资格审查结果：{{projectTitle}}",
      heading: "资格审查未通过",
      text: "感谢您报名参赛。经资格审查，您的项目不符合本届大赛的参赛条件，原因如下。",
    },
    en: {
      subject: "Outcome of the eligibility check: {{projectTitle}}",
      heading: "Your project is not eligible",
      text: "Thank you for entering the contest. On examination, your project does not meet this edition's conditions, for the reason below.",
    },
  },
  placeholders: [...applicationPlaceholders, "reason"],
  values: (rendering) => ({ ...applicationValues(rendering), reason: rendering.props.reason }),
  below: (rendering) => (
    <ApplicationBelow rendering={rendering} facts={[[reasonWord[rendering.locale], rendering.props.reason]]} />
  ),
});
