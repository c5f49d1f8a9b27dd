import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Badge } from "~/ui/badge.tsx";
import { Card } from "~/ui/card.tsx";
import { formatSeconds } from "~/ui/format/date-time.ts";
import { usePlaces } from "./matters.tsx";
import type { TablePage } from "./score-table.tsx";

/** Sheets that came after the closing, with their totals and what can be done about them. */
export function LateSheets({ page }: { page: TablePage }): ReactNode {
  const { t } = useTranslation("scoreTable");
  const placeOf = usePlaces(page);
  const { timeZone } = page.round;
  if (page.late.length === 0) return null;
  const submitted = new Set(
    page.table.rows.flatMap(({ entry, cells }) =>
      cells.flatMap(({ state, judge }) => (state === "submitted" ? [`${entry.id} ${judge}`] : [])),
    ),
  );
  return (
    <Card title={t("late.title")}>
      <p className="mb-3 text-sm text-ink-soft">{t("late.lead")}</p>
      <ul className="grid gap-2">
        {page.late.map(({ id, total, written, received, ...at }) => {
          const { name, to } = placeOf(at);
          const settled = submitted.has(`${at.entry} ${at.judge}`);
          const times = { total, received: formatSeconds(received, timeZone) };
          return (
            <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-1">
              <Link to={to} className="font-semibold">
                {name}
              </Link>
              <span>
                {written === null
                  ? t("late.lineNoTime", times)
                  : t("late.line", { ...times, written: formatSeconds(written, timeZone) })}
              </span>
              <Badge tone={settled ? "ok" : "warn"} icon={settled ? "check" : "clock"}>
                {t(settled ? "late.settled" : "late.waiting")}
              </Badge>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
