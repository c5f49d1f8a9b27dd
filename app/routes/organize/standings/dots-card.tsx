import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { DeskRound } from "~/reads/standings/standings-desk.ts";
import { Card } from "~/ui/card.tsx";
import { Strip } from "~/ui/chart/strip.tsx";
import { formatDecimal } from "~/ui/format/number.ts";
import { sheetCells } from "~/ui/results/sheet-cells.ts";
import { useCalled } from "./called.ts";
import { StripList } from "./strip-list.tsx";

/** Each entry's sheets as dots, its result as a line, in the order of the standings. */
export function DotsCard({ desk: { standings, board } }: { desk: DeskRound }): ReactNode {
  const { t } = useTranslation("standing");
  const called = useCalled(board, standings.standings);
  const cells = sheetCells(standings, board);
  const rows = standings.standings.map(({ entry, rank, total }) => {
    const sheets = cells
      .of(entry)
      .flatMap((cell) =>
        "total" in cell
          ? [{ judge: cell.judge, total: cell.total, value: Number(cell.total), hollow: cell.state !== "counted" }]
          : [],
      );
    return { entry, rank, total, sheets };
  });
  // The sum of many sheets lies far beyond each of them: the line is left out where the scale would be lost
  const values = rows.flatMap(({ sheets }) => sheets.map(({ value }) => value));
  const summed = standings.rule.combine.method === "sum";
  const results = summed ? [] : rows.flatMap(({ total }) => (total === null ? [] : [Number(total)]));
  const all = [...values, ...results];
  const scale = {
    from: all.reduce((a, b) => Math.min(a, b), Infinity),
    to: all.reduce((a, b) => Math.max(a, b), -Infinity),
  };
  const words = ({ sheets }: (typeof rows)[number]) =>
    sheets.length === 0
      ? t("charts.noSheets")
      : sheets
          .map(({ judge, total, hollow }) => t(hollow ? "charts.dotDropped" : "charts.dot", { judge, total }))
          .join(t("list"));
  return (
    <Card title={t("charts.dots")}>
      <div className="grid gap-4">
        <p className="max-w-[46rem] text-pretty text-ink-soft">
          {t("charts.dotsLead")} {standings.rule.level === "criterion" ? t("charts.dotsOnly") : null}
        </p>
        <StripList
          ends={[formatDecimal(scale.from), formatDecimal(scale.to)]}
          lines={rows.map((row) => ({
            key: row.entry,
            name: `${row.rank ?? "–"} · ${called.whole(row.entry)}`,
            figure: row.total ?? "–",
            strip: (
              <Strip
                label={t("charts.dotRow", {
                  entry: called.whole(row.entry),
                  sheets: words(row),
                  total: row.total ?? "–",
                })}
                scale={scale}
                dots={row.sheets}
                line={summed || row.total === null ? null : Number(row.total)}
              />
            ),
          }))}
        />
      </div>
    </Card>
  );
}
