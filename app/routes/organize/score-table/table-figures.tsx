import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button.tsx";
import { Figure } from "~/ui/card.tsx";
import { formatTime } from "~/ui/format/date-time.ts";
import { useHydrated } from "~/ui/hydrated.ts";
import { Icon } from "~/ui/icon.tsx";
import type { TablePage } from "./score-table.tsx";
import { useLiveTable } from "./use-live-table.ts";

/** How many sheets stand where, and how fresh that is. */
export function TableFigures({ page }: { page: TablePage }): ReactNode {
  const { t } = useTranslation("judge");
  const { counts, missing } = page.table;
  const hydrated = useHydrated();
  const connected = useLiveTable(page.round.state === "judging");
  const time = formatTime(page.at);
  return (
    <div className="flex flex-wrap items-end gap-x-10 gap-y-3">
      <Figure
        value={t("table.of", { done: counts.submitted, all: counts.submitted + missing })}
        label={t("table.figures.submitted")}
      />
      <Figure value={counts.draft} label={t("table.figures.draft")} />
      <Figure value={counts.none} label={t("table.figures.none")} />
      <Figure value={counts.recused} label={t("table.figures.recused")} />
      <form method="get" className="ms-auto flex items-center gap-4 text-sm text-ink-soft">
        {hydrated && page.round.state === "judging" ? (
          <span className="inline-flex items-center gap-1.5">
            <Icon name={connected ? "live" : "warn"} className={connected ? "" : "text-warn"} />
            {t(connected ? "table.live" : "table.paused", { time })}
          </span>
        ) : null}
        <Button size="row">{t("table.refresh")}</Button>
      </form>
    </div>
  );
}
