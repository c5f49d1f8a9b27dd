import { expect, test } from "vitest";
import type { MailLinks } from "./template.ts";
import { type PropsOf, renderMail, subjectOf, type TemplateName, templates } from "./templates.ts";

const links: MailLinks = {
  baseUrl: "https://contest.example.org",
  invitation: (id, expiresAt) => `https://contest.example.org/invitation/${id}.${expiresAt.getTime()}.signed`,
};

const application = { code: "WX6-0042", projectTitle: "湖心智造", leaderName: "沈一禾", path: "/apply/WX6-0042" };
const samples: { [Name in TemplateName]: PropsOf<Name>[] } = {
  "sign-in-code": [{ code: "271828" }],
  "application-receipt": [{ ...application, roundTitle: "上海城市赛", submittedAt: "2026-11-23T06:00:00.000Z" }],
  invitation: [
    {
      ...{ invitationId: 7, expiresAt: "2026-12-07T06:00:00.000Z", name: "王评委", inviterName: "李组织" },
      ...{ role: "judge", where: "第六届 · 上海城市赛" },
    },
  ],
  returned: [
    {
      ...application,
      reason: "请补充知识产权材料",
      corrections: [
        { path: "leaderPhone", reason: "号码少一位" },
        { path: "members.1.name", reason: "与证件不一致" },
        { path: "unheardOf", reason: "说明" },
      ],
      until: "2026-11-30T16:00:00.000Z",
    },
    { ...application, reason: "", corrections: [{ path: "summary", reason: "过短" }], until: null },
  ],
  qualified: [
    {
      ...{ ...application, roundTitle: "上海城市赛", venue: "张江科学会堂" },
      ...{ startsAt: "2026-12-20T01:00:00.000Z", timeZone: "Asia/Shanghai" },
    },
  ],
  ineligible: [{ ...application, reason: "企业注册时间早于规定日期" }],
  waiting: [{ ...application, roundTitle: "上海城市赛" }],
  reconsidered: [application],
};

const cases = (Object.keys(templates) as TemplateName[]).flatMap((template) =>
  samples[template].flatMap((props, at) =>
    (["zh-CN", "en"] as const).map((locale) => ({ template, locale, props, at })),
  ),
);

test.each(cases)("$template $at in $locale has subject, text and html in that language", async (mail) => {
  const { subject, html, text } = await renderMail(mail, links);
  expect(subject).toBe(subjectOf(mail, links));
  expect(html).toContain(`lang="${mail.locale}"`);
  const foot = mail.locale === "en" ? "This mail was sent automatically" : "这是系统自动发送的邮件";
  expect(html).toContain(foot);
  expect(text).toContain(foot);
  expect(text).not.toContain("<");
  expect(text).not.toMatch(/undefined|null|\[object/);
});

test("dates are said in words, with their place", async () => {
  const [props] = samples["application-receipt"];
  const zh = await renderMail({ template: "application-receipt", locale: "zh-CN", props }, links);
  const en = await renderMail({ template: "application-receipt", locale: "en", props }, links);
  expect(zh.text).toContain("2026年11月23日 周一 14:00 (北京时间)");
  expect(en.text).toContain("23 Nov 2026, 14:00 (Beijing)");
});

test("an invitation carries the signed link, a decision its reason, a receipt its number", async () => {
  const invitation = await renderMail({ template: "invitation", locale: "en", props: samples.invitation[0] }, links);
  const address = "https://contest.example.org/invitation/7.1796623200000.signed";
  expect(invitation.html).toContain(`href="${address}"`);
  expect(invitation.text).toContain(address);
  const [no] = samples.ineligible;
  const decision = await renderMail({ template: "ineligible", locale: "zh-CN", props: no }, links);
  expect(decision.text).toContain("企业注册时间早于规定日期");
  expect(decision.html).toContain('href="https://contest.example.org/apply/WX6-0042"');
  const receipt = { template: "application-receipt", locale: "zh-CN", props: samples["application-receipt"][0] };
  expect((await renderMail(receipt, links)).subject).toBe("已收到您的报名（WX6-0042）");
});

test("what somebody typed stays text, and a subject stays one line", async () => {
  const props = {
    ...samples.ineligible[0],
    projectTitle: "A\r\nBcc: all@example.org <script>alert(1)</script>",
  };
  const { subject, html } = await renderMail({ template: "ineligible", locale: "en", props }, links);
  expect(subject).not.toMatch(/[\r\n]/);
  expect(html).not.toContain("<script>");
  expect(html).toContain("&lt;script&gt;");
});

test("a mail whose props are gone is refused, and has no subject", async () => {
  const mail = { template: "sign-in-code", locale: "en", props: {} };
  await expect(renderMail(mail, links)).rejects.toThrow();
  expect(subjectOf(mail, links)).toBeNull();
  expect(subjectOf({ ...mail, template: "unheard-of" }, links)).toBeNull();
});
