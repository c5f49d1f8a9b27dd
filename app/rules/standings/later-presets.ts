import type { Rule } from "./rule.ts";

const twoPlaces = { sheet: 2, total: 2 };
const usual = { level: "sheet", missing: "skip", groups: "together", lacking: "skip" } as const satisfies Partial<Rule>;

/** Rules of the second edition that contests commonly use, to start from; those that carry need an earlier round. */
export const laterPresets = {
  /** Many works, each judged by some of the judges: 标准分 as in the national contest of mathematical modelling. */
  standard: {
    ...usual,
    combine: { method: "mean" },
    normalise: { method: "standard-score", mean: 50, sd: 10 },
    places: { ...twoPlaces, normalised: 2 },
    ties: ["unrounded-total", "vote"],
  },
  /** Parallel panels, weighed against each other: 「加权系数为总平均分除以面试室平均分」 */
  panels: {
    ...usual,
    combine: { method: "trimmed-mean", high: 1, low: 1, atLeast: 4 },
    coefficient: { of: "entries", high: 0, low: 0 },
    places: { ...twoPlaces, judged: 2, panelMean: 2, coefficient: 3, scaled: 2 },
    ties: ["unrounded-total", "head-judge", "vote"],
  },
  /** 「专业评委占70%,大众评委占30%」 */
  kinds: {
    ...usual,
    combine: { method: "trimmed-mean", high: 1, low: 1, atLeast: 4 },
    kinds: [
      { key: "expert", label: "专业评委", weight: 0.7 },
      { key: "public", label: "大众评委", weight: 0.3, combine: { method: "mean" } },
    ],
    places: { ...twoPlaces, kind: 2 },
    ties: ["unrounded-total", "head-judge", "vote"],
  },
  /** 「专业评委占70%,现场观众投票占30%」 */
  hall: {
    ...usual,
    combine: { method: "trimmed-mean", high: 1, low: 1, atLeast: 4 },
    kinds: [{ key: "expert", label: "专业评委", weight: 0.7 }],
    parts: [
      { key: "hall", label: "现场观众投票", min: 0, max: 30, step: 0.01, weight: 1, hall: { of: "votes", choices: 1 } },
    ],
    places: { ...twoPlaces, kind: 2, points: 2 },
    ties: ["unrounded-total", "head-judge", "vote"],
  },
  /** 初评40%+路演60% */
  carried: {
    ...usual,
    combine: { method: "trimmed-mean", high: 1, low: 1, atLeast: 4 },
    carry: [{ round: "preliminary", weight: 0.4 }],
    weight: 0.6,
    places: { ...twoPlaces, overall: 2 },
    ties: ["own-total", "head-judge", "vote"],
  },
  /** Two stages of reviewers with standard scores; who lie far apart confer (复议). */
  stages: {
    ...usual,
    combine: { method: "mean" },
    normalise: { method: "standard-score", mean: 50, sd: 10 },
    carry: [{ round: "preliminary", weight: 0.5 }],
    weight: 0.5,
    places: { ...twoPlaces, normalised: 2, overall: 2 },
    ties: ["own-total", "unrounded-total", "vote"],
  },
} as const satisfies Record<string, Rule>;

export type LaterPreset = keyof typeof laterPresets;

/** The presets that a round can start from, each with the earlier round that it carries; without one those that carry are left out. */
export function laterPresetsFor(earlier: string | null): Partial<Record<LaterPreset, Rule>> {
  return Object.fromEntries(
    Object.entries<Rule>(laterPresets).flatMap(([name, preset]) => {
      if (!preset.carry) return [[name, preset]];
      if (earlier === null) return [];
      return [[name, { ...preset, carry: preset.carry.map(({ weight }) => ({ round: earlier, weight })) }]];
    }),
  );
}
