import { digestOf } from "~/primitives/canonical-json.ts";
import { homeZone } from "~/primitives/home-zone.ts";
import { dayIn } from "~/primitives/local-time.ts";
import type { AdvancementPlan, AdvancementTie, PlannedPlace } from "~/rules/advancement/advancement.ts";
import { planAdvancement } from "~/rules/advancement/plan-advancement.ts";
import { isTieOpen } from "~/rules/advancement/recorded-line.ts";
import type { AdvancementTask } from "~db/queries/advancement/advancements.ts";

/** What the page shows of the line, and what a command goes by: the task with its plan, or null without a rule. */
export function planOf({ rule, published, votes, registrations }: AdvancementTask): AdvancementPlan | null {
  return rule && planAdvancement({ heats: published, rule, votes, registrations });
}

/** The plan by the rule of the line that was drawn: by it the next moves up until the line is drawn again. Null before. */
export function planOfRecordedLine({
  drawn,
  published,
  votes,
  registrations,
}: AdvancementTask): AdvancementPlan | null {
  return drawn && planAdvancement({ heats: published, rule: drawn.rule, votes, registrations });
}

/** Equals on whom the panel's decision can be recorded now: by the rule as it is, and by that of the line that was drawn. */
export function openTies(task: AdvancementTask): AdvancementTie[] {
  const moving = planOfRecordedLine(task)?.ties.filter(({ movingUp }) => movingUp) ?? [];
  const ties = [...moving, ...(planOf(task)?.ties ?? [])].filter((tie) => isTieOpen(tie, task.drawn));
  return [...new Map(ties.map((tie) => [tie.entries.join(" "), tie])).values()];
}

/** Beijing's day is the day of the public notice. */
export function todayAt(at: Date): string {
  return dayIn(homeZone, at);
}

/** What whoever draws the line has before their eyes: the plan, and the heats that it leaves out. */
export function previewDigest(task: AdvancementTask, plan: AdvancementPlan): string {
  const missing = task.heats.filter(({ release }) => release === null).map(({ slug }) => slug);
  return digestOf({ plan: plan.digest, missing: missing.sort(), final: task.final?.slug ?? null });
}

/** Where an entry of a heat stands in a plan; undefined when its heat has no published result, or no such entry. */
export function findPlannedPlace(
  plan: AdvancementPlan,
  { heat, entry }: { heat: string; entry: string },
): PlannedPlace | undefined {
  return plan.lines.flatMap(({ entries }) => entries).find((each) => each.heat === heat && each.entry.entry === entry);
}
