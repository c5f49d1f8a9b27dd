import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { classes } from "~/ui/classes.ts";

/**
 * How long until a deadline, and what the visitor's own clock shows then. Empty until the page's one small script
 * (public/countdown.js) fills it in; where none runs, Beijing's time beside it says enough.
 */
export function Countdown({ at, onBar }: { at: Date; onBar?: boolean }): ReactNode {
  const { t } = useTranslation("public");
  return (
    <>
      <time
        className={classes("block min-h-6", onBar ? "text-on-bar-soft" : "text-ink-soft")}
        data-countdown=""
        dateTime={at.toISOString()}
        data-days={t("countdown.days")}
        data-hours={t("countdown.hours")}
        data-over={t("countdown.over")}
        data-own={t("countdown.own")}
      />
      <script src="/countdown.js" defer />
    </>
  );
}
