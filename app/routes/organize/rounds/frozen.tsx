import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Callout } from "~/ui/callout.tsx";
import { formatDate, formatTime } from "~/ui/format/date-time.ts";
import { useLocale } from "~/ui/use-locale.ts";

/** Since when, and why, rubric and rule no longer change: the time where it was today, else with its day. */
export function Frozen({ at, now, timeZone }: { at: Date; now: Date; timeZone: string }): ReactNode {
  const { t } = useTranslation("rounds");
  const locale = useLocale();
  const day = formatDate(at, locale, timeZone);
  const clock = formatTime(at, timeZone);
  const time = day === formatDate(now, locale, timeZone) ? clock : `${day} ${clock}`;
  return (
    <Callout title={t("frozen.title", { time })} kind="warn">
      {t("frozen.why")}
    </Callout>
  );
}
