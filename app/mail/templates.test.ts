import { describe, expect, test } from "vitest";
import type { MailLinks } from "./Letter.tsx";
import { sampleOf } from "./samples.ts";
import { renderMail, subjectOf, type TemplateName, templateOf, templates } from "./templates.ts";

const links: MailLinks = {
  baseUrl: "https://contest.example.org",
  invitation: (id, expiresAt) => `https://contest.example.org/invitation/${id}.${expiresAt.getTime()}.signed`,
};
const names = Object.keys(templates) as TemplateName[];
const locales = ["zh-CN", "en"] as const;

function mailOf(template: TemplateName, locale: "zh-CN" | "en", change: object = {}) {
  return { template, locale, props: { ...sampleOf(locale)[template], ...change } };
}

const subjects: Record<TemplateName, [zh: string, en: string]> = {
  "sign-in-code": ["271828 是您的登录验证码", "271828 is your sign-in code"],
  "application-receipt": ["已收到您的报名（WX6-EXAMPL）", "Your application has arrived (WX6-EXAMPL)"],
  "application-withdrawn": ["报名已撤回（WX6-EXAMPL）", "Your application is withdrawn (WX6-EXAMPL)"],
  returned: ["请修改报名材料：湖光硅基光互连芯片", "Please correct your application: Silicon photonic interconnects"],
  qualified: ["资格审查通过：湖光硅基光互连芯片", "Eligibility check passed: Silicon photonic interconnects"],
  ineligible: ["资格审查结果：湖光硅基光互连芯片", "Outcome of the eligibility check: Silicon photonic interconnects"],
  "review-entered": ["进入初评：湖光硅基光互连芯片", "Under review by experts: Silicon photonic interconnects"],
  "review-passed": ["初评入围：湖光硅基光互连芯片", "Selected by the reviewers: Silicon photonic interconnects"],
  "review-waiting": ["初评结果：湖光硅基光互连芯片", "Outcome of the review: Silicon photonic interconnects"],
  "review-not-passed": ["初评结果：湖光硅基光互连芯片", "Outcome of the review: Silicon photonic interconnects"],
  waiting: ["已列入候补：湖光硅基光互连芯片", "On the waiting list: Silicon photonic interconnects"],
  reconsidered: ["重新审查：湖光硅基光互连芯片", "Under review again: Silicon photonic interconnects"],
  "heat-invitation": [
    "参赛通知：上海城市赛（湖光硅基光互连芯片）",
    "Your heat: Shanghai heat (Silicon photonic interconnects)",
  ],
  result: ["上海城市赛成绩：湖光硅基光互连芯片", "Your result: Shanghai heat (Silicon photonic interconnects)"],
  "result-corrected": [
    "上海城市赛成绩更正：湖光硅基光互连芯片",
    "Your corrected result: Shanghai heat (Silicon photonic interconnects)",
  ],
  advanced: ["晋级总决赛：湖光硅基光互连芯片", "You go on: Final (Silicon photonic interconnects)"],
  "final-invitation": [
    "总决赛邀请：总决赛（湖光硅基光互连芯片）",
    "Your invitation: Final (Silicon photonic interconnects)",
  ],
  "award-granted": [
    "获奖通知：一等奖（湖光硅基光互连芯片）",
    "Your award: First Prize (Silicon photonic interconnects)",
  ],
  "draft-reminder": [
    "距报名截止还有 3 天：湖光硅基光互连芯片",
    "Days left to apply: 3 (Silicon photonic interconnects)",
  ],
  announcement: ["上海城市赛的安排", "About the Shanghai heat"],
  invitation: ["邀请您担任评委：上海城市赛", "Invitation as judge: Shanghai heat"],
  "recommender-link": ["您的推荐链接：第六届大赛", "Your link for recommending projects: the sixth edition"],
  "objection-receipt": ["已收到您的异议（YY-7K3M9Q）", "Your objection has arrived (YY-7K3M9Q)"],
  "landing-reminder": [
    "落地期限还有 7 天：湖光硅基光互连芯片",
    "Days left for a landing: 7 (Silicon photonic interconnects)",
  ],
  "landing-overdue": ["落地已逾期：湖光硅基光互连芯片", "A landing is overdue: Silicon photonic interconnects"],
  "confirm-turn": ["请确认成绩：上海城市赛", "Please confirm a result: Shanghai heat"],
  "publish-turn": ["请发布成绩：上海城市赛", "Please publish a result: Shanghai heat"],
  "appointment-turn": ["请确认监督员任命：上海城市赛", "Please confirm a supervisor: Shanghai heat"],
  "objection-filed": ["收到异议：上海城市赛", "An objection was filed: Shanghai heat"],
  "objection-soon": ["异议即将到期：上海城市赛", "An objection is due soon: Shanghai heat"],
  "objection-overdue": ["异议已逾期：上海城市赛", "An objection is overdue: Shanghai heat"],
  "mails-waiting": ["有 12 封通知等待放行：第六届大赛", "Mails to release: 12 (the sixth edition)"],
  "trail-head": ["操作留痕封存摘要：第 1,204 批", "Digest of the audit trail: batch 1,204"],
  "trail-broken": ["操作留痕核验发现问题", "The audit trail is not what was sealed"],
  alarm: ["系统异常告警", "Alarm: something is not well"],
  "alarm-over": ["系统异常已解除", "The alarm is over"],
  "objection-decided": ["您的异议已有处理结果（YY-7K3M9Q）", "Your objection is decided (YY-7K3M9Q)"],
};

