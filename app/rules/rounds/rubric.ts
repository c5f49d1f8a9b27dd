import { z } from "zod";
import { fraction, parseDecimal, print, sum, times } from "~/primitives/fraction.ts";
import { formatHundredths } from "../scoring/mark.ts";

/** A criterion of the rubric; `max` and `step` in hundredths of a point, `factor` a decimal string. */
export interface Criterion {
  key: string;
  label: string;
  labelEn: string | null;
  max: number;
  step: number;
  factor: string;
  /** From the highest floor down. */
  bands: Band[];
}

/** From `floorPercent` of the maximum up to the next band's floor. */
export interface Band {
  floorPercent: number;
  label: string;
  labelEn: string | null;
  guidance: string;
  guidanceEn: string | null;
}

/** A rubric as people write it: points and factor as decimal strings. */
export type RubricInput = z.input<typeof rubricSchema>;

const criteriaLimit = 30;
const bandLimit = 8;

const optionalText = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest)
    .nullish()
    .transform((text) => text || null);

/** Points such as "30" or "0.5", above zero, to whole hundredths. */
const points = z.string().transform((text, context) => {
  const match = /^(\d{1,5})(?:\.(\d{1,2}))?$/.exec(text.trim());
  const hundredths = match ? Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0")) : 0;
  if (hundredths > 0) return hundredths;
  context.addIssue({
    code: "custom",
    params: { reason: "not-points" },
    message: "must be points above 0 with at most two decimals, such as 0.5",
  });
  return z.NEVER;
});

/** A factor such as "1" or "0.15"; a negative one takes points away. */
const factor = z.string().transform((text, context) => {
  const plain = text.trim();
  if (/^-?\d{1,6}(\.\d{1,6})?$/.test(plain) && !/^-?0+(\.0+)?$/.test(plain)) {
    return print(parseDecimal(plain), undefined);
  }
  context.addIssue({
    code: "custom",
    params: { reason: "not-a-factor" },
    message: "must be a decimal other than 0 with at most six decimals, such as 1 or 0.15",
  });
  return z.NEVER;
});

const bandSchema = z.strictObject({
  floorPercent: z.number().int().min(0).max(99),
  label: z.string().trim().min(1).max(40),
  labelEn: optionalText(40),
  guidance: z.string().trim().max(400).default(""),
  guidanceEn: optionalText(400),
});

const criterionSchema = z.strictObject({
  key: z
    .string()
    .trim()
    .max(40)
    .regex(/^[A-Za-z0-9_-]*$/),
  label: z.string().trim().min(1).max(80),
  labelEn: optionalText(80),
  max: points,
  step: points,
  factor: factor.default("1"),
  bands: z.array(bandSchema).max(bandLimit).default([]),
});

/** Criteria in their order. A key left empty is made; bands come out from the highest floor down. */
export const rubricSchema = z
  .array(criterionSchema)
  .min(1)
  .max(criteriaLimit)
  .transform(withKeys)
  .superRefine((criteria, context) => {
    const refuse = (path: (string | number)[], reason: string, message: string) =>
      context.addIssue({ code: "custom", path, params: { reason }, message });
    for (const [place, { key, max, step, bands }] of criteria.entries()) {
      if (criteria.findIndex((other) => other.key === key) < place) refuse([place, "key"], "twice", "is there twice");
      // Otherwise nobody could give the full mark.
      if (max % step !== 0) refuse([place, "step"], "off-max", "must divide the maximum");
      for (const [at, { floorPercent }] of bands.entries()) {
        if (bands.findIndex((other) => other.floorPercent === floorPercent) < at) {
          refuse([place, "bands", at, "floorPercent"], "twice", "is there twice");
        }
      }
      if (bands.length > 0 && !bands.some((band) => band.floorPercent === 0)) {
        refuse([place, "bands", bands.length - 1, "floorPercent"], "no-lowest-band", "the lowest band must begin at 0");
      }
    }
  })
  .transform((criteria): Criterion[] =>
    criteria.map((criterion) => ({
      ...criterion,
      bands: [...criterion.bands].sort((a, b) => b.floorPercent - a.floorPercent),
    })),
  );

/** What a sheet of full marks adds up to, Σ factor × max: "100". A factor below zero takes away and adds nothing here. */
export function fullScore(criteria: Pick<Criterion, "factor" | "max">[]): string {
  const given = criteria.map(({ factor, max }) => times(parseDecimal(factor), fraction(max, 100)));
  return print(sum(given.filter((each) => each.over > 0n)), undefined);
}

