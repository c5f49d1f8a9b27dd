import { z } from "zod";
import { formatDateTime } from "~/ui/format/date-time.ts";
import { Action, Facts, Letter, Paragraph } from "./Letter.tsx";
import { template } from "./template.ts";

const words = {
  "zh-CN": {
    code: "报名编号",
    project: "项目名称",
    round: "赛区",
    startsAt: "比赛时间",
    venue: "地点",
    reason: "原因",
    look: "查看报名",
    qualify: {
      subject: (project: string) => `资格审查通过：${project}`,
      heading: "资格审查已通过",
      text: "恭喜！您的项目已通过资格审查，进入以下赛区的比赛。签到与抽签的安排将另行通知。",
    },
    ineligible: {
      subject: (project: string) => `资格审查结果：${project}`,
      heading: "资格审查未通过",
      text: "感谢您报名参赛。经资格审查，您的项目不符合本届大赛的参赛条件，原因如下。",
    },
  },
  en: {
    code: "Application number",
    project: "Project",
    round: "Heat",
    startsAt: "Starts",
    venue: "Venue",
    reason: "Reason",
    look: "View the application",
    qualify: {
      subject: (project: string) => `Eligibility check passed: ${project}`,
      heading: "Your project is in",
      text: "Congratulations: your project has passed the eligibility check and enters the heat below. Sign-in and draw will be announced separately.",
    },
    ineligible: {
      subject: (project: string) => `Outcome of the eligibility check: ${project}`,
      heading: "Your project is not eligible",
      text: "Thank you for entering the contest. On examination, your project does not meet this edition's conditions, for the reason below.",
    },
  },
};

const about = {
  code: z.string(),
  projectTitle: z.string(),
  /** Path of the application's page. */
  path: z.string().startsWith("/"),
};

export const screeningDecision = template({
  props: z.discriminatedUnion("decision", [
    z.object({
      ...about,
      decision: z.literal("qualify"),
      /** Title and venue of the heat in the mail's language. */
      roundTitle: z.string(),
      venue: z.string().nullable(),
      startsAt: z.iso.datetime({ offset: true }).nullable(),
      timeZone: z.string(),
    }),
    z.object({ ...about, decision: z.literal("ineligible"), reason: z.string() }),
  ]),
  secrets: [],
  usefulSeconds: null,
  subject: ({ props, locale }) => words[locale][props.decision].subject(props.projectTitle),
  body: ({ props, locale, links }) => {
    const said = words[locale];
    const { heading, text } = said[props.decision];
    const outcome: [string, string | null][] =
      props.decision === "qualify"
        ? [
            [said.round, props.roundTitle],
            [said.startsAt, props.startsAt && formatDateTime(props.startsAt, locale, props.timeZone)],
            [said.venue, props.venue],
          ]
        : [[said.reason, props.reason]];
    return (
      <Letter locale={locale} preview={text} heading={heading} baseUrl={links.baseUrl}>
        <Paragraph>{text}</Paragraph>
        <Facts lines={[[said.code, props.code], [said.project, props.projectTitle], ...outcome]} />
        <Action href={links.baseUrl + props.path}>{said.look}</Action>
      </Letter>
    );
  },
});
