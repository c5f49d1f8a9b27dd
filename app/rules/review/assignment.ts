import { type Arc, minCostFlow } from "~/primitives/min-cost-flow.ts";

/** Who reviews what in a preliminary round: every project by so many judges of its panel, never by one who is bound to it. */

export interface Pair {
  entry: number;
  judge: number;
}

export interface ReviewJudge {
  id: number;
  /** The tracks that the judge knows; none stated: any. */
  tracks: readonly number[];
  /** How many reviews the judge takes at most; null: as many as it needs. */
  most: number | null;
  /** Of a round with several panels, the one that the judge sits on; null or none: on all of them. */
  panel?: string | null;
}

export interface ReviewEntry {
  id: number;
  track: number | null;
  /** The panel that judges it. */
  panel?: string | null;
}

export interface AssignmentTask {
  perEntry: number;
  judges: readonly ReviewJudge[];
  entries: readonly ReviewEntry[];
  /** Whether that judge must not review that entry. */
  isForbidden: (entry: number, judge: number) => boolean;
  /** What stands whatever is computed: begun sheets, and what was assigned by hand. */
  kept: readonly Pair[];
  /** What was taken away by hand: it is not computed again. */
  takenOff: readonly Pair[];
  /** What is assigned now: of two assignments that are as good, the one that changes less is taken. */
  present: readonly Pair[];
}

/** An entry that gets fewer reviews than it should, and why no further judge is there. */
export interface Shortage {
  entry: number;
  lacking: number;
  /** Judges who are bound to it. */
  conflicts: number;
  /** Judges without a conflict who were taken off it by hand. */
  takenOff: number;
  /** Judges who would be free for it, but have as many reviews as they take. */
  full: number;
}

export interface Assignment {
  /** Kept ones first, then by entry and judge. */
  pairs: Pair[];
  shortages: Shortage[];
}

/** What an assignment is measured by; the unit is small enough to set two otherwise equal ones apart. */
export interface Weights {
  /** A judge with l reviews costs load × l². */
  load: number;
  /** A review by a judge who does not know the track: worth so much unevenness that a quarter more load goes before it. */
  otherTrack: number;
  /** A review that was not there before. */
  change: number;
}

/** The weights for a task of this size. */
export function weightsOf({
  perEntry,
  judges,
  entries,
}: Pick<AssignmentTask, "perEntry" | "judges" | "entries">): Weights {
  const load = 4;
  const mean = (perEntry * entries.length) / Math.max(judges.length, 1);
  return { load, otherTrack: 2 * load * Math.max(2, Math.ceil(mean / 4)), change: 1 };
}

/** Whether the judge knows what the entry is about; without a track on either side nobody can say otherwise. */
export function knows({ tracks }: Pick<ReviewJudge, "tracks">, { track }: Pick<ReviewEntry, "track">): boolean {
  return track === null || tracks.length === 0 || tracks.includes(track);
}

/** Whether the judge sits on the panel that judges the entry; nothing is assigned to anybody else (isAssigned, in the database). */
export function isOnPanelOf(
  { panel: of = null }: Pick<ReviewJudge, "panel">,
  { panel = null }: Pick<ReviewEntry, "panel">,
): boolean {
  return of === null || of === panel;
}

/**
 * The best assignment: as many of the wanted reviews as can be had; where not all can, spread evenly over the entries; then of
 * the least weight. The order in which entries and judges are given parts what is still equal, so the same task always has
 * the same answer.
 */
export function computeAssignment(task: AssignmentTask): Assignment {
  const fixed = new Set(task.kept.map(nameOf));
  const keptBy = { entry: countBy(task.kept, "entry"), judge: countBy(task.kept, "judge") };
  const { arcs, candidates, source, sink, nodes } = networkOf(task, fixed, keptBy);
  const { through } = minCostFlow({ nodes, source, sink, arcs });
  const chosen = candidates.filter((_, arc) => (through[arc] ?? 0) > 0);
  const pairs = [...task.kept, ...chosen];
  return { pairs, shortages: shortagesOf(task, pairs) };
}

