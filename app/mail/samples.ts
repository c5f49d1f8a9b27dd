import { homeZone } from "../primitives/home-zone.ts";
import type { MailLocale } from "./Letter.tsx";
import type { PropsOf, TemplateName } from "./templates.ts";

/** Every kind of mail with made-up contents: what previews, test sends and tests show. */
export function sampleOf(locale: MailLocale): { [Name in TemplateName]: PropsOf<Name> } {
  const zh = locale !== "en";
  const about = {
    code: "WX6-EXAMPL",
    projectTitle: zh ? "湖光硅基光互连芯片" : "Silicon photonic interconnects",
    leaderName: zh ? "沈一禾" : "Elena Marchetti",
    path: "/apply/WX6-EXAMPL",
  };
  const roundTitle = zh ? "上海城市赛" : "Shanghai heat";
  const heat = {
    roundTitle,
    venue: zh ? "张江科学会堂" : "Zhangjiang Science Hall",
    startsAt: "2026-12-20T01:00:00.000Z",
    timeZone: homeZone,
  };
  const told = { rank: 2, total: "88.25", results: "/results/shanghai-6", noticeEndsOn: "2026-12-28" };
  const final = {
    roundTitle: zh ? "总决赛" : "Final",
    venue: zh ? "南太湖会议中心" : "South Taihu Conference Centre",
    startsAt: "2027-01-20T01:00:00.000Z",
  };
  const deadline = "2026-11-30T16:00:00.000Z";
  const issuedAt = "2026-11-23T06:00:00.000Z";
  const landing = {
    projectTitle: about.projectTitle,
    editionTitle: zh ? "第六届大赛" : "the sixth edition",
    path: "/organize/editions/6/landing/1",
    dueOn: "2027-06-20",
  };
  const sealed = { number: 1204, digest: "5e".repeat(32), sealedAt: "2026-11-23T19:40:00.000Z" };
  const alarm = zh ? "磁盘：剩余 1.2 GB，共 40.0 GB。" : "Disk: 1.2 GB of 40.0 GB are free.";
  return {
    "sign-in-code": { code: "271828" },
    "application-receipt": { ...about, roundTitle, submittedAt: issuedAt },
    "application-withdrawn": {
      ...about,
      reason: zh ? "团队另有安排" : "The team has other plans",
      withdrawnAt: issuedAt,
    },
    returned: {
      ...about,
      reason: zh ? "其余材料齐全，感谢配合。" : "Everything else is complete; thank you.",
      corrections: [
        {
          path: "leaderPhone",
          reason: zh ? "号码少一位，请核对。" : "One digit is missing; please check.",
        },
        {
          path: "innovation",
          reason: zh ? "请说明与现有方案的区别。" : "Please say how it differs from what exists.",
        },
      ],
      until: deadline,
    },
    qualified: { ...about, ...heat },
    ineligible: {
      ...about,
      reason: zh ? "企业注册时间早于规定日期。" : "The company was registered before the date allowed.",
    },
    waiting: { ...about, roundTitle },
    "review-entered": { ...about, ...heat, roundTitle: zh ? "专家初评" : "Preliminary review" },
    "review-passed": { ...about, ...heat },
    "review-waiting": { ...about, roundTitle },
    "review-not-passed": { ...about, reason: zh ? "初评未入围" : "Not selected in the preliminary review" },
    reconsidered: about,
    "heat-invitation": { ...about, ...heat, round: "shanghai-6", sequence: 0, issuedAt },
    result: { ...about, ...heat, ...told },
    "result-corrected": {
      ...about,
      ...heat,
      ...told,
      reason: zh ? "一张评分单录入有误" : "A sheet was entered wrongly",
    },
    advanced: { ...about, ...heat, ...final },
    "final-invitation": { ...about, ...heat, ...final, round: "final-6", sequence: 0, issuedAt },
    "award-granted": { ...about, ...heat, ...final, award: zh ? "一等奖" : "First Prize", yuan: 500_000 },
    "draft-reminder": {
      ...about,
      editionTitle: zh ? "第六届大赛" : "the sixth edition",
      deadline,
      days: 3,
      missing: ["leaderPhone", "members", "businessModel"],
    },
    announcement: {
      ...about,
      ...heat,
      subject: zh ? "{{heat}}的安排" : "About the {{heat}}",
      text: zh ? "{{leaderName}}，您好！\n\n请留意：……" : "Dear {{leaderName}},\n\nPlease note: …",
    },
    invitation: {
      invitationId: 1,
      expiresAt: "2026-12-07T06:00:00.000Z",
      name: zh ? "王评委" : "Judge Wang",
      inviterName: zh ? "李组织" : "Li Zuzhi",
      role: "judge",
      where: roundTitle,
      heat: { startsAt: heat.startsAt, timeZone: homeZone, place: heat.venue },
    },
    "recommender-link": {
      name: zh ? "某大学国家技术转移中心" : "A University’s Technology Transfer Centre",
      editionTitle: landing.editionTitle,
      key: "k7m3x9q2ab",
      deadline,
    },
    "objection-receipt": { receipt: "YY-7K3M9Q", round: roundTitle, dueOn: "2026-12-14", path: "/objections/example" },
    "landing-reminder": { ...landing, days: 7, steps: ["agreement", "registration"] },
    "landing-overdue": { ...landing, days: 1, steps: ["capital"] },
    "confirm-turn": { where: roundTitle, path: "/organize/rounds/shanghai-6/release" },
    "publish-turn": { where: roundTitle, path: "/organize/rounds/shanghai-6/release" },
    "appointment-turn": { where: roundTitle, path: "/organize/appointments" },
    "objection-filed": { where: roundTitle, path: "/organize/objections/YY-7K3M9Q", dueOn: "2026-12-14" },
    "objection-soon": { where: roundTitle, path: "/organize/objections/YY-7K3M9Q", dueOn: "2026-12-14" },
    "objection-overdue": { where: roundTitle, path: "/organize/objections/YY-7K3M9Q", dueOn: "2026-12-14" },
    "mails-waiting": { where: landing.editionTitle, path: "/organize/editions/6/mail", count: 12 },
    "trail-head": sealed,
    "trail-broken": sealed,
    alarm: { said: alarm, at: "2026-11-23T06:00:00.000Z" },
    "alarm-over": { said: alarm, at: "2026-11-23T06:00:00.000Z" },
    "objection-decided": { receipt: "YY-7K3M9Q", round: roundTitle, outcome: "upheld", path: "/objections/example" },
  };
}
