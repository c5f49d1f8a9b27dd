import type { i18n } from "i18next";
import type { Rule } from "~/rules/standings/rule.ts";

/** What the rule says beyond the first edition, in sentences of one part or more each, in the language of `t`. */
export function laterSentences(t: i18n["t"], rule: Rule, criteria: Map<string, string>): string[][] {
  const {
    normalise,
    kinds,
    coefficient,
    parts,
    floor,
    ceiling,
    carry,
    weight = 1,
    thresholds,
    lacking,
    placings,
  } = rule;
  const list = (items: string[]) => items.join(t("results:rule.later.and"));
  const below = thresholds?.below ?? "marked";
  return [
    normalise?.method === "standard-score" ? [t("results:rule.later.standard-score", { ...normalise })] : [],
    normalise?.method === "to-pool" ? [t("results:rule.later.to-pool")] : [],
    kinds
      ? [
          t("results:rule.later.kinds", {
            list: list(kinds.map((kind) => t("results:rule.later.weighted", { ...kind }))),
          }),
        ]
      : [],
    coefficient
      ? [
          t(`results:rule.later.coefficient.${coefficient.of}`),
          ...(coefficient.high + coefficient.low > 0 ? [t("results:rule.later.leftOut", { ...coefficient })] : []),
        ]
      : [],
    parts
      ? [
          t("results:rule.later.parts", {
            list: list(parts.map((part) => t("results:rule.later.weighted", { ...part }))),
          }),
          ...parts.flatMap(({ label, max, hall }) =>
            hall ? [t(`results:rule.later.hall.${hall.of}`, { label, max, count: hall.choices })] : [],
          ),
        ]
      : [],
    [
      ...(floor === undefined ? [] : [t("results:rule.later.floor", { floor })]),
      ...(ceiling === undefined ? [] : [t("results:rule.later.ceiling", { ceiling })]),
    ],
    carry
      ? [
          t("results:rule.later.carry", {
            weight,
            list: list(
              carry.map((each) => t("results:rule.later.weighted", { label: each.round, weight: each.weight })),
            ),
          }),
        ]
      : [],
    [
      ...(thresholds?.total === undefined ? [] : [t(`results:rule.later.${below}`, { least: thresholds.total })]),
      ...Object.entries(thresholds?.criteria ?? {}).map(([key, least]) =>
        t(`results:rule.later.${below}Criterion`, { criterion: criteria.get(key) ?? key, least }),
      ),
    ],
    placings
      ? [
          t(`results:rule.later.placings.${placings.method}`),
          t(`results:rule.later.placings.${placings.method}Lacking`),
        ]
      : [],
    placings?.method === "skating"
      ? [t("results:rule.later.placings.skatingSum"), t("results:rule.later.placings.skatingTies")]
      : [],
    lacking === "skip" ? [t("results:rule.later.skip")] : [],
  ];
}

/** What the figure that ranks is called: a total, or where places make it, what they make. */
export function totalWord(t: i18n["t"], { placings }: Pick<Rule, "placings">): string {
  return placings ? t(`results:places.${placings.method}`) : t("ui:word.total");
}

/** How decimals are rounded: alike at every place, or not. */
export function roundingWords({ rounding = "half-up" }: Rule): "rounding" | "later.truncate" | "later.mixed" {
  if (typeof rounding === "string") return rounding === "truncate" ? "later.truncate" : "rounding";
  return Object.values(rounding).includes("truncate") ? "later.mixed" : "rounding";
}
