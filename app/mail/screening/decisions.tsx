import { z } from "zod";
import { formatDateTime } from "~/ui/format/date-time.ts";
import {
  ApplicationBelow,
  aboutApplication,
  applicationPlaceholders,
  applicationValues,
} from "../applications/about-application.tsx";
import { fieldName, type MailLocale, template } from "../Letter.tsx";

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

const heatWord = { "zh-CN": "候补赛区", en: "Waiting for" };

/** The application meets the conditions, and its heat is full. */
export const waiting = template({
  props: z.object({
    ...aboutApplication,
    /** The heat's title in the mail's language. */
    roundTitle: z.string(),
  }),
  secrets: [],
  usefulSeconds: null,
  announces: "waiting",
  editable: true,
  words: {
    "zh-CN": {
      subject: "已列入候补：{{projectTitle}}",
      heading: "您的项目已列入候补",
      text: "您的项目已通过资格审查，但该赛区名额已满，现列入候补名单。名额空出时，我们会按顺序递补，并立即以邮件通知您。",
    },
    en: {
      subject: "On the waiting list: {{projectTitle}}",
      heading: "Your project is on the waiting list",
      text: "Your project meets the conditions, but the heat below is full, so it is on the waiting list. When a place becomes free, the next in line moves up, and we will tell you by mail at once.",
    },
  },
  placeholders: [...applicationPlaceholders, "heat"],
  values: (rendering) => ({ ...applicationValues(rendering), heat: rendering.props.roundTitle }),
  below: (rendering) => (
    <ApplicationBelow rendering={rendering} facts={[[heatWord[rendering.locale], rendering.props.roundTitle]]} />
  ),
});

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
    const texts = words[locale];
    return (
      <ApplicationBelow
        rendering={rendering}
        facts={[
          ...props.corrections.map(({ path, reason }): [string, string] => [fieldName(path, locale), reason]),
          [texts.reason, props.reason],
          [texts.until, untilOf(props, locale)],
        ]}
        action={texts.mend}
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
