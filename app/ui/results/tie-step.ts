import { useTranslation } from "react-i18next";
import type { TieStep } from "../../rules/rule.ts";

/** Names a tie step in the language of the page; `criteria` are the criteria's words by key. */
export function useTieStep(criteria: Map<string, string>): (step: TieStep) => string {
  const { t } = useTranslation("ui");
  return (step) => {
    switch (step) {
      case "untrimmed-mean":
      case "head-judge":
      case "highest-sheet":
      case "vote":
        return t(`rule.tie.${step}`);
      default: {
        const key = step.slice("criterion:".length);
        return t("rule.tie.criterion", { criterion: criteria.get(key) ?? key });
      }
    }
  };
}
