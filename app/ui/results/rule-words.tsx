import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type Rule, trimming } from "../../rules/rule.ts";
import { useTieStep } from "./tie-step.ts";

/** The scoring rule as sentences that anyone can check a result by. */
export function RuleWords({ rule, criteria }: { rule: Rule; criteria: Map<string, string> }): ReactNode {
  const sentences = useRuleSentences(rule, criteria);
  return (
    <ul className="grid list-disc gap-1 ps-5">
      {sentences.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}

function useRuleSentences(rule: Rule, criteria: Map<string, string>): string[] {
  const { t } = useTranslation("results");
  const tieStep = useTieStep(criteria);
  const { high, low, atLeast } = trimming(rule);
  const { method } = rule.combine;
  const combined = method === "trimmed-mean" ? t("rule.trimmed", { high, low }) : t(`rule.${method}`);
  const missing = rule.missing === "zero" ? "missingZero" : rule.level === "sheet" ? "missingSkipSheet" : "missingSkip";
  const { sheet, combined: combinedPlaces, points, total } = rule.places;
  const places = [
    rule.level === "sheet" && sheet !== undefined && t("rule.placesSheet", { count: sheet }),
    rule.level === "criterion" && combinedPlaces !== undefined && t("rule.placesCombined", { count: combinedPlaces }),
    rule.level === "criterion" && points !== undefined && t("rule.placesPoints", { count: points }),
    total !== undefined && t("rule.placesTotal", { count: total }),
  ].filter((each) => each !== false);
  const sentences = [
    [t(`rule.${rule.level}`), combined],
    high + low > 0 ? [t("rule.atLeast", { count: atLeast })] : [],
    [t(`rule.${missing}`)],
    places.length > 0 ? [...places, t("rule.rounding")] : [],
    rule.ties.length > 0
      ? [
          t("rule.ties", {
            steps: rule.ties
              .map((step, at) => t("rule.step", { number: at + 1, step: tieStep(step) }))
              .join(t("note.join")),
          }),
        ]
      : [],
    [t("rule.tiesThenShared")],
    [t(`rule.${rule.groups}`)],
  ];
  return sentences.filter((parts) => parts.length > 0).map((parts) => parts.join(t("rule.join")) + t("rule.stop"));
}
