import { z } from "zod";
import { formatDate } from "~/ui/format/date-time.ts";
import { Action, Facts, Note, template } from "../Letter.tsx";

const words = {
  "zh-CN": {
    receipt: "回执编号",
    round: "轮次",
    due: "办理期限",
    look: "查看办理情况",
    keep: "此链接仅供您本人使用，凭它可以查看办理情况和处理理由，请勿转发。您的身份予以保密。",
  },
  en: {
    receipt: "Receipt",
    round: "Round",
    due: "To be decided by",
    look: "See how it stands",
    keep: "The link is for you alone: whoever has it can read how your objection stands and why it was decided as it was. Your identity is kept confidential.",
  },
};

export const objectionReceipt = template({
  props: z.object({
    receipt: z.string(),
    /** The round's title in the mail's language. */
    round: z.string(),
    dueOn: z.iso.date(),
    /** Of the private page; put in when the mail leaves, and in no row. */
    path: z.string().startsWith("/").optional(),
  }),
  secrets: ["path"],
  usefulSeconds: null,
  editable: false,
  letsIn: true,
  words: {
    "zh-CN": {
      subject: "已收到您的异议（{{code}}）",
      heading: "异议已收到",
      text: "我们已收到您对公示内容提出的异议，将在办理期限内作出有理由的处理结果。",
    },
    en: {
      subject: "Your objection has arrived ({{code}})",
      heading: "We have your objection",
      text: "Your objection to the published notice has arrived. It will be decided, with a reason, by the day below.",
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
            [texts.due, formatDate(props.dueOn, locale)],
          ]}
        />
        {props.path ? <Action href={links.baseUrl + props.path}>{texts.look}</Action> : null}
        <Note>{texts.keep}</Note>
      </>
    );
  },
});
