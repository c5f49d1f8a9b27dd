import type { AdvancementRule } from "./advancement-rule.ts";
import type { CapInUse } from "./cap.ts";
import type { HeatCount, PlacesBasis, QuotaOfUnit } from "./quotas.ts";
import type { Figure } from "./wildcard-measure.ts";

/**
 * The line between the heats and the final (晋级): the first of each heat, wildcards across heats, and who moves up when one
 * withdraws. Everything rests on published standings; a withdrawal changes nobody's standing but by moving up.
 */

/** One line of a heat's published standings. */
export interface HeatEntry {
  id: number;
  entry: string;
  title: string;
  titleEn: string | null;
  group: string | null;
  rank: number | null;
  total: string | null;
  /** Its total in the preliminary review; null where it had none. */
  preliminary: string | null;
  withdrawn: boolean;
  /** Its place in the running order of its heat; none in a heat that was not drawn. */
  number?: number | null;
  /** The company of its application, or else the leader's employer. */
  institution?: string | null;
  /** Whose link brought its application, or else whom it names. */
  recommender?: string | null;
}

/** A heat with the release that its result was published by. */
export interface PublishedHeat {
  slug: string;
  /** The key of its track. */
  track?: string | null;
  /** Its groups are ranked each by itself: then each has a line of its own. */
  separate: boolean;
  /** Places make its totals, so that less is better. */
  byPlaces?: boolean;
  version: number;
  digest: string;
  entries: readonly HeatEntry[];
}

export interface AdvancementInput {
  heats: readonly PublishedHeat[];
  rule: AdvancementRule;
  /** Every recorded decision of the panel, the oldest first. */
  votes: readonly PanelDecision[];
  /** Of all heats, also of those that are not published yet: what a quota may go by. */
  registrations?: readonly HeatCount[];
}

/** What the panel decided on equals in one vote: a place for each of them, by entry. The smaller one is the better. */
export interface PanelDecision {
  id: number;
  recordedAt: Date;
  places: ReadonlyMap<number, number>;
}

export type AdvancementOutcome = "advanced" | "wildcard" | "substitute" | "cut" | "undecided" | "withdrawn";
export type TieBrokenBy = "rank" | "preliminary" | "vote";

/** Why an entry stands where it does. */
export type Reason =
  /** `past`: so many on its line were passed over by the cap. */
  | { why: "within" | "behind"; rank: number; places: number; past?: number }
  /** 「同分者均晋级」. */
  | { why: "all-equal"; shared: number }
  /** Equal on the line, and parted there. */
  | { why: "parted"; by: TieBrokenBy }
  | { why: "undecided"; shared: number; room: number }
  /** As many of its institution or recommender as may go on are ahead of it, by id. */
  | { why: "capped"; of: CapInUse["of"]; most: number; ahead: number[] }
  | { why: "measured"; figure: Figure; place: number; places: number }
  /** A place became free, of the line or of the wildcards. */
  | { why: "moved-up"; free: "line" | "wildcards" }
  | { why: "unranked" }
  | { why: "withdrawn"; was: LineStanding };

/** Where an entry stands before anybody withdraws. */
export type LineStanding = Exclude<AdvancementOutcome, "withdrawn">;

export interface PlannedPlace {
  entry: HeatEntry;
  heat: string;
  standing: LineStanding;
  outcome: AdvancementOutcome;
  reason: Reason;
  /** Its place among those who could move up in its line, 1 for the next; equal ones share it. Null for everyone else. */
  next: number | null;
  /** By the measure of the wildcards, for those who came up for one. */
  figure: Figure | null;
}

export interface AdvancementLine {
  heat: string;
  /** Null: the line of the whole heat. */
  group: string | null;
  places: number;
  /** By what it has so many, where the rule has a share or a quota. */
  basis?: PlacesBasis;
  /** By rank; those without one last. */
  entries: PlannedPlace[];
}

/** Equals with fewer places than there are of them, whom the panel parts. */
export interface AdvancementTie {
  /** The heat whose line they share; null: the wildcards. */
  heat: string | null;
  /** Of a line of a group. */
  group: string | null;
  /** They share a place that became free. */
  movingUp: boolean;
  room: number;
  /** By id: those of them who are still there. */
  entries: number[];
  /** Parts them already; null while they are undecided. */
  decision: PanelDecision | null;
  /** Nobody waits for the vote: without one the rule's next step parts them. */
  optional?: boolean;
}

export interface AdvancementPlan {
  lines: AdvancementLine[];
  ties: AdvancementTie[];
  /** How the edition's places were distributed, where the rule does so. */
  quotas?: QuotaOfUnit[];
  /** Of everything that the plan rests on and says. */
  digest: string;
}

/** Everybody of a plan who goes on. */
export function advancingOf(plan: AdvancementPlan): PlannedPlace[] {
  return plan.lines.flatMap(({ entries }) => entries).filter(({ outcome }) => isAdvancing(outcome));
}

export function isAdvancing(outcome: AdvancementOutcome): boolean {
  return outcome === "advanced" || outcome === "wildcard";
}

/** The order of keys and slugs: the shorter first, so that 2 comes before 10. */
export function byText(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}
