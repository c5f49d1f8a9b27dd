import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { PublishedMarks as Marks } from "~/rules/releases/published-marks.ts";
import type { RoundStandings, Standing } from "~/rules/standings/standing.ts";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { totalWord } from "~/ui/results/later-sentences.ts";
import { MarksTable } from "~/ui/results/marks-table.tsx";
import type { entryNames } from "~/ui/results/results-table.tsx";
import { type SheetCell, sheetCells } from "~/ui/results/sheet-cells.ts";

/** Of longer lists the marks by criterion stand in the workbook alone: a phone has to carry the page. */
const mostUnfolded = 60;

interface Props {
  standings: RoundStandings;
  /** `PublishedMarks` as JSON. */
  marks: string;
  criteria: Map<string, string>;
  nameOf: ReturnType<typeof entryNames>;
  /** Where the workbook is. */
  workbook: string;
}

/** Every judge's total for every project, what was dropped struck, and below each project the marks that it is made of. */
export function PublishedMarks({ standings, marks: json, criteria, nameOf, workbook }: Props): ReactNode {
  const { t, i18n } = useTranslation(["results", "ui"]);
  const marks = useMemo(() => JSON.parse(json) as Marks, [json]);
  const board = { ...marks, sheets: marks.totals, criteria: [], groups: [], entries: [] };
  const labelled = [...criteria].map(([key, label]) => ({ key, label, labelEn: null }));
  const cells = sheetCells(standings, { ...board, criteria: labelled, recusals: [], asked: null, out: [] });
  const sheetsOf = Map.groupBy(marks.sheets, ({ entry }) => entry);
  const words = (cell: SheetCell | undefined): ReactNode => {
    if (!cell || !("total" in cell)) return "–";
    if (cell.state === "counted") return cell.total;
    const why = { high: "cell.droppedHigh", low: "cell.droppedLow", incomplete: "cell.notCounted" } as const;
    return (
      <>
        <s>{cell.total}</s> <small className="block text-ink-soft">{t(why[cell.state])}</small>
      </>
    );
  };
  const name = (standing: Standing) => `${nameOf(standing).number} ${nameOf(standing).title}`;
  const judgeColumns = marks.judges.map(
    ({ key, head }): Column<Standing> => ({
      key,
      header: head ? `${key} · ${t("standings.head")}` : key,
      numeric: true,
      narrow: true,
      cell: ({ entry }) => words(cells.of(entry).find(({ judge }) => judge === key)),
    }),
  );
  return (
    <section className="grid gap-3">
      <h2 className="font-serif text-2xl">{t("marks.title")}</h2>
      <p className="max-w-prose text-ink-soft">
        {t("marks.lead")} {t("marks.download")} <a href={workbook}>{t("marks.workbook")}</a>
      </p>
      <DataTable
        label={t("marks.title")}
        rows={standings.standings}
        rowKey={({ entry }) => entry}
        columns={[
          { key: "entry", header: t("ui:term.entry"), rowHeader: true, cell: name },
          ...judgeColumns,
          {
            key: "total",
            header: totalWord(i18n.t, standings.rule),
            numeric: true,
            narrow: true,
            cell: ({ total }) => total ?? "–",
          },
        ]}
      />
      {standings.standings.length > mostUnfolded
        ? null
        : standings.standings.map((standing) => (
            <details key={standing.entry} className="rounded border border-line bg-surface px-4">
              <summary className="flex min-h-11 items-center">{t("marks.of", { entry: name(standing) })}</summary>
              <div className="scroll-x pb-3">
                <MarksTable
                  standing={standing}
                  name={name(standing)}
                  criteria={criteria}
                  cells={cells.of(standing.entry)}
                  board={marks}
                  sheets={sheetsOf.get(standing.entry) ?? []}
                  byCriterion={standings.rule.level === "criterion"}
                />
              </div>
            </details>
          ))}
    </section>
  );
}
