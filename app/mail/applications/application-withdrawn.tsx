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
  "zh-CN": { withdrawn: "撤回时间", reason: "撤回原因", note: "如非您本人操作，请尽快联系大赛组织方。" },
  en: {
    withdrawn: "Withdrawn",
    reason: "Reason",
    note: "If it was not you who withdrew it, please contact the organizers soon.",
  },
};

/** The applicant took the application back: a receipt of that, in case it was somebody else. */
export const applicationWithdrawn = template({
  props: z.object({ ...aboutApplication, reason: z.string(), withdrawnAt: z.iso.datetime({ offset: true }) }),
  secrets: [],
  usefulSeconds: null,
  editable: true,
  words: {
    "zh-CN": {
      subject: "报名已撤回（{{code}}）",
      heading: "报名已撤回",
      text: "您已撤回以下项目的报名，不再参加本届比赛。撤回后不能恢复；如仍想参赛，请在报名截止前新建报名。",
    },
    en: {
      subject: "Your application is withdrawn ({{code}})",
      heading: "Your application is withdrawn",
      text: "You have withdrawn the application below, and it takes no further part in the contest. This cannot be undone; to take part after all, begin a new application before the deadline.",
    },
  },
  placeholders: [...applicationPlaceholders, "reason"],
  values: (rendering) => ({ ...applicationValues(rendering), reason: rendering.props.reason }),
  below: (rendering) => {
    const { props, locale } = rendering;
    const texts = words[locale];
    return (
      <ApplicationBelow
        rendering={rendering}
        facts={[
          [texts.withdrawn, formatDateTime(props.withdrawnAt, locale)],
          [texts.reason, props.reason],
        ]}
        note={texts.note}
      />
    );
  },
});
