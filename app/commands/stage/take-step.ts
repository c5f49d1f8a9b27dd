import type { Transaction } from "kysely";
import { z } from "zod";
import { type Actor, can } from "~/rules/accounts/access.ts";
import {
  type Conduct,
  type ConductFacts,
  type ConductRefusal,
  type ConductStep,
  conductOf,
  conductStepSchema,
  openedTogether,
  refusalOfConductStep,
} from "~/rules/stage/conduct.ts";
import { entriesOnStage, stageOfPanel } from "~/rules/stage/stages.ts";
import { lockRound } from "~db/queries/rounds/rounds.ts";
import {
  existsSubmittedSheet,
  findAllSteps,
  findStage,
  insertStep,
  setScoringOpened,
} from "~db/queries/stage/stage.ts";
import type { DB } from "~db/schema.ts";
import { command, done, refuse } from "../command.ts";

export type ConductStepRefusal =
  | { type: "stale-version" | "scoring-begun" }
  | { type: "step-refused"; why: ConductRefusal };

/**
 * The conductor takes one step, or takes the last one back. `after` is the number of the last step that the actor saw
 * (0: none): who acts on an older picture is refused, so that two people at the desk never step over each other. The
 * opening of a project's scoring is taken back only while no judge has handed in a sheet for it. Where several panels judge
 * side by side, `panel` says on whose stage; each goes its own way.
 */
export const takeStep = command({
  name: "take-step",
  input: z.object({
    round: z.string().max(200),
    panel: z.string().max(200).nullable().default(null),
    after: z.number().int().min(0),
    step: conductStepSchema,
  }),
  who: conductedRound,
  run: async ({ trx, input: { after, step }, subject: { roundId, round, panel }, actor, at }) => {
    const steps = await findAllSteps(trx, roundId, panel);
    const conduct = conductOf(steps, round);
    if (conduct.seq !== after) return refuse<ConductStepRefusal>({ type: "stale-version" });
    const stage = await findStage(trx, roundId);
    const entries = stage ? entriesOnStage(stage.entries, stage, panel) : [];
    const facts = { ...round, entries: entries.filter(({ out }) => !out).map(({ key }) => key) };
    const why = refusalOfConductStep(conduct, step, facts);
    if (why) return refuse<ConductStepRefusal>({ type: "step-refused", why });
    const seq = conduct.seq + 1;
    const undone = step.type === "undo" ? steps.find((each) => each.seq === step.seq)?.step : undefined;
    if (undone?.type === "open-scoring") {
      const closing = [undone.entry, ...(undone.together ?? [])];
      for (const entry of closing)
        if (await existsSubmittedSheet(trx, { roundId, entry }))
          return refuse<ConductStepRefusal>({ type: "scoring-begun" });
      await setScoringOpened(trx, { roundId, entries: closing, at: null });
    }
    const taken = step.type === "open-scoring" ? openingStep(step.entry, conduct, facts) : step;
    if (taken.type === "open-scoring")
      await setScoringOpened(trx, { roundId, entries: [taken.entry, ...(taken.together ?? [])], at });
    await insertStep(trx, { roundId, panel, seq, step: taken, takenById: actor.id, takenAt: at });
    const about = "entry" in step ? step.entry : null;
    const trail = { seq, step: step.type, entry: about, undoes: step.type === "undo" ? step.seq : null };
    return done({ seq }, panel === null ? trail : { ...trail, panel });
  },
});

/** The opening of a project's scoring, with the others that open with it at the beginning. */
function openingStep(entry: string, { opened }: Conduct, facts: ConductFacts): ConductStep {
  const first = openedTogether(facts);
  const together = first.includes(entry) ? first.filter((each) => each !== entry && !opened.includes(each)) : [];
  return { type: "open-scoring", entry, ...(together.length > 0 && { together }) };
}

/** The round, locked, when the actor conducts it and it has that stage; else null. One step at a time is taken in a round. */
async function conductedRound(request: {
  trx: Transaction<DB>;
  actor: Actor;
  input: { round: string; panel: string | null };
}) {
  const round = await lockRound(request.trx, request.input.round);
  if (!round || !can(request.actor, "conduct", { editionId: round.editionId, roundId: round.id })) return null;
  const panel = stageOfPanel(round.panels, request.input.panel);
  return panel === undefined ? null : { roundId: round.id, editionId: round.editionId, round, panel };
}
