import { z } from "zod";
import { roles, signsResults } from "~/rules/accounts/access.ts";
import { formatDateTime } from "~/ui/format/date-time.ts";
import { Action, Facts, Note, Paragraph, template } from "../Letter.tsx";

const words = {
  "zh-CN": {
    roles: {
      organizer: "组织者",
      screener: "审核员",
      scorer: "计分员",
      supervisor: "监督员",
      conductor: "主持助理",
      judge: "评委",
    },
    invite: (inviter: string, role: string, where: string) =>
      `${inviter}邀请您担任“${where}”的${role}。请打开以下链接确认接受。`,
    where: "范围",
    role: "角色",
    until: "有效期至",
    startsAt: "比赛时间",
    place: "比赛地点",
    accept: "查看并接受邀请",
    once: "此链接仅供您本人使用，只能使用一次，请勿转发。",
    factor:
      "您将签署成绩（确认或发布），须先设置第二重验证。接受邀请后，请在“我的账号”中用验证器应用扫码，两分钟即可完成。",
    duty: "评委须遵守保密与回避规定：与参赛项目有利害关系的，应主动申请回避。",
  },
  en: {
    roles: {
      organizer: "organizer",
      screener: "screener",
      scorer: "scorer",
      supervisor: "supervisor",
      conductor: "host's assistant",
      judge: "judge",
    },
    invite: (inviter: string, role: string, where: string) =>
      `${inviter} invites you to serve as ${role} of “${where}”. Please open the link below to accept.`,
    where: "Where",
    role: "Role",
    until: "Valid until",
    startsAt: "Date and time",
    place: "Place",
    accept: "View and accept",
    once: "The link is for you alone and works once; please do not forward it.",
    factor:
      "You will sign results (confirm or publish them), and need a second factor for that. Once you have accepted, set it up on the page of your account with an authenticator app; it takes two minutes.",
    duty: "Judges keep confidential what they see, and recuse themselves from any project that they are tied to.",
  },
};

export const invitation = template({
  props: z.object({
    invitationId: z.number().int(),
    expiresAt: z.iso.datetime({ offset: true }),
    name: z.string(),
    inviterName: z.string(),
    role: z.enum(roles),
    /** The edition's or round's title in the mail's language. */
    where: z.string(),
    /** When and where, by the hall's own clock; null where that is not settled, or nobody has to come anywhere. */
    heat: z
      .object({
        startsAt: z.iso.datetime({ offset: true }).nullable(),
        timeZone: z.string(),
        place: z.string().nullable(),
      })
      .nullish(),
  }),
  secrets: [],
  usefulSeconds: null,
  editable: false,
  letsIn: true,
  words: {
    "zh-CN": { subject: "邀请您担任{{role}}：{{where}}", heading: "邀请您担任{{role}}", text: "{{name}}，您好！" },
    en: {
      subject: "Invitation as {{role}}: {{where}}",
      heading: "You are invited as {{role}}",
      text: "Dear {{name}},",
    },
  },
  placeholders: ["role", "where", "name"],
  values: ({ props, locale }) => ({ role: words[locale].roles[props.role], where: props.where, name: props.name }),
  below: ({ props, locale, links }) => {
    const texts = words[locale];
    const role = texts.roles[props.role];
    return (
      <>
        <Paragraph>{texts.invite(props.inviterName, role, props.where)}</Paragraph>
        <Facts
          lines={[
            [texts.where, props.where],
            [texts.role, role],
            [
              texts.startsAt,
              props.heat?.startsAt ? formatDateTime(props.heat.startsAt, locale, props.heat.timeZone) : null,
            ],
            [texts.place, props.heat?.place ?? null],
            [texts.until, formatDateTime(props.expiresAt, locale)],
          ]}
        />
        <Action href={links.invitation(props.invitationId, new Date(props.expiresAt))}>{texts.accept}</Action>
        <Note>{texts.once}</Note>
        {signsResults(props.role) ? <Note>{texts.factor}</Note> : null}
        {props.role === "judge" ? <Note>{texts.duty}</Note> : null}
      </>
    );
  },
});
