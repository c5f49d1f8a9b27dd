import { useTranslation } from "react-i18next";
import type { Decision } from "~/rules/screening/decision.ts";

/** A decision in words, with the heat that it names. */
export function useDecisionWords(): (decision: Decision, round: string) => string {
  const { t } = useTranslation("deciding");
  return (decision, round) =>
    decision === "qualify" || decision === "wait" ? t(`decision.${decision}`, { round }) : t(`decision.${decision}`);
}
