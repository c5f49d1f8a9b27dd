import { z } from "zod";
import { formatDate } from "~/ui/format/date-time.ts";
import {
  ApplicationBelow,
  aboutApplication,
  applicationPlaceholders,
  applicationValues,
} from "../applications/about-application.tsx";
import { type MailLocale, type Rendering, template } from "../Letter.tsx";
import { aboutHeat } from "../screening/review-outcome.tsx";

const words = {
  "zh-CN": {
    round: "轮次",
    rank: "名次",
    total: "总分",
    notice: "公示期至",
    reason: "更正原因",
    ranked: (rank: number) => `第 ${rank} 名`,
    unranked: "未排名次",
    absent: "未排名次（缺席或迟到出局）",
    none: "无",
    look: "查看我的成绩",
  },
  en: {
    round: "Round",
    rank: "Rank",
    total: "Total",
    notice: "Public notice until",
    reason: "Reason",
    ranked: (rank: number) => `${rank}`,
    unranked: "not ranked",
    absent: "not ranked (absent, or out for being late)",
    none: "none",
    look: "See my result",
  },
};

const about = {
  ...aboutApplication,
  ...aboutHeat,
  /** Null where the project is not ranked. */
  rank: z.number().int().min(1).nullable(),
  total: z.string().nullable(),
  /** It did not appear, absent or too late. */
  absent: z.boolean().default(false),
  /** Path of the page with the whole result. */
  results: z.string().startsWith("/"),
  /** The last day of the public notice; null without one. */
  noticeEndsOn: z.iso.date().nullable(),
};
type Told = z.output<z.ZodObject<typeof about>>;

function rankWords({ rank, total, absent }: Pick<Told, "rank" | "total" | "absent">, locale: MailLocale): string {
  if (rank !== null) return words[locale].ranked(rank);
  return absent && total === null ? words[locale].absent : words[locale].unranked;
}

function resultValues({ props, locale, links }: Pick<Rendering<Told>, "props" | "locale" | "links">) {
  return {
    ...applicationValues({ props, links }),
    heat: props.roundTitle,
    rank: rankWords(props, locale),
    total: props.total ?? words[locale].none,
    results: links.baseUrl + props.results,
  };
}

function resultFacts({ roundTitle, noticeEndsOn, ...props }: Told, locale: MailLocale): [string, string | null][] {
  const { round, rank, total, notice } = words[locale];
  return [
    [round, roundTitle],
    [rank, rankWords(props, locale)],
    [total, props.total],
    [notice, noticeEndsOn && formatDate(noticeEndsOn, locale)],
  ];
}

/** A round's result is published: the project's rank and total in it. */
export const result = template({
  props: z.object(about),
  secrets: [],
  usefulSeconds: null,
  editable: true,
  words: {
    "zh-CN": {
      subject: "{{heat}}成绩：{{projectTitle}}",
      heading: "{{heat}}成绩已公布",
      text: "感谢您参加{{heat}}。成绩已经公布，您的项目的名次和总分如下。\n\n完整成绩：{{results}}\n\n公示期内对成绩有异议的，可以实名提出；方法见您的报名页面。",
    },
    en: {
      subject: "Your result: {{heat}} ({{projectTitle}})",
      heading: "The result of {{heat}} is published",
      text: "Thank you for taking part in {{heat}}. The result is published; your project's rank and total stand below.\n\nThe whole result: {{results}}\n\nDuring the public notice objections are taken under one's own name; your application's page says how.",
    },
  },
  placeholders: [...applicationPlaceholders, "heat", "rank", "total", "results"],
  values: resultValues,
  below: (rendering) => (
    <ApplicationBelow
      rendering={rendering}
      facts={resultFacts(rendering.props, rendering.locale)}
      action={words[rendering.locale].look}
    />
  ),
});

/** A correction has taken the place of a result that the applicant was told. */
export const resultCorrected = template({
  props: z.object({ ...about, reason: z.string() }),
  secrets: [],
  usefulSeconds: null,
  editable: true,
  words: {
    "zh-CN": {
      subject: "{{heat}}成绩更正：{{projectTitle}}",
      heading: "{{heat}}成绩已更正",
      text: "此前告知您的{{heat}}成绩已经更正，以本次通知为准。更正原因：{{reason}}\n\n完整成绩：{{results}}",
    },
    en: {
      subject: "Your corrected result: {{heat}} ({{projectTitle}})",
      heading: "The result of {{heat}} was corrected",
      text: "The result of {{heat}} that we told you before has been corrected: what stands below holds. Reason: {{reason}}\n\nThe whole result: {{results}}",
    },
  },
  placeholders: [...applicationPlaceholders, "heat", "rank", "total", "results", "reason"],
  values: (rendering) => ({ ...resultValues(rendering), reason: rendering.props.reason }),
  below: (rendering) => (
    <ApplicationBelow
      rendering={rendering}
      facts={[
        ...resultFacts(rendering.props, rendering.locale),
        [words[rendering.locale].reason, rendering.props.reason],
      ]}
      action={words[rendering.locale].look}
    />
  ),
});
