import { z } from "zod";
import { landingSteps } from "~/rules/landing/landing.ts";
import { formatDate } from "~/ui/format/date-time.ts";
import { Action, Facts, type MailLocale, Note, type TemplateWords, template } from "../Letter.tsx";

const words = {
  "zh-CN": {
    project: "项目",
    milestones: "节点",
    due: "期限",
    untitled: "（未命名项目）",
    steps: {
      intention: "落地意向",
      agreement: "签约",
      registration: "公司注册",
      capital: "注资到位",
      funds: "资助兑现",
    },
    join: "、",
    look: "打开落地跟踪",
    note: "您是这个项目的落地负责人。节点完成后请在页面上登记；确需延期，请改期限并写明理由。",
  },
  en: {
    project: "Project",
    milestones: "Milestones",
    due: "Deadline",
    untitled: "(untitled project)",
    steps: {
      intention: "intention",
      agreement: "agreement",
      registration: "company registered",
      capital: "capital paid in",
      funds: "funds paid",
    },
    join: ", ",
    look: "Open the landing",
    note: "You look after the landing of this project. Put on record what is done; where it takes longer, change the deadline and say why.",
  },
};

const props = z.object({
  projectTitle: z.string(),
  editionTitle: z.string(),
  /** The landing's page. */
  path: z.string().startsWith("/"),
  dueOn: z.iso.date(),
  /** Days left, or since the deadline. */
  days: z.number().int().min(0),
  steps: z.array(z.enum(landingSteps)).min(1),
});

function landingDue(texts: Record<MailLocale, TemplateWords>) {
  return template({
    props,
    secrets: [],
    usefulSeconds: null,
    editable: false,
    words: texts,
    placeholders: ["projectTitle", "edition", "deadline", "days"],
    values: ({ props: { projectTitle, editionTitle, dueOn, days }, locale }) => ({
      projectTitle: projectTitle || words[locale].untitled,
      edition: editionTitle,
      deadline: formatDate(dueOn, locale),
      days: String(days),
    }),
    below: ({ props: { projectTitle, path, dueOn, steps }, locale, links }) => {
      const { project, milestones, due, untitled, steps: names, join, look, note } = words[locale];
      return (
        <>
          <Facts
            lines={[
              [project, projectTitle || untitled],
              [milestones, steps.map((step) => names[step]).join(join)],
              [due, formatDate(dueOn, locale)],
            ]}
          />
          <Action href={links.baseUrl + path}>{look}</Action>
          <Note>{note}</Note>
        </>
      );
    },
  });
}

/** The deadline of a landing's milestones comes near: to whoever looks after it. */
export const landingReminder = landingDue({
  "zh-CN": {
    subject: "落地期限还有 {{days}} 天：{{projectTitle}}",
    heading: "落地期限将到",
    text: "{{edition}}的项目“{{projectTitle}}”有节点的期限是 {{deadline}}，还有 {{days}} 天。",
  },
  en: {
    subject: "Days left for a landing: {{days}} ({{projectTitle}})",
    heading: "A landing’s deadline comes near",
    text: "“{{projectTitle}}” of {{edition}} has milestones that are due on {{deadline}}. Days left: {{days}}.",
  },
});

/** The deadline of a landing's milestones has passed, and they are not done. */
export const landingOverdue = landingDue({
  "zh-CN": {
    subject: "落地已逾期：{{projectTitle}}",
    heading: "落地已逾期",
    text: "{{edition}}的项目“{{projectTitle}}”有节点的期限是 {{deadline}}，已过 {{days}} 天，尚未登记完成。",
  },
  en: {
    subject: "A landing is overdue: {{projectTitle}}",
    heading: "A landing is overdue",
    text: "“{{projectTitle}}” of {{edition}} has milestones that were due on {{deadline}} and are not on record as done. Days since: {{days}}.",
  },
});
