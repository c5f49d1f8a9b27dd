import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { LandingAlarm } from "~/rules/landing/landing.ts";
import { Badge } from "~/ui/badge.tsx";

/** What there is to be alarmed about; nothing where there is nothing. */
export function Alarm({ alarm }: { alarm: LandingAlarm | null }): ReactNode {
  const { t } = useTranslation("landing");
  if (alarm === null) return null;
  return alarm === "overdue" ? (
    <Badge tone="danger" icon="stop">
      {t("alarm.overdue")}
    </Badge>
  ) : (
    <Badge tone="warn" icon="warn">
      {t("alarm.soon")}
    </Badge>
  );
}
