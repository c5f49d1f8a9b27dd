import { useTranslation } from "react-i18next";
import type { Tie } from "~/rules/review/conflict.ts";

/** Ties in words, with what each rests on. */
export function useTieWords(): (ties: readonly Tie[]) => string {
  const { t } = useTranslation("review");
  return (ties) =>
    ties
      .map(({ kind, words }) => (words ? t("tie.with", { tie: t(`tie.${kind}`), words }) : t(`tie.${kind}`)))
      .join(t("panel.and"));
}
