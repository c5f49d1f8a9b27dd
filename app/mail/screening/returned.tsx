import { z } from "zod";
import { formatDateTime } from "~/ui/format/date-time.ts";
import {
  ApplicationBelow,
  aboutApplication,
  applicationPlaceholders,
  applicationValues,
} from "../applications/about-application.tsx";
import { fieldName } from "../field-names.ts";
import { type MailLocale, template } from "../template.ts";

const words = {
  "zh-CN": { reason: "说明", until: "修改截止", open: "不限", mend: "修改报名", colon: "：" },
  en: {
    reason: "Remark",
    until: "Correct it until",
    open: "no end is set",
    mend: "Correct the application",
    colon: ": ",
  },
};

const props = z.object({
  ...aboutApplication,
  /** What is to be corrected as a whole. */
  reason: z.string(),
  /** Field by field: the answer's path and what is wrong with it. */
  corrections: z.array(z.object({ path: z.string(), reason: z.string() })),
  /** Until when it can be handed in again; null: no end. */
  until: z.iso.datetime({ offset: true }).nullable(),
});

/** The application is given back for correction: what, and until when. */
export const returned = template({
  props,
  secrets: [],
  usefulSeconds: null,
  announces: "returned",
  editable: true,
  words: {
    "zh-CN": {
      subject: "请修改报名材料：{{projectTitle}}",
      heading: "报名材料退回修改",
      text: "您的报名材料需要修改后才能继续审查。请按以下意见逐项修改，然后重新提交；其余内容都已保存，无需重填。",
    },
    en: {
      subject: "Please correct your application: {{projectTitle}}",
      heading: "Your application needs a correction",
      text: "Before we can go on with the check, something in your application has to be corrected. Please mend the points below and submit again; everything else is kept as you wrote it.",
    },
  },
  placeholders: [...applicationPlaceholders, "reason", "until"],
  values: (rendering) => ({
    ...applicationValues(rendering),
    reason: reasonsOf(rendering.props, rendering.locale),
    until: untilOf(rendering.props, rendering.locale) ?? words[rendering.locale].open,
  }),
  below: (rendering) => {
    const { props, locale } = rendering;
    const said = words[locale];
    return (
      <ApplicationBelow
        rendering={rendering}
        facts={[
          ...props.corrections.map(({ path, reason }): [string, string] => [fieldName(path, locale), reason]),
          [said.reason, props.reason],
          [said.until, untilOf(props, locale)],
        ]}
        action={said.mend}
      />
    );
  },
});

function untilOf({ until }: z.output<typeof props>, locale: MailLocale): string | null {
  return until && formatDateTime(until, locale);
}

/** One line a field, then the remark on the whole. */
function reasonsOf({ corrections, reason }: z.output<typeof props>, locale: MailLocale): string {
  const lines = corrections.map((each) => `${fieldName(each.path, locale)}${words[locale].colon}${each.reason}`);
  return [...lines, reason].filter((line) => line !== "").join("\n");
}