/** The rubric as people write it, for forms and for comparing. */
export function rubricFormValues(criteria: Criterion[]): Required<RubricInput[number]>[] {
  return criteria.map((criterion) => ({
    ...criterion,
    max: formatHundredths(criterion.max),
    step: formatHundredths(criterion.step),
  }));
}

/** Gives every criterion without a key the next free one of c1, c2, … */
function withKeys<C extends { key: string }>(criteria: C[]): C[] {
  const taken = new Set(criteria.map((each) => each.key));
  let next = 1;
  return criteria.map((each) => {
    if (each.key !== "") return each;
    while (taken.has(`c${next}`)) next++;
    taken.add(`c${next}`);
    return { ...each, key: `c${next}` };
  });
}

/** The four bands of the contest's example sheet (contest.md, "Score"), with guidance that fits any criterion. */
export const defaultBands: Band[] = [
  band(
    85,
    "优",
    "Excellent",
    "优势突出、证据充分，几乎没有短板。",
    "Outstanding and well evidenced; hardly a weak point.",
  ),
  band(70, "良", "Good", "整体扎实，个别方面仍需补强。", "Solid on the whole; some parts still need strengthening."),
  band(55, "中", "Fair", "基本成立，关键环节依据不足。", "Holds together, but key points lack evidence."),
  band(0, "差", "Weak", "存在明显缺陷，或缺少必要内容。", "Clear flaws, or something essential is missing."),
];

/** The contest's example sheet of 100 points: what a new round starts from. */
export const defaultRubric: Criterion[] = [
  criterion("tech", "技术与产品", "Technology and product", 30, [
    ["技术国内领先以上，壁垒清晰，产品已验证。", "Leading technology with a clear moat; the product is proven."],
    [
      "技术先进，有自主知识产权，产品接近成熟。",
      "Advanced technology with its own IP; the product is close to mature.",
    ],
    ["技术可行，创新一般，产品尚在早期。", "Feasible technology, moderate novelty, early product."],
    ["技术不清或不可行，无法说明创新点。", "Technology unclear or not feasible; novelty cannot be explained."],
  ]),
  criterion("market", "行业与市场", "Industry and market", 20, [
    [
      "市场大且增长明确，客户与竞争分析有据。",
      "Large, clearly growing market; customers and competition well evidenced.",
    ],
    [
      "市场前景较好，定位清楚，竞争分析较完整。",
      "Good prospects, clear position, fairly complete view of competitors.",
    ],
    ["市场空间有限，或客户需求尚待验证。", "Limited market, or demand not yet verified."],
    ["对市场与竞争缺乏了解。", "Little understanding of market and competition."],
  ]),
  criterion("business", "商业模式及实施方案", "Business model and plan", 20, [
    ["模式清晰可复制，计划具体，财务预测可信。", "Clear, repeatable model; concrete plan; credible forecast."],
    ["模式成立，计划较完整，部分假设待验证。", "Sound model and fairly complete plan; some assumptions untested."],
    ["模式初具雏形，实施路径不够具体。", "Model in outline; the way there is not concrete."],
    ["模式不成立，或没有实施计划。", "The model does not hold, or there is no plan."],
  ]),
  criterion("team", "创业团队", "Team", 20, [
    ["带头人水平突出，团队互补、全职、稳定。", "Outstanding leader; complementary, full-time, stable team."],
    ["带头人经验丰富，团队较完整。", "Experienced leader; team nearly complete."],
    ["团队有短板，或核心成员投入不足。", "Gaps in the team, or core members only partly committed."],
    ["团队不足以支撑项目。", "The team cannot carry the project."],
  ]),
  criterion("landing", "落地可行性与产业契合", "Landing and industry fit", 10, [
    [
      "与吴兴产业高度契合，落地时间、投资、场地明确。",
      "Close fit with Wuxing's industries; date, investment and site are settled.",
    ],
    ["较为契合，有明确落地意向。", "Good fit and a clear intention to settle."],
    ["契合一般，落地计划模糊。", "Moderate fit; vague plan to settle."],
    ["与当地产业无关，或无落地意愿。", "Unrelated to local industry, or no wish to settle."],
  ]),
];

function criterion(key: string, label: string, labelEn: string, max: number, guidance: [string, string][]): Criterion {
  const bands = defaultBands.map((each, at) => {
    const [zh, en] = guidance[at] ?? [each.guidance, each.guidanceEn];
    return { ...each, guidance: zh, guidanceEn: en };
  });
  return { key, label, labelEn, max: max * 100, step: 50, factor: "1", bands };
}

function band(floorPercent: number, label: string, labelEn: string, guidance: string, guidanceEn: string): Band {
  return { floorPercent, label, labelEn, guidance, guidanceEn };
}
