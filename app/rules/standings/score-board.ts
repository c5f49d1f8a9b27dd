import { recusedAt } from "../scoring/recusal.ts";

/** What stands beside a round's standings: its panel, criteria and groups in words, and every sheet's total. */
export interface ScoreBoard {
  judges: { key: string; name: string; head: boolean }[];
  criteria: Labelled[];
  groups: Titled[];
  entries: EntryWords[];
  /**
   * The submitted sheets of the judges above. `total` is Σ factor × mark, rounded as the rule says, a decimal string;
   * `lacking` counts the marks that are not there; `paper`: entered from paper.
   */
  sheets: { entry: string; judge: string; total: string; lacking: number; paper: boolean }[];
  recusals: { entry: string; judge: string }[];
  /** Who is assigned to review what; null: every judge scores every entry. */
  asked: { entry: string; judge: string }[] | null;
  /** Keys of the entries that do not appear, absent or too late: no sheet is waited for there. */
  out: string[];
}

export interface Labelled {
  key: string;
  label: string;
  labelEn: string | null;
}

export interface Titled {
  key: string;
  title: string;
  titleEn: string | null;
}

/** What the standings themselves do not hold: the number called on stage (null before the draw), the English title, who was not there. */
export interface EntryWords {
  key: string;
  number: number | null;
  titleEn: string | null;
  /** It does not appear, absent or too late. Left out in versions published before this was written down. */
  absent?: boolean;
}

/** How many sheets the panel owes: one for each entry that appears and judge (of a review: assigned to it) that has not recused. */
export function expectedSheets(
  board: Pick<ScoreBoard, "judges" | "recusals" | "asked" | "out">,
  entries: number,
): number {
  const out = new Set(board.out);
  const recusals = board.recusals.filter(({ entry }) => !out.has(entry));
  if (board.asked === null) return board.judges.length * (entries - out.size) - recusals.length;
  const recused = recusedAt(recusals);
  return board.asked.filter((place) => !out.has(place.entry) && !recused(place)).length;
}
