/** What stands beside a round's standings: its panel, criteria and groups in words, and every sheet's total. */
export interface ScoreBoard {
  judges: { key: string; name: string; head: boolean }[];
  criteria: Labelled[];
  groups: Titled[];
  entries: EntryWords[];
  /**
   * The submitted sheets of the judges above. `total` is Σ factor × mark, rounded as the rule says, a decimal string;
   * `lacking` counts the marks that are not there.
   */
  sheets: { entry: string; judge: string; total: string; lacking: number }[];
  recusals: { entry: string; judge: string }[];
  /** Who is assigned to review what; null: every judge scores every entry. */
  asked: { entry: string; judge: string }[] | null;
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

/** What the standings themselves do not hold: the number called on stage (null before the draw) and the English title. */
export interface EntryWords {
  key: string;
  number: number | null;
  titleEn: string | null;
}

/** How many sheets the panel owes: one for each entry and judge (of a review: assigned to it) that has not recused. */
export function expectedSheets(board: ScoreBoard, entries: number): number {
  if (board.asked === null) return board.judges.length * entries - board.recusals.length;
  const recused = new Set(board.recusals.map(({ entry, judge }) => `${entry}\n${judge}`));
  return board.asked.filter(({ entry, judge }) => !recused.has(`${entry}\n${judge}`)).length;
}
