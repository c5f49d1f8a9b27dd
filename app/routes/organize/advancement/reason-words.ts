import { useTranslation } from "react-i18next";
import type { Outcome, Reason } from "~/rules/advancement/advancement.ts";
import { isIn } from "~/rules/advancement/advancement.ts";
import { type Figure, zOf } from "~/rules/advancement/wildcard.ts";

interface Told {
  outcome: Outcome;
  reason: Reason;
  next: number | null;
  figure: Figure | null;
}

/** Why an entry stands where it does, in sentences. */
export function useReasons(): (told: Told) => string {
  const { t, i18n } = useTranslation("advancement");
  const figureIn = (figure: Figure) =>
    figure.by === "z-score"
      ? t("figure.z-score", { z: zOf(figure.square).toFixed(4) })
      : figure.by === "total"
        ? t("figure.total", figure)
        : t("figure.percentile", figure);
  const why = ({ outcome, reason }: Told): string => {
    switch (reason.why) {
      case "within":
      case "behind":
        return t(`reason.${reason.why}`, reason);
      case "all-equal":
        return t("reason.allEqual", reason);
      case "parted":
        return t(`reason.${isIn(outcome) ? "won" : "lost"}.${reason.by}`);
      case "undecided":
        return t("reason.undecided", reason);
      case "measured":
        return t("reason.measured", { ...reason, figure: figureIn(reason.figure) });
      case "moved-up":
        return t(`reason.movedUp.${reason.free}`);
      case "unranked":
        return t("reason.unranked");
      case "withdrawn":
        return t("reason.withdrawn", { was: t(`outcome.${reason.was}`) });
    }
  };
  return (told) =>
    [
      why(told),
      told.figure && told.reason.why !== "measured" ? t("reason.figure", { figure: figureIn(told.figure) }) : null,
      told.next === null ? null : t("reason.next", { next: told.next }),
    ]
      .filter(Boolean)
      .join(i18n.language === "en" ? " " : "");
}
