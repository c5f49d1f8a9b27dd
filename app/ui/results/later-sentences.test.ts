import { expect, test } from "vitest";
import { i18nFor } from "~/locales/i18n.server.ts";
import { ruleSchema } from "~/rules/standings/rule.ts";
import { totalWord } from "./later-sentences.ts";
import { ruleSentences } from "./results-table.tsx";

const rule = ruleSchema.parse({
  level: "sheet",
  combine: { method: "mean" },
  missing: "skip",
  places: { total: 2, normalised: 2 },
  rounding: "truncate",
  normalise: { method: "standard-score", mean: 50, sd: 10 },
  kinds: [
    { key: "expert", label: "专业评委", weight: 0.7 },
    { key: "media", label: "媒体评委", weight: 0.3 },
  ],
  coefficient: { of: "panels", high: 2, low: 2 },
  parts: [{ key: "base", label: "基础项目", max: 30, step: 1 }],
  floor: 0,
  carry: [{ round: "preliminary-6", weight: 0.4 }],
  weight: 0.6,
  thresholds: { total: 60, criteria: { tech: 15 }, below: "unranked" },
  ties: ["unrounded-total", "part:base"],
  lacking: "skip",
});

test("a rule of the second edition is said in words, nothing of it left out", () => {
  const words = ruleSentences(i18nFor("zh-CN").t, rule, new Map([["tech", "技术"]])).join("");
  for (const said of [
    "50+10×（该分−该评委平均分）÷该评委标准差",
    "「专业评委」×0.7，「媒体评委」×0.3",
    "各组平均分的平均÷本组平均分",
    "每组去掉2个最高分和2个最低分",
    "「基础项目」×1",
    "得分不低于0",
    "本轮得分×0.6，另加「preliminary-6」×0.4",
    "本轮得分低于60的不参加排名",
    "「技术」低于15的不参加排名",
    "直接截去，不四舍五入",
    "1. 未舍入的总分",
    "跳过这一步",
  ])
    expect(words).toContain(said);
  const english = ruleSentences(i18nFor("en").t, rule, new Map()).join(" ");
  expect(english).toContain("50 + 10 × (total − that judge's mean)");
  expect(english).not.toContain("results:");
});

test.each([
  ["sum", "再把各评委的名次相加，和小者列前", "因回避缺少的评分不影响先后", "the smaller sum is better", "名次和"],
  ["majority", "过半数评委列在该名次或更前的先定名次", "没有给全部项目评分的评委", "rules 5 to 8", "名次分"],
  ["skating", "各项名次相加，和小者列前", "各评分项同等看待", "rules 5 to 11", "名次分"],
] as const)(
  "a rule of places (%s) says how places rank, and nothing of means and decimals of totals",
  (method, how, lacking, english, word) => {
    const placed = ruleSchema.parse({
      level: "sheet",
      combine: { method: "trimmed-mean", high: 1, low: 1 },
      missing: "skip",
      places: { total: 2 },
      placings: { method },
    });
    const words = ruleSentences(i18nFor("zh-CN").t, placed, new Map()).join("");
    expect(words).toContain(how);
    expect(words).toContain(lacking);
    expect(words).not.toMatch(/平均分|最高分|总分保留/);
    expect(ruleSentences(i18nFor("en").t, placed, new Map()).join(" ")).toContain(english);
    expect(totalWord(i18nFor("zh-CN").t, placed)).toBe(word);
  },
);
