import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button, useHydrated } from "~/ui/button.tsx";
import { formatSeconds } from "~/ui/format/date-time.ts";
import { Icon } from "~/ui/icon.tsx";
import { countPendingTasks } from "./pending-tasks.tsx";
import type { TablePage } from "./score-table.tsx";

/** How many sheets stand where, how fresh that is, and what waits: one line above the table. */
export function TableFigures({ page, connected }: { page: TablePage; connected: boolean }): ReactNode {
  const { t } = useTranslation(["scoreTable", "judge"]);
  const { counts, missing } = page.table;
  const hydrated = useHydrated();
  const time = formatSeconds(page.at, page.round.timeZone);
  const waiting = countPendingTasks(page);
  const figures = [
    [
      t("judge:table.figures.submitted"),
      t("judge:table.of", { done: counts.submitted, all: counts.submitted + missing }),
    ],
    [t("judge:table.figures.draft"), counts.draft],
    [t("judge:table.figures.none"), counts.none],
    [t("judge:table.figures.recused"), counts.recused],
  ] as const;
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
      <dl className="flex flex-wrap items-baseline gap-x-6">
        {figures.map(([label, value]) => (
          <div key={label} className="flex items-baseline gap-1.5">
            <dt className="text-sm text-ink-soft">{label}</dt>
            <dd className="font-serif text-xl font-semibold text-structure">{value}</dd>
          </div>
        ))}
      </dl>
      {waiting > 0 ? (
        <a href="#matters" className="no-print inline-flex items-center gap-1.5 font-semibold text-warn">
          <Icon name="warn" />
          {t("matters.jump", { count: waiting })}
        </a>
      ) : null}
      <form method="get" className="no-print ms-auto flex items-center gap-3 text-sm text-ink-soft">
        {hydrated ? (
          <span className="inline-flex items-center gap-1.5">
            <Icon name={connected ? "live" : "warn"} className={connected ? "" : "text-warn"} />
            {t(connected ? "judge:table.live" : "judge:table.paused", { time })}
          </span>
        ) : null}
        {Object.entries(searchOf(page)).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <Link to={otherZ(page)} preventScrollReset>
          {t(page.showZ ? "hideZ" : "showZ")}
        </Link>
        {hydrated ? (
          <Button type="button" size="row" icon="print" onClick={() => window.print()}>
            {t("print")}
          </Button>
        ) : (
          <Button size="row">{t("judge:table.refresh")}</Button>
        )}
      </form>
    </div>
  );
}

/** The same page with the judges' levels, or without them. */
function otherZ(page: TablePage): string {
  return `?${new URLSearchParams({ ...searchOf(page), ...(page.showZ ? {} : { z: "1" }) })}`;
}

/** What the address says of the lines that are shown. */
function searchOf({ panel, rows }: TablePage): Record<string, string> {
  return {
    ...(panel !== null && { panel }),
    ...(rows.page > 1 && { page: String(rows.page) }),
    ...(rows.onlyMissing && { only: "missing" }),
  };
}
