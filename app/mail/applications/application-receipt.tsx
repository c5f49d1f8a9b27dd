import { z } from "zod";
import { formatDateTime } from "~/ui/format/date-time.ts";
import { template } from "../Letter.tsx";
import {
  ApplicationBelow,
  aboutApplication,
  applicationPlaceholders,
  applicationValues,
} from "./about-application.tsx";

const words = {
  "zh-CN": { round: "意向赛区", submitted: "提交时间", keep: "请保存此邮件，咨询时请提供报名编号。" },
  en: {
    round: "Preferred heat",
    submitted: "Submitted",
    keep: "Please keep this mail, and quote the application number when you contact us.",
  },
};

export const applicationReceipt = template({
  props: z.object({
    ...aboutApplication,
    /** The heat's title in the mail's language. */
    roundTitle: z.string().nullable(),
    /** ISO 8601 instant. */
    submittedAt: z.iso.datetime({ offset: true }),
  }),
  secrets: [],
  usefulSeconds: null,
  editable: true,
  words: {
    "zh-CN": {
      subject: "已收到您的报名（{{code}}）",
      heading: "报名材料已收到",
      text: "感谢报名参赛。我们已收到以下项目的报名材料，接下来由组织方进行资格审查，结果将通过邮件通知您。",
    },
    en: {
      subject: "Your application has arrived ({{code}})",
      heading: "We have your application",
      text: "Thank you for entering the contest. The application below has arrived; the organizers now check its eligibility and will tell you the outcome by mail.",
    },
  },
  placeholders: [...applicationPlaceholders, "heat", "submitted"],
  values: (rendering) => ({
    ...applicationValues(rendering),
    heat: rendering.props.roundTitle ?? "",
    submitted: formatDateTime(rendering.props.submittedAt, rendering.locale),
  }),
  below: (rendering) => {
    const { props, locale } = rendering;
    const texts = words[locale];
    return (
      <ApplicationBelow
        rendering={rendering}
        facts={[
          [texts.round, props.roundTitle],
          [texts.submitted, formatDateTime(props.submittedAt, locale)],
        ]}
        note={texts.keep}
      />
    );
  },
});
