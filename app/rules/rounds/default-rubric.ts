import type { Band, Criterion } from "./rubric.ts";

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
