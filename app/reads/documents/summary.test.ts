import { extractText, getDocumentProxy } from "unpdf";
import { expect, test } from "vitest";
import type { Locale } from "~/locales/locale.ts";
import { papersOf } from "~/rules/documents/round-papers.ts";
import { laterPresets } from "~/rules/standings/later-presets.ts";
import { type Rule, ruleSchema } from "~/rules/standings/rule.ts";
import { type JudgedRound, standings } from "~/rules/standings/scoring.ts";
import { print } from "~/services/documents/print.ts";
import type { Round } from "~db/queries/rounds/rounds.ts";
import { type Printing, paperOf } from "./paper.ts";

/** Every setting that has a column of its own. */
const widest: Rule = ruleSchema.parse({
  ...laterPresets.panels,
  kinds: [
    { key: "expert", label: "专业评委", weight: 0.7 },
    { key: "public", label: "大众评委", weight: 0.3 },
  ],
  normalise: { method: "standard-score", mean: 80, sd: 10 },
  parts: [{ key: "base", label: "基础项目", max: 30, step: 0.01 }],
  carry: [{ round: "shanghai-preliminary-6", weight: 0.4 }],
  weight: 0.6,
  places: { ...laterPresets.panels.places, normalised: 2, kind: 2, points: 2, overall: 2 },
});

function summaryOf(rule: Rule, judges: number, entries: number, locale: Locale) {
  const rubric = [{ key: "c", label: "评分", labelEn: "Score", max: 10000, step: 50, factor: "1", bands: [] }];
  const seats = Array.from({ length: judges }, (_, at) => ({
    key: `J${at + 1}`,
    name: `欧阳评委${at + 1}`,
    head: at === 0,
    kind: rule.kinds?.[at % 2]?.key ?? null,
    panel: null,
  }));
  const shown = Array.from({ length: entries }, (_, at) => ({
    key: String(at + 1),
    title: `高端装备在线检测与智能运维一体化平台项目${at + 1}`,
    english: `Online inspection platform ${at + 1}`,
    number: String(at + 1),
    group: null,
    out: false,
    panel: rule.coefficient ? (["A", "B"][at % 2] ?? null) : null,
    leader: null,
  }));
  const sheets = shown.flatMap((entry, at) =>
    seats.map((seat, other) => ({
      entry: entry.key,
      judge: seat.key,
      version: 1,
      source: "tablet" as const,
      submitted: "2026-12-01T00:00:00Z",
      marks: { c: 6000 + ((at * 37 + other * 53) % 70) * 50 },
    })),
  );
  const round: JudgedRound = {
    rule,
    criteria: rubric,
    judges: seats,
    entries: shown,
    sheets,
    parts: (rule.parts ?? []).flatMap(({ key }) =>
      shown.map((entry) => ({ entry: entry.key, part: key, score: "27.5" })),
    ),
    adjustments: [{ entry: "1", amount: -20, article: "第12条", reason: "超时" }],
    revisions: [{ entry: "1", judge: "J2", score: "91.25", reason: "复议" }],
    carried: Object.fromEntries(
      (rule.carry ?? []).map((each) => [
        each.round,
        { from: "closed", totals: Object.fromEntries(shown.map(({ key }) => [key, "83.45"])) },
      ]),
    ),
  };
  const lines = standings(round);
  const facts = { judges: seats, entries: shown, sheets, superseded: [], recusals: [], revisions: [], signatures: [] };
  const papers: Printing["papers"] = {
    ...papersOf("heat", facts, { rubric, places: 2, standings: lines }),
    rule,
    rubric,
    places: 2,
    parts: rule.parts ?? [],
  };
  const about = {
    slug: "heat",
    title: "上海赛区",
    titleEn: "Shanghai heat",
    editionTitle: "第六届",
    timeZone: "Asia/Shanghai",
  };
  const { paper } = paperOf("summary", { locale, round: { rehearsalOfId: null, ...about } as Round, papers });
  return { paper, lines };
}

