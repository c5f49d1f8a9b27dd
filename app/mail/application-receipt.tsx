import { z } from "zod";
import { formatDateTime } from "~/ui/format/date-time.ts";
import { Action, Facts, Letter, Note, Paragraph } from "./Letter.tsx";
import { template } from "./template.ts";

const words = {
  "zh-CN": {
    subject: (code: string) => `已收到您的报名（${code}）`,
    heading: "报名材料已收到",
    thanks: "感谢报名参赛。我们已收到以下项目的报名材料，接下来由组织方进行资格审查，结果将通过邮件通知您。",
    code: "报名编号",
    project: "项目名称",
    round: "意向赛区",
    submitted: "提交时间",
    look: "查看报名",
    keep: "请保存此邮件，咨询时请提供报名编号。",
  },
  en: {
    subject: (code: string) => `Your application has arrived (${code})`,
    heading: "We have your application",
    thanks:
      "Thank you for entering the contest. The application below has arrived; the organizers now check its eligibility and will tell you the outcome by mail.",
    code: "Application number",
    project: "Project",
    round: "Preferred heat",
    submitted: "Submitted",
    look: "View the application",
    keep: "Please keep this mail, and quote the application number when you contact us.",
  },
};

export const applicationReceipt = template({
  props: z.object({
    code: z.string(),
    projectTitle: z.string(),
    /** The heat's title in the mail's language. */
    roundTitle: z.string().nullable(),
    /** ISO 8601 instant. */
    submittedAt: z.iso.datetime({ offset: true }),
    /** Path of the application's page. */
    path: z.string().startsWith("/"),
  }),
  secrets: [],
  usefulSeconds: null,
  subject: ({ props, locale }) => words[locale].subject(props.code),
  body: ({ props, locale, links }) => {
    const said = words[locale];
    return (
      <Letter locale={locale} preview={said.thanks} heading={said.heading} baseUrl={links.baseUrl}>
        <Paragraph>{said.thanks}</Paragraph>
        <Facts
          lines={[
            [said.code, props.code],
            [said.project, props.projectTitle],
            [said.round, props.roundTitle],
            [said.submitted, formatDateTime(props.submittedAt, locale)],
          ]}
        />
        <Action href={links.baseUrl + props.path}>{said.look}</Action>
        <Note>{said.keep}</Note>
      </Letter>
    );
  },
});
