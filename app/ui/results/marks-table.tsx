import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { formatHundredths } from "~/rules/scoring/mark.ts";
import type { ScoreBoard } from "~/rules/standings/score-board.ts";
import type { JudgedRound } from "~/rules/standings/scoring.ts";
import type { Standing } from "~/rules/standings/standing.ts";
import type { SheetCell } from "./sheet-cells.ts";

interface Props {
  standing: Standing;
  /** What the entry is called. */
  name: string;
  criteria: Map<string, string>;
  cells: readonly SheetCell[];
  board: Pick<ScoreBoard, "judges">;
  /** The entry's own sheets. */
  sheets: JudgedRound["sheets"];
  /** The total is made of the criteria; otherwise of the sheets, and the criteria are combined for reading alone. */
  byCriterion: boolean;
}

/** Every mark of one entry: a line a criterion, a column a sheet. What was dropped is struck, a sheet or a single mark. */
export function MarksTable({ standing, name, criteria, cells, board, sheets, byCriterion }: Props): ReactNode {
  const { t } = useTranslation(["standing", "results"]);
  const given = cells.filter((cell) => "total" in cell);
  const names = new Map(board.judges.map((judge) => [judge.key, judge.name]));
  const marks = new Map(sheets.map((sheet) => [sheet.judge, sheet.marks]));
  const dropped = new Set(
    standing.dropped.flatMap(({ judge, criterion }) => (criterion ? [`${criterion}\n${judge}`] : [])),
  );
  const struck = (cell: SheetCell) => cell.state !== "counted";
  return (
    <table className="marks-table">
      <caption className="sr-only">{t("marks.table", { entry: name })}</caption>
      <thead>
        <tr>
          <th scope="col">{t("marks.criterion")}</th>
          {given.map(({ judge }) => (
            <th key={judge} scope="col" title={names.get(judge) || undefined}>
              {judge}
            </th>
          ))}
          <th scope="col">{t(byCriterion ? "marks.result" : "marks.forReading")}</th>
          {byCriterion ? <th scope="col">{t("marks.points")}</th> : null}
        </tr>
      </thead>
      <tbody>
        {Array.from(criteria, ([key, label]) => (
          <tr key={key}>
            <th scope="row">{label}</th>
            {given.map((cell) => (
              <td key={cell.judge}>
                <Mark of={marks.get(cell.judge)?.[key]} struck={struck(cell) || dropped.has(`${key}\n${cell.judge}`)} />
              </td>
            ))}
            <td>{short(standing.criteria[key]?.combined)}</td>
            {byCriterion ? <td>{short(standing.criteria[key]?.points)}</td> : null}
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{t("marks.total")}</th>
          {given.map((cell) => (
            <td key={cell.judge}>{"total" in cell ? struck(cell) ? <s>{cell.total}</s> : cell.total : null}</td>
          ))}
          {byCriterion ? <td /> : null}
          <td>{standing.placings || standing.skating !== undefined ? null : (standing.total ?? "–")}</td>
        </tr>
      </tfoot>
    </table>
  );
}

function Mark({ of, struck }: { of: number | undefined; struck: boolean }): ReactNode {
  if (of === undefined) return "–";
  return struck ? <s>{formatHundredths(of)}</s> : formatHundredths(of);
}

/** A decimal with at most four places; what is cut off is said by three dots. */
function short(decimal: string | null | undefined): string {
  if (decimal == null) return "–";
  const [whole = "", places = ""] = decimal.split(".");
  return places.length > 4 ? `${whole}.${places.slice(0, 4)}…` : decimal;
}
