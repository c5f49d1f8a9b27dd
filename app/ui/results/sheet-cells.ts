import type { ScoreBoard } from "~/rules/standings/score-board.ts";
import type { RoundStandings } from "~/rules/standings/standing.ts";

/** What became of one judge's sheet for one entry; "high" and "low" were dropped as such, "out" is not waited for. */
export type SheetCell = { judge: string } & (
  | { state: "recused" | "missing" | "out" }
  | { state: "counted" | "high" | "low"; total: string; paper: boolean }
  | { state: "incomplete"; total: string; lacking: number; paper: boolean }
);

/** The cells of every entry, one a judge (in a review: one an assigned judge), in the panel's order. */
export function sheetCells(
  { rule, standings }: Pick<RoundStandings, "rule" | "standings">,
  board: ScoreBoard,
): { of(entry: string): SheetCell[] } {
  const sheets = new Map(board.sheets.map((sheet) => [`${sheet.entry}\n${sheet.judge}`, sheet]));
  const recused = new Set(board.recusals.map(({ entry, judge }) => `${entry}\n${judge}`));
  const dropped = new Map(
    standings.flatMap(({ entry, dropped }) =>
      dropped.filter((each) => each.criterion === undefined).map(({ judge, why }) => [`${entry}\n${judge}`, why]),
    ),
  );
  // At level "criterion" a sheet with one mark counts; without any it does not.
  const tolerated =
    rule.missing === "zero" ? Number.POSITIVE_INFINITY : rule.level === "sheet" ? 0 : board.criteria.length - 1;
  const out = new Set(board.out);
  const assigned = board.asked && new Set(board.asked.map(({ entry, judge }) => `${entry}\n${judge}`));
  const concerned = (entry: string) =>
    assigned ? board.judges.filter(({ key }) => assigned.has(`${entry}\n${key}`)) : board.judges;
  return {
    of: (entry) =>
      concerned(entry).map(({ key: judge }): SheetCell => {
        const key = `${entry}\n${judge}`;
        const sheet = sheets.get(key);
        if (!sheet) return { judge, state: recused.has(key) ? "recused" : out.has(entry) ? "out" : "missing" };
        const { total, lacking, paper } = sheet;
        if (lacking > tolerated) return { judge, state: "incomplete", total, lacking, paper };
        return { judge, state: dropped.get(key) ?? "counted", total, paper };
      }),
  };
}
