import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { isMissing } from "~/rules/scoring/score-table.ts";
import type { RoundPicture } from "~/services/live/pictures.ts";
import { Badge } from "~/ui/badge.tsx";
import { Icon } from "~/ui/icon.tsx";
import type { TablePage } from "./score-table.tsx";
import { sheetAddress } from "./sheet-address.ts";
import { SheetCell } from "./sheet-cell.tsx";

/** The project on stage and exactly what is missing for it, above everything else. */
export function OnStage({ page, conduct }: { page: TablePage; conduct: RoundPicture["conduct"] }): ReactNode {
  const { t } = useTranslation("scoreTable");
  const row = page.table.rows.find(({ entry }) => entry.key === conduct.onStage);
  if (!row || page.round.state !== "judging") return null;
  const { entry } = row;
  const missing = row.cells.filter(isMissing);
  const names = new Map(page.table.judges.map((judge) => [judge.id, judge]));
  return (
    <section
      aria-live="polite"
      className="flex flex-wrap items-center gap-x-4 gap-y-1 rounded border border-structure border-s-4 bg-structure-soft px-4 py-2"
    >
      <h3 className="flex min-w-0 items-center gap-2 text-base font-semibold">
        <Icon name="live" className="text-structure" />
        <span className="line-clamp-1 max-w-140">{t("stage.on", entry)}</span>
      </h3>
      {conduct.opened.includes(entry.key) ? <Badge tone="structure">{t("stage.opened")}</Badge> : null}
      {missing.length === 0 ? (
        <Badge tone="ok" icon="check">
          {t("stage.complete")}
        </Badge>
      ) : (
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="font-semibold text-warn">{t("stage.lacks", { count: missing.length })}</span>
          {missing.map((cell) => {
            const judge = names.get(cell.judge);
            if (!judge) return null;
            const to = sheetAddress(page.round.slug, entry.key, judge.key);
            return (
              <span key={cell.judge} className="inline-flex items-center gap-1">
                {judge.name}
                <SheetCell
                  cell={cell}
                  to={to}
                  name={t("cell.open", { judge: judge.name, entry: entry.title })}
                  out={entry.out}
                  showZ={false}
                />
              </span>
            );
          })}
        </p>
      )}
    </section>
  );
}