/** The words of every page; none of them lies outside the page's margins. */
async function printed({ paper }: ReturnType<typeof summaryOf>, name: string): Promise<string[]> {
  const bytes = await print(paper);
  if (process.env.PAPERS_TO)
    (await import("node:fs")).writeFileSync(`${process.env.PAPERS_TO}/summary-${name}.pdf`, bytes);
  const document = await getDocumentProxy(new Uint8Array(bytes));
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number);
    const { width, height } = page.getViewport({ scale: 1 });
    expect([Math.round(width), Math.round(height)]).toEqual([842, 595]);
    for (const item of (await page.getTextContent()).items) {
      if (!("str" in item) || item.str.trim() === "") continue;
      expect(item.transform[4], item.str).toBeGreaterThan(38);
      expect(item.transform[4] + item.width, item.str).toBeLessThan(width - 38);
    }
  }
  const { text } = await extractText(document);
  return text.map((page) => page.replace(/\s+/g, ""));
}

test.each(["zh-CN", "en"] as const)(
  "twelve judges under a rule of every step keep within the page, in %s: what does not fit stands in a further table",
  async (locale) => {
    const summary = summaryOf(widest, 12, 30, locale);
    const pages = await printed(summary, `widest-${locale}`);
    const all = pages.join("");
    for (const { total, own, panelPoints, coefficient } of summary.lines)
      for (const figure of [total, own, panelPoints, coefficient]) expect(all).toContain(figure);
    const words =
      locale === "en"
        ? ["Judges'points", "Coefficient", "Adjusted", "Thisround", "afterdeliberation", "standardscore"]
        : [
            "评委得分",
            "组系数",
            "基础项目",
            "加减分",
            "本轮得分",
            "专业评委×0.7",
            "为复议后所给",
            "标准分",
            "（第12条）",
          ];
    for (const each of [...words, "91.25△", "−0.20", "83.45", "91.25"]) expect(all).toContain(each);
    // Each further table says of each line whose it is
    for (const page of pages) expect(page).toContain(locale === "en" ? "Project" : "项目名称");
    // Signed once, where the last table ends
    expect(all.split(locale === "en" ? "Supervisor:" : "监督员：").length).toBe(2);
    expect(pages.at(-1)).toContain(locale === "en" ? "Supervisor:" : "监督员：");
  },
  120_000,
);

test.each(Object.entries<Rule>(laterPresets))(
  "preset %s has a column for each of its steps, and a revised value is marked",
  (_, rule) => {
    const { paper } = summaryOf(rule, 12, 12, "zh-CN");
    if (paper.kind !== "summary") throw new Error("no summary");
    const labels = (paper.steps ?? []).map(({ label }) => label);
    expect(labels).toEqual([
      ...(rule.kinds ?? []).map(({ label, weight }) => `${label} ×${weight}`),
      ...(rule.coefficient ? ["评委组", "组系数"] : []),
      "评委得分",
      ...(rule.parts ?? []).map(({ label }) => label),
      "加减分",
      ...(rule.carry ? ["本轮得分", `以往轮次 preliminary ×${rule.carry[0]?.weight}`] : []),
    ]);
    const first = paper.rows.find(({ number }) => number === "1");
    expect(first?.sheets[1]?.after).toMatch(/91\.25△$/);
    expect(first?.steps?.[labels.indexOf("加减分")]).toBe("−0.20");
  },
);

test("a round of places in each criterion prints these, their sum, and the rule that parted equal sums", async () => {
  const rule: Rule = { ...laterPresets.kinds, kinds: undefined, ties: [], placings: { method: "skating" } };
  const made = summaryOf(rule, 5, 4, "zh-CN");
  if (made.paper.kind !== "summary") throw new Error("not a summary");
  expect((made.paper.steps ?? []).map(({ label }) => label)).toEqual(["加减分", "评分", "名次和"]);
  const [page = ""] = await printed(made, "skating");
  for (const words of ["名次分", "名次和", "每个评分项的名次"]) expect(page).toContain(words);
}, 60_000);

test("a round of places is headed by what its figure is, and says each judge's place", async () => {
  const rule: Rule = { ...laterPresets.kinds, kinds: undefined, ties: ["vote"], placings: { method: "sum" } };
  const [page = ""] = await printed(summaryOf(rule, 5, 4, "zh-CN"), "places");
  for (const words of ["名次和", "(1)", "所排名次"]) expect(page).toContain(words);
  expect(page).not.toContain("得分");
}, 60_000);
