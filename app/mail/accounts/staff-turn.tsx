import { z } from "zod";
import { formatDate } from "~/ui/format/date-time.ts";
import { Action, Facts, type MailLocale, type TemplateWords, template } from "../Letter.tsx";

const words = {
  "zh-CN": { about: "关于", due: "期限", look: "前往办理" },
  en: { about: "About", due: "Due", look: "See to it" },
};

const props = z.object({
  /** The round, or the edition, that it is about. */
  where: z.string(),
  /** The page on which it is done. */
  path: z.string().startsWith("/"),
  /** How many there are; one where it is not said. */
  count: z.number().int().min(1).default(1),
  /** Until when; null where there is no such day. */
  dueOn: z.iso.date().nullable().default(null),
});

/** Something waits for whoever has a role: what, where, until when. Says nothing that the page behind the sign-in does not. */
function staffTurn(texts: Record<MailLocale, TemplateWords>) {
  return template({
    props,
    secrets: [],
    usefulSeconds: null,
    editable: false,
    words: texts,
    placeholders: ["where", "number"],
    values: ({ props: { where, count } }) => ({ where, number: String(count) }),
    below: ({ props: { where, path, dueOn }, locale, links }) => {
      const { about, due, look } = words[locale];
      return (
        <>
          <Facts
            lines={[
              [about, where],
              [due, dueOn && formatDate(dueOn, locale)],
            ]}
          />
          <Action href={links.baseUrl + path}>{look}</Action>
        </>
      );
    },
  });
}

/** A result is proposed: to the supervisors. */
export const confirmTurn = staffTurn({
  "zh-CN": {
    subject: "请确认成绩：{{where}}",
    heading: "有成绩等待您确认",
    text: "{{where}}的成绩已提请发布，须由监督员核对并确认。确认时需要动态验证码。",
  },
  en: {
    subject: "Please confirm a result: {{where}}",
    heading: "A result waits for your confirmation",
    text: "The result of {{where}} is proposed. A supervisor is to check and confirm it; your second factor is needed for that.",
  },
});

/** A result is confirmed: to the organizers. */
export const publishTurn = staffTurn({
  "zh-CN": {
    subject: "请发布成绩：{{where}}",
    heading: "有成绩等待发布",
    text: "{{where}}的成绩已由监督员确认，等待组织者发布。发布时需要动态验证码。",
  },
  en: {
    subject: "Please publish a result: {{where}}",
    heading: "A result waits to be published",
    text: "The result of {{where}} is confirmed and waits for an organizer to publish it; your second factor is needed for that.",
  },
});

/** Somebody is invited to be a supervisor: to the supervisors there are. */
export const appointmentTurn = staffTurn({
  "zh-CN": {
    subject: "请确认监督员任命：{{where}}",
    heading: "有监督员任命等待您确认",
    text: "有人受邀担任{{where}}的监督员。新的监督员须经另一位监督员确认才能获得角色，确认时需要动态验证码。",
  },
  en: {
    subject: "Please confirm a supervisor: {{where}}",
    heading: "The appointment of a supervisor waits for you",
    text: "Somebody is invited to be a supervisor of {{where}}. Another supervisor has to agree before the role is given; your second factor is needed for that.",
  },
});

/** Somebody objects to a result: to those who decide on it. */
export const objectionFiled = staffTurn({
  "zh-CN": {
    subject: "收到异议：{{where}}",
    heading: "收到一件异议",
    text: "公示期内收到一件对{{where}}成绩的异议，请在期限之前办理。异议人身份保密，本邮件不作说明。",
  },
  en: {
    subject: "An objection was filed: {{where}}",
    heading: "An objection was filed",
    text: "Somebody objects to the result of {{where}} while its notice is open. Please decide on it in time. Who objects is confidential and not told here.",
  },
});

/** Its day comes near. */
export const objectionSoon = staffTurn({
  "zh-CN": {
    subject: "异议即将到期：{{where}}",
    heading: "有异议即将到期",
    text: "对{{where}}成绩的一件异议即将到期，尚未作出处理决定。",
  },
  en: {
    subject: "An objection is due soon: {{where}}",
    heading: "An objection is due soon",
    text: "An objection to the result of {{where}} is due soon and not decided yet.",
  },
});

/** Its day has passed. */
export const objectionOverdue = staffTurn({
  "zh-CN": {
    subject: "异议已逾期：{{where}}",
    heading: "有异议已逾期",
    text: "对{{where}}成绩的一件异议已过期限，尚未作出处理决定。",
  },
  en: {
    subject: "An objection is overdue: {{where}}",
    heading: "An objection is overdue",
    text: "The day by which an objection to the result of {{where}} was to be decided has passed.",
  },
});

/** Mails wait to be released: to the organizers. */
export const mailsWaiting = staffTurn({
  "zh-CN": {
    subject: "有 {{number}} 封通知等待放行：{{where}}",
    heading: "有通知等待放行",
    text: "{{where}}有 {{number}} 封通知等待放行。放行之前，收件人不会收到。",
  },
  en: {
    subject: "Mails to release: {{number}} ({{where}})",
    heading: "Mails wait to be released",
    text: "{{where}}: {{number}} in all. Nobody receives them before they are released.",
  },
});
