import { z } from "zod";
import { formatDateTime } from "~/ui/format/date-time.ts";
import { fieldName, type MailLocale, template } from "../Letter.tsx";
import {
  ApplicationBelow,
  aboutApplication,
  applicationPlaceholders,
  applicationValues,
} from "./about-application.tsx";

const words = {
  "zh-CN": {
    deadline: "报名截止",
    missing: "尚未填好",
    all: "内容已齐全，提交即可",
    more: (count: number) => `等，另有 ${count} 项`,
    colon: "、",
    untitled: "未命名项目",
    action: "继续填写",
    note: "如不再参赛，可忽略此邮件，或在报名页面放弃这份草稿，便不再提醒。",
  },
  en: {
    deadline: "Deadline",
    missing: "Still missing",
    all: "nothing: it only has to be submitted",
    more: (count: number) => ` and ${count} more`,
    colon: ", ",
    untitled: "Untitled project",
    action: "Continue the application",
    note: "If you no longer wish to take part, ignore this mail, or discard the draft on its page and you will not be reminded again.",
  },
};

const mostNamed = 12;
const props = z.object({
  ...aboutApplication,
  editionTitle: z.string(),
  deadline: z.iso.datetime({ offset: true }),
  /** Days left, begun ones counted. */
  days: z.number().int().min(0),
  /** The paths of the answers that are not there or not right yet. */
  missing: z.array(z.string()),
});

/** A draft that nobody handed in, and the deadline comes near: what is missing. */
export const draftReminder = template({
  props,
  secrets: [],
  usefulSeconds: 86_400,
  editable: true,
  words: {
    "zh-CN": {
      subject: "距报名截止还有 {{days}} 天：{{projectTitle}}",
      heading: "您的报名尚未提交",
      text: "您在{{edition}}的报名还是草稿，尚未提交。报名将于 {{deadline}} 截止，逾期不能再提交。已填内容都已保存。",
    },
    en: {
      subject: "Days left to apply: {{days}} ({{projectTitle}})",
      heading: "Your application is not submitted yet",
      text: "Your application to {{edition}} is still a draft. Applications close on {{deadline}}; after that it cannot be submitted. Everything that you have written is kept.",
    },
  },
  placeholders: [...applicationPlaceholders, "edition", "deadline", "days", "missing"],
  values: (rendering) => {
    const { props, locale } = rendering;
    return {
      ...applicationValues(rendering),
      projectTitle: props.projectTitle || words[locale].untitled,
      edition: props.editionTitle,
      deadline: formatDateTime(props.deadline, locale),
      days: String(props.days),
      missing: missingOf(props, locale),
    };
  },
  below: (rendering) => {
    const { props, locale } = rendering;
    const texts = words[locale];
    return (
      <ApplicationBelow
        rendering={rendering}
        facts={[
          [texts.missing, missingOf(props, locale)],
          [texts.deadline, formatDateTime(props.deadline, locale)],
        ]}
        action={texts.action}
        note={texts.note}
      />
    );
  },
});

function missingOf({ missing }: z.output<typeof props>, locale: MailLocale): string {
  const texts = words[locale];
  const names = [...new Set(missing.map((path) => fieldName(path, locale)))];
  const rest = names.length - mostNamed;
  return names.length === 0
    ? texts.all
    : names.slice(0, mostNamed).join(texts.colon) + (rest > 0 ? texts.more(rest) : "");
}
