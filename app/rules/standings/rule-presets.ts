import type { Rule } from "./rule.ts";

const twoPlaces = { sheet: 2, combined: 2, points: 2, total: 2 };

/** Rules that contests commonly use (contest.md, "Score"), to start from. */
export const rulePresets = {
  /** 「去掉一个最高分和一个最低分,取其余评委的平均分,保留两位小数」 */
  trimmed: {
    level: "sheet",
    combine: { method: "trimmed-mean", high: 1, low: 1, atLeast: 4 },
    missing: "skip",
    places: twoPlaces,
    ties: ["untrimmed-mean", "head-judge", "vote"],
    groups: "together",
  },
  mean: {
    level: "sheet",
    combine: { method: "mean" },
    missing: "skip",
    places: twoPlaces,
    ties: ["head-judge", "vote"],
    groups: "together",
  },
  median: {
    level: "sheet",
    combine: { method: "median" },
    missing: "skip",
    places: twoPlaces,
    ties: ["untrimmed-mean", "vote"],
    groups: "together",
  },
  /** As the International Skating Union does it: every criterion is trimmed by itself. */
  byCriterion: {
    level: "criterion",
    combine: { method: "trimmed-mean", high: 1, low: 1, atLeast: 4 },
    missing: "skip",
    places: twoPlaces,
    ties: ["untrimmed-mean", "vote"],
    groups: "together",
  },
} as const satisfies Record<string, Rule>;

export type RulePreset = keyof typeof rulePresets;
