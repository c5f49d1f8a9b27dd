import type { i18n } from "i18next";
import { useTranslation } from "react-i18next";
import type { TieStep } from "~/rules/standings/rule.ts";

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
