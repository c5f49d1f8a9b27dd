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
