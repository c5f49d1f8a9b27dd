/**
 * The promise and the consent to the handling of personal information, as applicants read and agree to them, by version.
 * What somebody agreed to must stay readable: a version never changes (consent.test.ts holds its digest), new words are a
 * new version (`consentVersion` names the one in use). PIPL articles 14, 17, 29 and 30 say what
 * must be told; the number of an identity document is sensitive, and so is said by itself.
 */
export const consents: Record<string, Record<"zh-CN" | "en", readonly string[]>> = {
  "2026-11": {
    "zh-CN": [
      "本人承诺所填内容真实、完整，项目不侵犯他人知识产权；如有虚假，同意取消参赛资格和所获名次。",
      "同意大赛组织方为组织报名、资格审查、评审、公示和落地服务的目的，收集和使用上述个人信息。",
      "单独同意：为核对身份、防止重复报名，收集本人的证件号码。号码加密保存，除本人填写时外一律遮盖显示；工作人员查看须写明理由并留下记录。",
      "个人信息在本届大赛公布的期限届满时删除，仅保留不能识别个人的统计数据和已公布的赛果。",
      "本人可随时在「我的账号」的「我的数据」中导出或删除个人信息，也可撤回同意；撤回不影响此前的处理。",
      "填写团队成员信息前，已征得其本人同意。",
    ],
    en: [
      "I promise that what I entered is true and complete and that the project infringes nobody’s intellectual property; false data may cost the place in the contest and any award.",
      "I agree that the organizers collect and use this personal information for registration, eligibility check, judging, public notice and landing services.",
      "Separate consent: to check identities and to find double entries, the number of my identity document is collected. It is kept encrypted and shown masked except while I enter it; staff who look at it must give a reason, and that is recorded.",
      "Personal information is erased when the period announced for this edition ends; only statistics that identify nobody and the published results remain.",
      "I can export or erase my personal information at any time under “My account – My data”, and withdraw this consent; what was done before stays lawful.",
      "I have the team members’ consent to enter their information.",
    ],
  },
};

/** The consent that an applicant gave on paper, of which the organizer has the signed original. */
export const consentOnPaper = "offline";

/** The paragraphs of a version, in a language; none for a version that was not given here. */
export function consentText(version: string, locale: "zh-CN" | "en"): readonly string[] {
  return consents[version]?.[locale] ?? [];
}

/** The text of promise and consent that the product shows now; an agreement names the version that was read. */
export const consentVersion = "2026-11";
