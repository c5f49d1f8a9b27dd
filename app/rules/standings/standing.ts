import { recusedAt } from "../scoring/recusal.ts";
import type { Rule, TieStep } from "./rule.ts";

/** One entry's line in the standings, as people script against it: decimals are strings, so that nothing is lost on the way. */
export interface Standing {
  /** `null` for an entry without a total. */
  rank: number | null;
  /** Another entry of the same ranking has the same rank. */
  shared: boolean;
  entry: string;
  title: string;
  group: string | null;
  total: string | null;
  /** Submitted sheets, of which `counted` made the total: the rest was incomplete or dropped. */
  sheets: number;
  counted: number;
  dropped: Dropped[];
  /** There only when the rule trims and too few values were there to trim. */
  untrimmed?: true;
  /** The tie step that set the entry apart from its equals, if there were any and one did. */
  partedBy: TieStep | null;
  criteria: Record<string, { combined: string | null; points: string | null }>;
  /** From here on keys that only rounds with the setting have (docs/standings.md). */
  panel?: string | null;
  /** Of the counting sheets, by judge. */
  values?: SheetValue[];
  /** Rounded, before their weights. */
  kinds?: Record<string, string | null>;
  /** What the judges made of it: after step 5. */
  panelPoints?: string | null;
  coefficient?: string | null;
  /** Weight × score, rounded. */
  parts?: Record<string, string | null>;
  /** Votes of the hall; null until they count. */
  hall?: number | null;
  adjustments?: { amount: string; article: string; reason: string }[];
  /** The round's own total, where `total` is the overall one. */
  own?: string | null;
  /** By earlier round, the total there. */
  carried?: Record<string, string | null>;
  /** Thresholds that it does not reach: "total", "criterion:KEY". */
  below?: string[];
  /** "kind:KEY", "part:KEY", "carried:ROUND". */
  lacks?: string[];
  /** By judge whose order counts, the place there. */
  placings?: Record<string, string>;
  /** "majority" alone: which place most judges gave it or a better one, how many did, and the sum of these places. */
  majority?: Majority | null;
  /** "skating" alone, in place of both: its places criterion by criterion, and how they made the total. */
  skating?: Skating | null;
}

export interface Skating {
  /** By criterion, the place there, the judges' places that made it, and what they say. */
  criteria: Record<string, { place: string; placings: Record<string, string>; majority: Majority }>;
  /** Of the places in the criteria. */
  sum: string;
  /** The skating system's rule that gave the place. */
  rule: 9 | 10 | 11;
  /** By rule 10 the places in the criteria, by 11 all judges' places that are `place` or better: how many, and their sum. */
  count: { place: number; places: number; sum: string } | null;
}

export interface Majority {
  place: number;
  judges: number;
  sum: string;
}

/** A counting sheet's total and what became of it. */
export interface SheetValue {
  judge: string;
  sheet: string;
  normalised?: string;
  revised?: string;
  kind?: string;
}

/** What the standings say of the round as a whole; keys that only rounds with the setting have. */
export interface RoundFigures {
  /** Judges who tell nothing apart: their values are the mean. */
  flat?: string[];
  panels?: Record<string, { mean: string | null; coefficient: string | null }>;
  allPanels?: string | null;
  /** All votes of the hall, and those of the entry with the most; null until they count. */
  hall?: { votes: number; most: number } | null;
  /** By earlier round: "release N", or "closed". */
  carriedFrom?: Record<string, string>;
}

export interface Dropped {
  judge: string;
  value: string;
  why: "high" | "low";
  /** At level "criterion" only. */
  criterion?: string;
}

/** The standings of one round; `state` is the round's, or that of its live release. */
export interface RoundStandings extends RoundFigures {
  round: string;
  state: string;
  rule: Rule;
  standings: Standing[];
}

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

/** What the standings themselves do not hold: the number called on stage (null before the draw) and the English title. */
export interface EntryWords {
  key: string;
  number: number | null;
  titleEn: string | null;
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
