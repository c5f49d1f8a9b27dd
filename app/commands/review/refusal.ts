import type { Tie } from "~/rules/review/conflict.ts";

/** Why an act on a review was refused. */
export type ReviewRefusal =
  /** How the round is reviewed is not set yet. */
  | { type: "review-not-set" }
  | { type: "round-not-open" }
  /** What was looked at has changed: the assignment, the panel, the entries, the standings. */
  | { type: "stale-preview" }
  /** The judge is tied to the project in these ways. */
  | { type: "conflict"; ties: Tie[] }
  | { type: "already-assigned" | "not-assigned" | "sheet-begun" };
