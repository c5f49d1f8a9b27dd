import { useTranslation } from "react-i18next";
import type { Screen, StandingStep } from "~/rules/stage/conduct.ts";
import type { ConductedEntry } from "~/rules/stage/conduct-next.ts";

/** What a step does, in words: for the undo that would take it back. */
export function useStepWords(entries: readonly ConductedEntry[]): (step: StandingStep) => string {
  const { t } = useTranslation("conduct");
  const number = (key: string) => entries.find((entry) => entry.key === key)?.number ?? key;
  const screen = (shown: Screen) => {
    switch (shown.name) {
      case "score":
        return t("step.score", { number: number(shown.entry) });
      case "reveal":
        return t("step.reveal", { step: shown.step });
      default:
        return t("step.show", { screen: t(`screen.${shown.name}`) });
    }
  };
  return (step) => {
    switch (step.type) {
      case "call":
        return t("step.call", { number: number(step.entry) });
      case "start":
        return t(`step.start.${step.phase}`);
      case "pause":
        return t("step.pause");
      case "resume":
        return t("step.resume");
      case "add-time":
        return t(step.seconds < 0 ? "step.lessTime" : "step.moreTime", { seconds: Math.abs(step.seconds) });
      case "open-scoring":
        return t("step.open", { number: number(step.entry) });
      case "show":
        return screen(step.screen);
    }
  };
}
