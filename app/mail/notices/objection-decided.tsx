import { z } from "zod";
import { objectionOutcomes } from "~/rules/notices/objection.ts";
import { Action, Facts, Note, template } from "../Letter.tsx";

const words = {
  "zh-CN": {
    receipt: "回执编号",
    round: "轮次",
    outcome: "处理结果",
    outcomes: { upheld: "异议成立", dismissed: "异议不成立", inadmissible: "不予受理" },
    look: "查看处理理由",
    keep: "处理理由只在您的专用页面上显示。此链接仅供您本人使用，请勿转发。",
  },
  en: {
    receipt: "Receipt",
    round: "Round",
    outcome: "Decision",
    outcomes: { upheld: "Upheld", dismissed: "Dismissed", inadmissible: "Not admissible" },
    look: "Read the reason",
    keep: "The reason stands on your private page alone. The link is for you; please do not forward it.",
  },
};

export const objectionDecided = template({
  props: z.object({
    receipt: z.string(),
    /** The round's title in the mail's language. */
    round: z.string(),
    outcome: z.enum(objectionOutcomes),
    /** Of the private page; put in when the mail leaves, and in no row. */
    path: z.string().startsWith("/").optional(),
  }),
  secrets: ["path"],
  usefulSeconds: null,
  editable: false,
  letsIn: true,
  words: {
    "zh-CN": {
      subject: "您的异议已有处理结果（{{code}}）",
      heading: "异议已有处理结果",
      text: "您提出的异议已经办理完毕。",
    },
    en: {
      subject: "Your objection is decided ({{code}})",
      heading: "Your objection is decided",
      text: "The objection that you raised has been dealt with.",
    },
  },
  placeholders: ["code"],
  values: ({ props }) => ({ code: props.receipt }),
  below: ({ props, locale, links }) => {
    const texts = words[locale];
    return (
      <>
        <Facts
          lines={[
            [texts.receipt, props.receipt],
            [texts.round, props.round],
            [texts.outcome, texts.outcomes[props.outcome]],
          ]}
        />
        {props.path ? <Action href={links.baseUrl + props.path}>{texts.look}</Action> : null}
        <Note>{texts.keep}</Note>
      </>
    );
  },
});
