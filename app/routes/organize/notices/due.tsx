import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ObjectionAlarm } from "~/rules/notices/objection.ts";
import { Badge } from "~/ui/badge.tsx";
import { formatDate } from "~/ui/format/date-time.ts";
import { useLocale } from "~/ui/steps.tsx";

/** The day by which an objection is decided, with what there is to be alarmed about. */
export function Due({ dueOn, alarm }: { dueOn: string; alarm: ObjectionAlarm | null }): ReactNode {
  const { t } = useTranslation("notice");
  const locale = useLocale();
  return (
    <span className="flex flex-wrap items-center gap-2">
      {formatDate(dueOn, locale)}
      {alarm === "overdue" ? (
        <Badge tone="danger" icon="stop">
          {t("alarm.overdue")}
        </Badge>
      ) : null}
      {alarm === "soon" ? (
        <Badge tone="warn" icon="warn">
          {t("alarm.soon")}
        </Badge>
      ) : null}
    </span>
  );
}
