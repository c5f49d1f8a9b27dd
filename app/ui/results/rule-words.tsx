import type { i18n } from "i18next";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type Rule, type TieStep, trimming } from "~/rules/standings/rule.ts";

/** The scoring rule as sentences that anyone can check a result by. */
export function RuleWords({ rule, criteria }: { rule: Rule; criteria: Map<string, string> }): ReactNode {
  const { i18n } = useTranslation();
  return (
    <ul className="grid list-disc gap-1 ps-5">
      {ruleSentences(i18n.t, rule, criteria).map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}

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

/** Names a tie step in the language of the page; `criteria` are the criteria's words by key. */
export function useTieStep(criteria: Map<string, string>): (step: TieStep) => string {
  const { i18n } = useTranslation();
  return (step) => tieStepWords(i18n.t, step, criteria);
}

/** Names a tie step in the language of `t`. */
export function tieStepWords(t: i18n["t"], step: TieStep, criteria: Map<string, string>): string {
  switch (step) {
    case "untrimmed-mean":
    case "head-judge":
    case "highest-sheet":
    case "vote":
      return t(`ui:rule.tie.${step}`);
    default: {
      const key = step.slice("criterion:".length);
      return t("ui:rule.tie.criterion", { criterion: criteria.get(key) ?? key });
    }
  }
}
