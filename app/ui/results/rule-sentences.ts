import type { i18n } from "i18next";
import { type Rule, trimming } from "~/rules/standings/rule.ts";
import { tieStepWords } from "./tie-step.ts";

/** The scoring rule in sentences, in the language of `t`; `criteria` are the criteria's words by key. */
export function ruleSentences(t: i18n["t"], rule: Rule, criteria: Map<string, string>): string[] {
  const { high, low, atLeast } = trimming(rule);
  const { method } = rule.combine;
  const combined = method === "trimmed-mean" ? t("results:rule.trimmed", { high, low }) : t(`results:rule.${method}`);
  const missing = rule.missing === "zero" ? "missingZero" : rule.level === "sheet" ? "missingSkipSheet" : "missingSkip";
  const { sheet, combined: combinedPlaces, points, total } = rule.places;
  const places = [
    rule.level === "sheet" && sheet !== undefined && t("results:rule.placesSheet", { count: sheet }),
    rule.level === "criterion" &&
      combinedPlaces !== undefined &&
      t("results:rule.placesCombined", { count: combinedPlaces }),
    rule.level === "criterion" && points !== undefined && t("results:rule.placesPoints", { count: points }),
    total !== undefined && t("results:rule.placesTotal", { count: total }),
  ].filter((each) => each !== false);
  const sentences = [
    [t(`results:rule.${rule.level}`), combined],
    high + low > 0 ? [t("results:rule.atLeast", { count: atLeast })] : [],
    [t(`results:rule.${missing}`)],
    places.length > 0 ? [...places, t("results:rule.rounding")] : [],
    rule.ties.length > 0
      ? [
          t("results:rule.ties", {
            steps: rule.ties
              .map((step, at) => t("results:rule.step", { number: at + 1, step: tieStepWords(t, step, criteria) }))
              .join(t("results:note.join")),
          }),
        ]
      : [],
    [t("results:rule.tiesThenShared")],
    [t(`results:rule.${rule.groups}`)],
  ];
  return sentences
    .filter((parts) => parts.length > 0)
    .map((parts) => parts.join(t("results:rule.join")) + t("results:rule.stop"));
}
