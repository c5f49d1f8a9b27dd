import type { Transaction } from "kysely";
import { z } from "zod";
import { digestOf } from "~/primitives/canonical-json.ts";
import { homeZone } from "~/primitives/home-zone.ts";
import { dayIn } from "~/primitives/local-time.ts";
import type { Actor } from "~/rules/accounts/access.ts";
import type { AdvancementPlan, Placed, Tie } from "~/rules/advancement/advancement.ts";
import { differencesSince, gapsOf, isOpen, planAdvancement, publishedSince } from "~/rules/advancement/drawn-line.ts";
import { findFinalId } from "~db/queries/advancement/advancement-final.ts";
import { type AdvancementTask, findAdvancementTask } from "~db/queries/advancement/advancements.ts";
import { findRoundId, lockRounds } from "~db/queries/screening/screening-targets.ts";
import type { DB } from "~db/schema.ts";
import { type FieldError, refuse } from "../command.ts";
import { editionSlug, editionToSetUp } from "../editions/edition-to-set-up.ts";

export type AdvancementRefusal =
  | { type: "no-advancement-rule" | "no-final" | "final-begun" }
  | { type: "heats-unpublished" | "notice-open" | "ties-undecided" | "stale-preview" }
  | { type: "invalid-input"; fields: FieldError[] }
  | { type: "advancement-differs" | "not-next" | "withdrawn-already" | "no-such-entry" | "not-tied" };

/** An entry of one of the edition's heats. */
export const ofHeat = z.object({
  edition: editionSlug,
  heat: z.string().min(1).max(64),
  entry: z.string().min(1).max(64),
});

type Who = Parameters<typeof editionToSetUp>[0];

/** The edition, for one who may set it up; what happens there happens to its final. */
export async function finalToFill(asked: Who) {
  const found = await editionToSetUp(asked);
  return found && { ...found, roundId: (await findFinalId(asked.trx, found.editionId)) ?? null };
}

/** The same, where it happens to an entry of one of its heats. */
export async function heatToAdvance(asked: Who & { input: { heat: string } }) {
  const found = await editionToSetUp(asked);
  return found && { ...found, roundId: (await findRoundId(asked.trx, found.editionId, asked.input.heat)) ?? null };
}

interface Asked {
  trx: Transaction<DB>;
  actor: Actor;
  subject: { editionId: number; edition: { id: number; advancement: unknown } };
  at: Date;
}

/** What the page shows of the line, and what a command goes by: the task with its plan, or null without a rule. */
export function planOf({ rule, published, votes }: AdvancementTask): AdvancementPlan | null {
  return rule && planAdvancement({ heats: published, rule, votes });
}

/** The plan by the rule of the line that was drawn: by it the next moves up until the line is drawn anew. Null before. */
export function planOfLine({ drawn, published, votes }: AdvancementTask): AdvancementPlan | null {
  return drawn && planAdvancement({ heats: published, rule: drawn.rule, votes });
}

/** Equals on whom the panel's decision can be recorded now: by the rule as it is, and by that of the line that was drawn. */
export function openTies(task: AdvancementTask): Tie[] {
  const moving = planOfLine(task)?.ties.filter(({ movingUp }) => movingUp) ?? [];
  const ties = [...moving, ...(planOf(task)?.ties ?? [])].filter((tie) => isOpen(tie, task.drawn));
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

/** Holds the heats and the final still, and answers the task with its plan. */
export async function hold({ trx, subject: { edition }, at }: Asked) {
  const seen = await findAdvancementTask(trx, edition);
  await lockRounds(trx, [...seen.heats.map(({ id }) => id), ...(seen.final ? [seen.final.id] : [])]);
  const task = await findAdvancementTask(trx, edition);
  const plan = planOf(task);
  const no = (type: "no-advancement-rule" | "no-final" | "final-begun") => refuse<AdvancementRefusal>({ type });
  if (!plan || !task.rule) return no("no-advancement-rule");
  if (!task.final) return no("no-final");
  if (task.final.begun) return no("final-begun");
  return {
    ok: true as const,
    task,
    plan,
    rule: task.rule,
    final: task.final,
    drawn: task.drawn,
    gaps: gapsOf(task.heats, plan, todayAt(at)),
    differences: task.drawn ? differencesSince(task.drawn.places, plan) : [],
    corrected: task.drawn ? publishedSince(task.drawn.places, task.published) : [],
  };
}

/** Where an entry of a heat stands in a plan; undefined when its heat has no published result, or no such entry. */
export function placedOf(plan: AdvancementPlan, { heat, entry }: { heat: string; entry: string }): Placed | undefined {
  return plan.lines.flatMap(({ entries }) => entries).find((each) => each.heat === heat && each.entry.entry === entry);
}
