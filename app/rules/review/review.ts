import { z } from "zod";
import { isOnPanelOf, knows, nameOf } from "./assignment.ts";
import { hideableFields } from "./blind.ts";
import type { Conflict } from "./conflict.ts";
import { conflictsIn, panelsIn, type ReviewTask } from "./review-plan.ts";

/** How applications are reviewed in a preliminary round. */
export const reviewSettingsSchema = z.object({
  /** Reviews that every application gets. */
  perEntry: z.number().int().min(1).max(9),
  /** Fields that judges do not see; none: the review is not blind. */
  blindFields: z
    .array(z.enum(hideableFields))
    .transform((fields) => hideableFields.filter((each) => fields.includes(each))),
  sameEmployer: z.boolean(),
  sameSchool: z.boolean(),
  sameRecommender: z.boolean(),
  /** A judge sees the own mean and spread beside the sheet. */
  ownFigures: z.boolean(),
});
export type ReviewSettings = z.output<typeof reviewSettingsSchema>;

const words = z
  .string()
  .trim()
  .max(100)
  .nullish()
  .transform((text) => text || null);

/** What a judge's assignments depend on. */
export const judgeProfileSchema = z.object({
  employer: words,
  school: words,
  /** The key of the recommending institution that sent the judge. */
  recommender: words,
  /** The keys of the tracks that the judge knows; none: any. */
  tracks: z.array(z.string().max(64)).max(50),
  mostReviews: z
    .number()
    .int()
    .min(1)
    .max(5000)
    .nullish()
    .transform((most) => most ?? null),
});
export type JudgeProfile = z.output<typeof judgeProfileSchema>;

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
