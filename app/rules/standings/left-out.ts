import type { MarkTable } from "./mark-table.ts";
import type { ScoreBoard } from "./score-board.ts";

/** Why a judge has no mark at an entry: recused, not assigned to it, handed in a sheet that lacks the mark, or none yet. */
export type Gap = "recused" | "unassigned" | "incomplete" | "missing";

/** An entry that is not compared, with the judges by whom it lacks a mark. */
export interface LeftOut {
  /** It does not appear: absent, or too late. */
  out: boolean;
  gaps: Partial<Record<Gap, string[]>>;
}

/** By entry: those that lack the mark of a judge who scores in this round. */
export function leftOut(
  table: MarkTable,
  board: Pick<ScoreBoard, "sheets" | "recusals" | "asked" | "out">,
): Map<string, LeftOut> {
  const at = ({ entry, judge }: { entry: string; judge: string }) => `${entry}\n${judge}`;
  const [recused, handedIn] = [new Set(board.recusals.map(at)), new Set(board.sheets.map(at))];
  const asked = board.asked && new Set(board.asked.map(at));
  const out = new Set(board.out);
  const scores = table.judges.map((_, judge) => table.rows.some(({ marks }) => marks[judge] != null));
  const gapAt = (place: string): Gap => {
    if (recused.has(place)) return "recused";
    if (handedIn.has(place)) return "incomplete";
    return asked === null || asked.has(place) ? "missing" : "unassigned";
  };
  return new Map(
    table.rows.flatMap(({ entry, marks }) => {
      const lacking = table.judges.filter((_, judge) => scores[judge] && marks[judge] === null);
      if (lacking.length === 0) return [];
      const gaps = Map.groupBy(lacking, (judge) => gapAt(at({ entry, judge })));
      return [[entry, { out: out.has(entry), gaps: Object.fromEntries(gaps) }]];
    }),
  );
}
