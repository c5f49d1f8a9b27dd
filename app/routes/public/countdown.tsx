import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

/**
 * How long until a deadline, and what the visitor's own clock shows then. Empty until the page's one small script
 * (public/countdown.js) fills it in; where none runs, Beijing's time beside it says enough.
 */
export function Countdown({ at }: { at: Date }): ReactNode {
  const { t } = useTranslation("public");
  return (
    <>
      <time
        className="block min-h-6 text-on-bar-soft"
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
