import { digestOf } from "~/primitives/canonical-json.ts";
import { computeAssignment, isOnPanelOf, knows, nameOf, type Pair, type Shortage } from "./assignment.ts";
import { type Conflict, type ConflictEntry, type ConflictJudge, conflictFinder } from "./conflict.ts";
import type { ReviewSettings } from "./review-settings.ts";

/** Everything that a round's assignment depends on. */
export interface ReviewTask {
  settings: ReviewSettings;
  /** Who sits on the panel now, in the order of their keys. */
  judges: (ConflictJudge & {
    id: number;
    key: string;
    tracks: number[];
    most: number | null;
    panel: string | null;
  })[];
  /** In the order in which judges see them. */
  entries: (ConflictEntry & {
    id: number;
    key: string;
    title: string;
    titleEn: string | null;
    track: number | null;
    panel: string | null;
  })[];
  recusals: (Pair & { reason: string })[];
  assignments: PresentAssignment[];
  /** Taken away by hand, and not given back since. */
  takenOff: Pair[];
}

export interface PresentAssignment extends Pair {
  origin: "computed" | "hand";
  /** The judge has begun the sheet: the assignment can no longer be taken away. */
  begun: boolean;
}

export interface ReviewPlan {
  pairs: Pair[];
  shortages: Shortage[];
  added: Pair[];
  /** What goes, and the conflicts for which it must; none: it was only computed otherwise. */
  removed: (Pair & { conflicts: Conflict[] })[];
  /** What stays although there is a conflict, because the judge has begun. */
  conflicted: (Pair & { conflicts: Conflict[] })[];
  loads: { judge: number; before: number; after: number; kept: number }[];
  tracks: { track: number | null; reviews: number; known: number }[];
  /** Stands for the task and its answer: a plan that was looked at is applied only while both are the same. */
  digest: string;
}

/**
 * The best assignment for the task as it stands: hand-made ones without a conflict and begun sheets stay, and what was taken away
 * by hand stays away. Where panels judge side by side, each judges its own entries.
 */
export function planReview(task: ReviewTask): ReviewPlan {
  const conflictsOf = conflictsIn(task);
  const onPanel = panelsIn(task);
  const seated = new Set(task.judges.map(({ id }) => id));
  const standing = task.assignments.filter(({ judge }) => seated.has(judge));
  const stays = ({ entry, judge, origin, begun }: PresentAssignment) =>
    begun || (origin === "hand" && onPanel(entry, judge) && conflictsOf(entry, judge).length === 0);
  const fixed = standing.filter(stays).map(({ entry, judge }) => ({ entry, judge }));
  const { pairs, shortages } = computeAssignment({
    perEntry: task.settings.perEntry,
    judges: task.judges,
    entries: task.entries,
    isForbidden: (entry, judge) => conflictsOf(entry, judge).length > 0,
    kept: fixed,
    takenOff: task.takenOff,
    present: standing,
  });
  const before = new Set(task.assignments.map(nameOf));
  const after = new Set(pairs.map(nameOf));
  // Whoever left the panel with a sheet begun keeps their assignment: the sheet rests on it
  const left = task.assignments.filter(({ judge, begun }) => begun && !seated.has(judge));
  const removed = task.assignments.filter((each) => !after.has(nameOf(each)) && !left.includes(each));
  return {
    pairs,
    shortages,
    added: pairs.filter((pair) => !before.has(nameOf(pair))),
    removed: removed.map(({ entry, judge }) => ({
      entry,
      judge,
      conflicts: seated.has(judge) ? conflictsOf(entry, judge) : [],
    })),
    conflicted: fixed
      .map((pair) => ({ ...pair, conflicts: conflictsOf(pair.entry, pair.judge) }))
      .filter((each) => each.conflicts.length > 0),
    loads: task.judges.map(({ id: judge }) => ({
      judge,
      before: standing.filter((each) => each.judge === judge).length,
      after: pairs.filter((each) => each.judge === judge).length,
      kept: fixed.filter((each) => each.judge === judge).length,
    })),
    tracks: tracksOf(task, pairs),
    digest: digestOf({ task: taskFacts(task), pairs: pairs.map(nameOf) }),
  };
}

/** Tells of an entry and a judge of the task, by id, whether the judge sits on the panel that judges it. */
export function panelsIn({ judges, entries }: Pick<ReviewTask, "judges" | "entries">) {
  const judgeOf = new Map(judges.map((judge) => [judge.id, judge]));
  const entryOf = new Map(entries.map((entry) => [entry.id, entry]));
  return (entryId: number, judgeId: number): boolean => {
    const judge = judgeOf.get(judgeId);
    const entry = entryOf.get(entryId);
    return judge !== undefined && entry !== undefined && isOnPanelOf(judge, entry);
  };
}

/** The conflicts between two of the task, found once and remembered. */
export function conflictsIn(task: Pick<ReviewTask, "settings" | "judges" | "entries" | "recusals">) {
  const find = conflictFinder(task.settings);
  const declared = new Map(task.recusals.map((recusal) => [nameOf(recusal), recusal.reason]));
  const judges = new Map(task.judges.map((judge) => [judge.id, judge]));
  const entries = new Map(task.entries.map((entry) => [entry.id, entry]));
  const known = new Map<string, Conflict[]>();
  return (entryId: number, judgeId: number): Conflict[] => {
    const name = nameOf({ entry: entryId, judge: judgeId });
    const found = known.get(name);
    if (found) return found;
    const judge = judges.get(judgeId);
    const entry = entries.get(entryId);
    const conflicts = judge && entry ? find(judge, entry, declared.get(name) ?? null) : [];
    known.set(name, conflicts);
    return conflicts;
  };
}

function tracksOf({ judges, entries }: ReviewTask, pairs: readonly Pair[]): ReviewPlan["tracks"] {
  const judge = new Map(judges.map((each) => [each.id, each]));
  const entry = new Map(entries.map((each) => [each.id, each]));
  const counts = new Map<number | null, { reviews: number; known: number }>();
  for (const pair of pairs) {
    const who = judge.get(pair.judge);
    const what = entry.get(pair.entry);
    if (!who || !what) continue;
    const count = counts.get(what.track) ?? { reviews: 0, known: 0 };
    counts.set(what.track, { reviews: count.reviews + 1, known: count.known + (knows(who, what) ? 1 : 0) });
  }
  return [...counts].map(([track, count]) => ({ track, ...count })).sort((a, b) => (a.track ?? 0) - (b.track ?? 0));
}

/** The task without its words: what the digest is made of, quick to write. */
function taskFacts({ settings, judges, entries, assignments, takenOff, recusals }: ReviewTask) {
  return {
    settings: [settings.perEntry, settings.sameEmployer, settings.sameSchool, settings.sameRecommender].map(String),
    judges: judges.map(({ id, panel, tracks, most, employer, school, recommenderId }) => [
      id,
      panel,
      tracks,
      most,
      employer,
      school,
      recommenderId,
    ]),
    entries: entries.map(({ id, track, panel }) => [id, track, panel]),
    assignments: assignments.map((each) => `${nameOf(each)} ${each.origin} ${each.begun}`),
    takenOff: takenOff.map(nameOf),
    recusals: recusals.map(nameOf),
  };
}