describe.each(locales)("in %s", (locale) => {
  test.each(names)("%s has its subject, text and html in that language", async (template) => {
    const mail = mailOf(template, locale);
    const { subject, html, text } = await renderMail(mail, links);
    expect(subject).toBe(subjects[template][locale === "en" ? 1 : 0]);
    expect(subjectOf(mail, links)).toBe(subject);
    expect(html).toContain(`lang="${locale}"`);
    expect(html).toContain("<title>");
    expect(html).toMatch(/prefers-color-scheme: ?dark/);
    const foot = locale === "en" ? "This mail was sent automatically" : "这是系统自动发送的邮件";
    expect(html).toContain(foot);
    expect(text).toContain(foot);
    expect(text).not.toContain("<");
    expect(text).not.toMatch(/undefined|null|\[object|\{\{/);
    expect(html).not.toContain("{{");
  });

  test.each(names)("%s keeps what somebody typed as text, and its subject on one line", async (template) => {
    const hostile = "A\r\nBcc: all@example.org <script>alert(1)</script> {{link}} \u0000";
    const sample = sampleOf(locale)[template];
    const change = Object.fromEntries(
      Object.keys(sample)
        .filter((key) => ["projectTitle", "leaderName", "roundTitle", "reason", "venue", "name", "where"].includes(key))
        .map((key) => [key, hostile]),
    );
    const { subject, html, text } = await renderMail(mailOf(template, locale, change), links);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: it is control characters that must not be there
    expect(subject).not.toMatch(/[\u0000-\u001f\u007f]/);
    expect(html).not.toContain("<script>");
    if (Object.keys(change).length > 0) expect(html).toContain("&lt;script&gt;");
    expect(text.includes("{{link}}")).toBe(Object.keys(change).length > 0);
  });

  test.each(names)("%s names in its own words only placeholders that it knows", (template) => {
    const { words, placeholders } = templateOf(template);
    const { subject, heading, text } = words[locale];
    for (const [, name] of `${subject}${heading}${text}`.matchAll(/\{\{(.*?)\}\}/g))
      expect(placeholders).toContain(name);
  });
});

test("dates are said in words, with their place", async () => {
  const zh = await renderMail(mailOf("application-receipt", "zh-CN"), links);
  const en = await renderMail(mailOf("application-receipt", "en"), links);
  expect(zh.text).toContain("2026年11月23日 周一 14:00 (北京时间)");
  expect(en.text).toContain("23 Nov 2026, 14:00 (Beijing)");
  const abroad = await renderMail(mailOf("heat-invitation", "en", { timeZone: "America/Los_Angeles" }), links);
  expect(abroad.text).toContain("19 Dec 2026, 17:00 (Los Angeles)");
});

test("an invitation carries the signed link, a decision its reason and its way", async () => {
  const invitation = await renderMail(mailOf("invitation", "en"), links);
  const address = "https://contest.example.org/invitation/1.1796623200000.signed";
  expect(invitation.html).toContain(`href="${address}"`);
  expect(invitation.text).toContain(address);
  const decision = await renderMail(mailOf("ineligible", "zh-CN"), links);
  expect(decision.text).toContain("企业注册时间早于规定日期");
  expect(decision.html).toContain('href="https://contest.example.org/apply/WX6-EXAMPL"');
});

test("what a review decided is not told as a matter of eligibility", async () => {
  for (const name of ["review-passed", "review-waiting", "review-not-passed"] as const) {
    for (const locale of locales) {
      const { subject, text } = await renderMail(mailOf(name, locale), links);
      expect(`${subject} ${text}`).toContain(locale === "en" ? "review" : "初评");
      expect(`${subject} ${text}`).not.toMatch(/资格审查|eligib|conditions/i);
    }
  }
});

test("a return names each field as the form does, and until when", async () => {
  const corrections = [
    { path: "summary", reason: "过短" },
    { path: "members.1.name", reason: "与证件不一致" },
    { path: "goneSince", reason: "说明" },
  ];
  const { text } = await renderMail(mailOf("returned", "zh-CN", { corrections }), links);
  expect(text).toContain("项目简介：过短");
  expect(text).toContain("核心成员 · 2 · 姓名：与证件不一致");
  expect(text).toContain("goneSince: 说明");
  expect(text).toContain("2026年12月1日 周二 00:00 (北京时间)");
});

test("a reminder says what is missing by name, and counts what it does not name", async () => {
  const missing = ["leaderPhone", "members.0.name", "members.1.name", "summary"];
  const few = await renderMail(mailOf("draft-reminder", "zh-CN", { missing }), links);
  expect(few.text).toContain("核心成员 · 1 · 姓名");
  const many = await renderMail(
    mailOf("draft-reminder", "en", { missing: Array.from({ length: 15 }, (_, at) => `field${at}`) }),
    links,
  );
  expect(many.text).toContain("and 3 more");
  const none = await renderMail(mailOf("draft-reminder", "en", { missing: [], projectTitle: "" }), links);
  expect(none.text).toContain("it only has to be submitted");
  expect(none.subject).toContain("Untitled project");
});

test("a heat's calendar file has a stable name, its number, its instant and its reminders", async () => {
  const first = await renderMail(mailOf("heat-invitation", "zh-CN"), links);
  const [file] = first.files;
  const lines = file?.content.split("\r\n") ?? [];
  expect(file).toMatchObject({ name: "heat.ics", type: expect.stringContaining("text/calendar") });
  expect(lines).toContain("METHOD:PUBLISH");
  expect(lines).toContain("UID:shanghai-6.WX6-EXAMPL@contest.example.org");
  expect(lines).toContain("SEQUENCE:0");
  expect(lines).toContain("DTSTART:20261220T010000Z");
  expect(lines).toContain("LOCATION:张江科学会堂");
  expect(lines.filter((line) => line === "BEGIN:VALARM")).toHaveLength(2);
  expect(lines.join("").replace(/\s/g, "")).toContain("当地时间:2026年12月20日".replace(":", "："));
  const second = await renderMail(mailOf("heat-invitation", "zh-CN", { sequence: 1 }), links);
  expect(second.files[0]?.content).toContain("SEQUENCE:1");
  const open = await renderMail(mailOf("heat-invitation", "zh-CN", { startsAt: null, venue: null }), links);
  expect(open.files).toEqual([]);
  expect(open.text).toContain("时间：待定");
});

test("the calendar file says when it was written, and folds long Chinese lines by octets, never within a character", async () => {
  const projectTitle = "湖光😀硅基光互连芯片".repeat(20);
  const { files } = await renderMail(mailOf("heat-invitation", "zh-CN", { projectTitle }), links);
  const content = files[0]?.content ?? "";
  const lines = content.split("\r\n");
  // RFC 5545, 3.1 and 3.8.7.2: 75 octets a line; the instant at which this version of the event was made
  expect(lines.filter((line) => Buffer.byteLength(line) > 75)).toEqual([]);
  expect(lines.every((line) => line.isWellFormed())).toBe(true);
  expect(content.replaceAll("\r\n ", "")).toContain(`SUMMARY:上海城市赛：${projectTitle}\r\n`);
  expect(lines).toContain("DTSTAMP:20261123T060000Z");
  const again = await renderMail(mailOf("heat-invitation", "zh-CN", { issuedAt: "2026-11-24T06:00:00+00:00" }), links);
  expect(again.files[0]?.content).toContain("DTSTAMP:20261124T060000Z");
});

test("a hostile title cannot add lines to the calendar file", async () => {
  const projectTitle = "A\r\nATTENDEE:mailto:x@example.org\r\nBEGIN:VEVENT";
  const { files } = await renderMail(
    mailOf("heat-invitation", "en", { projectTitle, venue: "B\nURL:http://x" }),
    links,
  );
  const lines = files[0]?.content.split(/\r?\n/) ?? [];
  expect(lines.filter((line) => line.startsWith("BEGIN:VEVENT"))).toHaveLength(1);
  expect(lines.some((line) => line.startsWith("ATTENDEE") || line.startsWith("URL:http://x"))).toBe(false);
});

test("an edition's own words take the place of subject, heading and text, and the facts stay", async () => {
  const own = {
    subject: "{{heat}}欢迎您，{{ leaderName }}",
    text: "第一段 <b>{{projectTitle}}</b>\n第二行\n\n请看 {{link}} 。",
  };
  const { subject, html, text } = await renderMail(mailOf("qualified", "zh-CN"), links, { own, contact: null });
  expect(subject).toBe("上海城市赛欢迎您，沈一禾");
  expect(html).toContain("&lt;b&gt;湖光硅基光互连芯片&lt;/b&gt;");
  expect(html.match(/href="https:\/\/contest\.example\.org\/apply\/WX6-EXAMPL"/g)).toHaveLength(2);
  expect(text).toContain("张江科学会堂");
  expect(text).not.toContain("恭喜");
});

test("a mail ends with whom to ask, as its edition has it, in both languages and in plain text too", async () => {
  const contact = "组委会 <b>Office</b> & Co · office@example.org · +86 572 000 0000";
  for (const [locale, words] of [
    ["zh-CN", "如有疑问，请联系："],
    ["en", "For questions, contact: "],
  ] as const) {
    const { html, text } = await renderMail(mailOf("qualified", locale), links, { own: null, contact });
    expect(html.replaceAll("<!-- -->", "")).toContain(
      `${words}组委会 &lt;b&gt;Office&lt;/b&gt; &amp; Co · office@example.org · +86 572 000 0000`,
    );
    expect(html).not.toContain("<b>Office");
    expect(text).toContain(`${words}${contact}`);
    const without = await renderMail(mailOf("qualified", locale), links);
    for (const part of [without.html, without.text]) expect(part).not.toContain(words.trim());
  }
});

test("words of one's own never reach a mail that lets a person in", async () => {
  const own = { subject: "Your code is {{code}}", text: "Send it to mallory@example.org" };
  const { subject, text } = await renderMail(mailOf("sign-in-code", "en"), links, { own, contact: null });
  expect(subject).toBe("271828 is your sign-in code");
  expect(text).not.toContain("mallory");
});

test("a mail whose props are gone is refused, and has no subject", async () => {
  const mail = { template: "sign-in-code", locale: "en", props: {} };
  await expect(renderMail(mail, links)).rejects.toThrow();
  expect(subjectOf(mail, links)).toBeNull();
  expect(subjectOf({ ...mail, template: "unheard-of" }, links)).toBeNull();
});
