import { type JudgedPlace, recusedAt } from "../scoring/recusal.ts";
import type { MarkTable } from "./mark-table.ts";
import type { ScoreBoard } from "./score-board.ts";

/** Why a judge has no mark at an entry: recused, not assigned to it, handed in a sheet that lacks the mark, or none yet. */
export type MissingMarkReason = "recused" | "unassigned" | "incomplete" | "missing";

/** An entry that is not compared, with the judges by whom it lacks a mark. */
export interface ExcludedEntry {
  /** It does not appear: absent, or too late. */
  out: boolean;
  gaps: Partial<Record<MissingMarkReason, string[]>>;
}

/** By entry: those that lack the mark of a judge who scores in this round. */
export function excludedEntries(
  table: MarkTable,
  board: Pick<ScoreBoard, "sheets" | "recusals" | "asked" | "out">,
): Map<string, ExcludedEntry> {
  const at = ({ entry, judge }: JudgedPlace) => `${entry}\n${judge}`;
  const recused = recusedAt(board.recusals);
  const handedIn = new Set(board.sheets.map(at));
  const assigned = board.asked && new Set(board.asked.map(at));
  const out = new Set(board.out);
  const scores = table.judges.map((_, judge) => table.rows.some(({ marks }) => marks[judge] != null));
  const gapAt = (place: JudgedPlace): MissingMarkReason => {
    if (recused(place)) return "recused";
    if (handedIn.has(at(place))) return "incomplete";
    return assigned === null || assigned.has(at(place)) ? "missing" : "unassigned";
  };
  return new Map(
    table.rows.flatMap(({ entry, marks }) => {
      const lacking = table.judges.filter((_, judge) => scores[judge] && marks[judge] === null);
      if (lacking.length === 0) return [];
      const gaps = Map.groupBy(lacking, (judge) => gapAt({ entry, judge }));
      return [[entry, { out: out.has(entry), gaps: Object.fromEntries(gaps) }]];
    }),
  );
}
