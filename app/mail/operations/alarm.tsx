import { z } from "zod";
import { formatDateTime } from "~/ui/format/date-time.ts";
import { Action, Facts, type MailLocale, Paragraph, type TemplateWords, template } from "../Letter.tsx";

const words = {
  "zh-CN": { at: "发现时间", look: "打开技术状态" },
  en: { at: "Seen at", look: "Open the technical state" },
};

/** `said`: how the thing stands, in the recipient's language. */
const props = z.object({ said: z.string().min(1).max(1000), at: z.iso.datetime() });

function alarmMail(texts: Record<MailLocale, TemplateWords>) {
  return template({
    props,
    secrets: [],
    usefulSeconds: null,
    urgent: true,
    editable: false,
    words: texts,
    placeholders: [],
    values: () => ({}),
    below: ({ props: { said, at }, locale, links }) => (
      <>
        <Paragraph>{said}</Paragraph>
        <Facts lines={[[words[locale].at, formatDateTime(at, locale)]]} />
        <Action href={`${links.baseUrl}/organize/health`}>{words[locale].look}</Action>
      </>
    ),
  });
}

/** Something of the product itself is not well: for whoever runs it, where no webhook tells them. */
export const alarm = alarmMail({
  "zh-CN": { subject: "系统异常告警", heading: "系统有一项异常", text: "自动巡检发现以下异常，请处理。" },
  en: {
    subject: "Alarm: something is not well",
    heading: "Something is not well",
    text: "The automatic watch found what follows. Please act.",
  },
});

/** It is no longer bad. */
export const alarmOver = alarmMail({
  "zh-CN": { subject: "系统异常已解除", heading: "系统的一项异常已解除", text: "之前告警的一项已不再异常。" },
  en: {
    subject: "The alarm is over",
    heading: "The alarm is over",
    text: "What an earlier alarm was about is no longer bad.",
  },
});
