import { z } from "zod";

/**
 * Due diligence (尽职调查): what is looked into between a provisional rank and the award. 「false data cancels the rank」
 * (the contest's rules; contest.md, "Advancement, notice, objections").
 */

export const diligenceFindings = ["met", "unmet", "inapplicable"] as const;
export type DiligenceFinding = (typeof diligenceFindings)[number];

export const diligenceOutcomes = ["passed", "failed", "withdrawn"] as const;
export type DiligenceOutcome = (typeof diligenceOutcomes)[number];

export const diligenceFileTypes = ["application/pdf", "image/jpeg", "image/png"] as const;
export type DiligenceFileType = (typeof diligenceFileTypes)[number];
/** Of one finalist. */
export const diligenceFiles = { most: 40, mostBytes: 20 * 1024 * 1024 } as const;

const englishOrNone = z
  .string()
  .trim()
  .max(300)
  .nullish()
  .transform((text) => text || null);

/** An item is known by its place, from 1: the list stands from the first finding on. */
export const checklistSchema = z
  .array(z.object({ title: z.string().trim().min(1).max(200), titleEn: englishOrNone }))
  .min(1)
  .max(40)
  .superRefine((items, context) => {
    for (const [at, { title }] of items.entries())
      if (items.findIndex((other) => other.title === title) < at)
        context.addIssue({
          code: "custom",
          path: [at, "title"],
          params: { reason: "twice" },
          message: "The item is there twice.",
        });
  });
export type Checklist = z.output<typeof checklistSchema>;

/** What is looked into until an edition writes a list of its own. */
export const defaultChecklist: Checklist = [
  {
    title: "负责人身份与学历学位属实（核验证件与学位证书原件）",
    titleEn: "The leader's identity and degree are true (documents and diplomas seen in the original)",
  },
  {
    title: "企业登记注册情况与申报一致（统一社会信用代码、股权结构）",
    titleEn: "The company is registered as declared (credit code, shareholding)",
  },
  {
    title: "知识产权权属清晰，申报的专利与软件著作权真实有效",
    titleEn: "Ownership of the intellectual property is clear; declared patents and software rights are valid",
  },
  {
    title: "财务状况与申报一致（营收、研发投入、实缴资本）",
    titleEn: "Finances are as declared (revenue, research spending, paid-in capital)",
  },
  {
    title: "申报材料真实，无虚假、抄袭或冒用",
    titleEn: "The application is true: nothing false, copied or borrowed",
  },
  { title: "核心团队成员在职情况属实", titleEn: "The core members work for the project as declared" },
  {
    title: "负责人与企业无失信被执行、重大违法或学术不端记录",
    titleEn: "No record of dishonesty, grave offence or academic misconduct of leader or company",
  },
  {
    title: "未在往届或其他地区以同一项目重复获奖、重复享受政策",
    titleEn: "The same project has not won before, nor drawn the same support elsewhere",
  },
];

/** The list as the database keeps it; one that cannot be read is the usual one. */
export function readStoredChecklist(stored: unknown): Checklist {
  const whole = checklistSchema.safeParse(stored);
  return whole.success ? whole.data : defaultChecklist;
}

/** How far a finalist has been looked into: items of the list that have a finding, and what was found. */
export function progressOf(
  checklist: Checklist,
  findings: readonly { item: number; finding: DiligenceFinding }[],
): { items: number; answered: number; unmet: number } {
  const known = findings.filter(({ item }) => item <= checklist.length);
  const unmet = known.filter(({ finding }) => finding === "unmet").length;
  return { items: checklist.length, answered: known.length, unmet };
}

/** Whether a finalist may be decided on: every item has its finding. Who withdraws is looked into no further. */
export function isDecidable(
  outcome: DiligenceOutcome,
  { items, answered }: { items: number; answered: number },
): boolean {
  return outcome === "withdrawn" || answered === items;
}

/** Whether that decision takes away a rank. */
export function hasLostRank(outcome: DiligenceOutcome | null | undefined): boolean {
  return outcome === "failed" || outcome === "withdrawn";
}
