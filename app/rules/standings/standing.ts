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
}

export interface Dropped {
  judge: string;
  value: string;
  why: "high" | "low";
  /** At level "criterion" only. */
  criterion?: string;
}

/** The standings of one round; `state` is the round's, or that of its live release. */
export interface RoundStandings {
  round: string;
  state: string;
  rule: Rule;
  standings: Standing[];
}
