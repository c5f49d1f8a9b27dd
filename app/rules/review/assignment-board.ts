import { isOnPanelOf, knows, nameOf } from "./assignment.ts";
import type { Conflict } from "./conflict.ts";
import { conflictsIn, panelsIn, type ReviewTask } from "./review-plan.ts";

type Judge = ReviewTask["judges"][number];

/** One entry as the desk corrects it by hand: who has it, who could, who must not. */
export interface BoardEntry {
  id: number;
  assigned: { judge: Judge; origin: "computed" | "hand"; begun: boolean; conflicts: Conflict[] }[];
  /** How many more reviews it should have from judges without a tie. */
  lacking: number;
  /** Free of ties and with room, the best first: who knows the track, then who has least to do; last who was taken off it. */
  candidates: { judge: Judge; load: number; knows: boolean; takenOff: boolean }[];
  conflicted: { judge: Judge; conflicts: Conflict[] }[];
}

/** Those entries of the task (by id) as the desk corrects them. */
export function boardOf(task: ReviewTask, entryIds: readonly number[]): BoardEntry[] {
  const conflictsOf = conflictsIn(task);
  const takenOff = new Set(task.takenOff.map(nameOf));
  const loads = new Map<number, number>();
  for (const { judge } of task.assignments) loads.set(judge, (loads.get(judge) ?? 0) + 1);
  return task.entries
    .filter(({ id }) => entryIds.includes(id))
    .map((entry) => {
      const here = task.assignments.filter((each) => each.entry === entry.id);
      const assigned = here.flatMap(({ judge: id, origin, begun }) => {
        const judge = task.judges.find((each) => each.id === id);
        return judge ? [{ judge, origin, begun, conflicts: conflictsOf(entry.id, id) }] : [];
      });
      const others = task.judges.filter(
        (judge) => isOnPanelOf(judge, entry) && !here.some((each) => each.judge === judge.id),
      );
      const candidates = others
        .filter(
          ({ id, most }) => conflictsOf(entry.id, id).length === 0 && (most === null || (loads.get(id) ?? 0) < most),
        )
        .map((judge) => ({
          judge,
          load: loads.get(judge.id) ?? 0,
          knows: knows(judge, entry),
          takenOff: takenOff.has(nameOf({ entry: entry.id, judge: judge.id })),
        }))
        .sort(
          (a, b) => Number(a.takenOff) - Number(b.takenOff) || Number(b.knows) - Number(a.knows) || a.load - b.load,
        );
      const sound = assigned.filter(
        (each) => each.begun || (isOnPanelOf(each.judge, entry) && each.conflicts.length === 0),
      ).length;
      return {
        id: entry.id,
        assigned,
        lacking: Math.max(0, task.settings.perEntry - sound),
        candidates,
        conflicted: others.flatMap((judge) => {
          const between = conflictsOf(entry.id, judge.id);
          return between.length > 0 ? [{ judge, conflicts: between }] : [];
        }),
      };
    });
}

/** The entries that lack a judge without a tie, by id; quick, without looking at all that could be assigned. */
export function entriesLacking(task: ReviewTask): Set<number> {
  const conflictsOf = conflictsIn(task);
  const onPanel = panelsIn(task);
  const seated = new Set(task.judges.map(({ id }) => id));
  const sound = new Map<number, number>();
  for (const { entry, judge, begun } of task.assignments) {
    if (seated.has(judge) && (begun || (onPanel(entry, judge) && conflictsOf(entry, judge).length === 0)))
      sound.set(entry, (sound.get(entry) ?? 0) + 1);
  }
  return new Set(task.entries.filter(({ id }) => (sound.get(id) ?? 0) < task.settings.perEntry).map(({ id }) => id));
}