type Counts = Record<"entry" | "judge", Map<number, number>>;

/** Source → entry (one arc a review, the next dearer) → judge (one, at most) → sink (one arc a review, the next dearer). */
function networkOf(task: AssignmentTask, fixed: ReadonlySet<string>, keptBy: Counts) {
  const { judges, entries, perEntry } = task;
  const weights = weightsOf(task);
  const present = new Set(task.present.map(nameOf));
  const takenOff = new Set(task.takenOff.map(nameOf));
  const source = 0;
  const sink = 1;
  const judgeNode = (at: number) => 2 + entries.length + at;
  const candidates: Pair[] = [];
  const arcs: Arc[] = [];
  const open = judges.map(() => 0);
  for (const [e, entry] of entries.entries()) {
    if ((keptBy.entry.get(entry.id) ?? 0) >= perEntry) continue;
    for (const [j, judge] of judges.entries()) {
      const pair = { entry: entry.id, judge: judge.id };
      const name = nameOf(pair);
      if (!isOnPanelOf(judge, entry)) continue;
      if (fixed.has(name) || takenOff.has(name) || task.isForbidden(entry.id, judge.id)) continue;
      const cost = (knows(judge, entry) ? 0 : weights.otherTrack) + (present.has(name) ? 0 : weights.change);
      candidates.push(pair);
      arcs.push({ from: 2 + e, to: judgeNode(j), capacity: 1, cost });
      open[j] = (open[j] ?? 0) + 1;
    }
  }
  for (const [j, judge] of judges.entries()) {
    const has = keptBy.judge.get(judge.id) ?? 0;
    const takes = Math.min(open[j] ?? 0, (judge.most ?? Number.POSITIVE_INFINITY) - has);
    // l² grows by 2l − 1 with the l-th review
    for (let l = has + 1; l <= has + takes; l++)
      arcs.push({ from: judgeNode(j), to: sink, capacity: 1, cost: weights.load * (2 * l - 1) });
  }
  // One review more for whom has fewest outweighs whatever else could be saved along a chain through all judges
  const dearest = weights.load * 2 * (entries.length + task.kept.length) + weights.otherTrack + weights.change;
  const even = 2 * (judges.length + 1) * dearest;
  for (const [e, entry] of entries.entries()) {
    for (let r = (keptBy.entry.get(entry.id) ?? 0) + 1; r <= perEntry; r++)
      arcs.push({ from: source, to: 2 + e, capacity: 1, cost: even * r });
  }
  return { arcs, candidates, source, sink, nodes: 2 + entries.length + judges.length };
}

function shortagesOf(task: AssignmentTask, pairs: readonly Pair[]): Shortage[] {
  const assigned = new Set(pairs.map(nameOf));
  const offs = new Set(task.takenOff.map(nameOf));
  const by = { entry: countBy(pairs, "entry"), judge: countBy(pairs, "judge") };
  return task.entries.flatMap(({ id: entry, panel }) => {
    const lacking = task.perEntry - (by.entry.get(entry) ?? 0);
    if (lacking <= 0) return [];
    const others = task.judges.filter(
      (judge) => isOnPanelOf(judge, { panel }) && !assigned.has(nameOf({ entry, judge: judge.id })),
    );
    const untied = others.filter((judge) => !task.isForbidden(entry, judge.id));
    const takenOff = untied.filter((judge) => offs.has(nameOf({ entry, judge: judge.id }))).length;
    const conflicts = others.length - untied.length;
    return [{ entry, lacking, conflicts, takenOff, full: untied.length - takenOff }];
  });
}

/** A pair as a key for sets. */
export function nameOf({ entry, judge }: Pair): string {
  return `${entry} ${judge}`;
}

function countBy(pairs: readonly Pair[], side: keyof Pair): Map<number, number> {
  const counts = new Map<number, number>();
  for (const pair of pairs) counts.set(pair[side], (counts.get(pair[side]) ?? 0) + 1);
  return counts;
}
