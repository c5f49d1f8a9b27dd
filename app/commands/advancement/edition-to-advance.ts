import type { Transaction } from "kysely";
import { z } from "zod";
import { planOf, todayAt } from "~/reads/advancement/advancement-plan.ts";
import type { Actor } from "~/rules/accounts/access.ts";
import { advancementBlockers } from "~/rules/advancement/blockers.ts";
import { heatsPublishedSince, lineDifferences } from "~/rules/advancement/recorded-line.ts";
import { findFinalId } from "~db/queries/advancement/advancement-final.ts";
import { findAdvancementTask } from "~db/queries/advancement/advancements.ts";
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
export const heatEntryInput = z.object({
  edition: editionSlug,
  heat: z.string().min(1).max(64),
  entry: z.string().min(1).max(64),
});

type Who = Parameters<typeof editionToSetUp>[0];

/** The edition, for one who may set it up; what happens there happens to its final. */
export async function finalToFill(request: Who) {
  const found = await editionToSetUp(request);
  return found && { ...found, roundId: (await findFinalId(request.trx, found.editionId)) ?? null };
}

/** The same, where it happens to an entry of one of its heats. */
export async function heatToAdvance(request: Who & { input: { heat: string } }) {
  const found = await editionToSetUp(request);
  return found && { ...found, roundId: (await findRoundId(request.trx, found.editionId, request.input.heat)) ?? null };
}

interface Asked {
  trx: Transaction<DB>;
  actor: Actor;
  subject: { editionId: number; edition: { id: number; advancement: unknown } };
  at: Date;
}

/** Locks the heats and the final, and answers the task with its plan. */
export async function lockAdvancement({ trx, subject: { edition }, at }: Asked) {
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
    gaps: advancementBlockers(task.heats, plan, todayAt(at)),
    differences: task.drawn ? lineDifferences(task.drawn.places, plan) : [],
    corrected: task.drawn ? heatsPublishedSince(task.drawn.places, task.published) : [],
  };
}
