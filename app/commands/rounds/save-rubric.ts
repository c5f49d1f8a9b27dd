import { z } from "zod";
import { digestOf } from "~/primitives/canonical-json.ts";
import { type Criterion, rubricSchema } from "~/rules/rounds/rubric.ts";
import { weighsCriteria } from "~/rules/standings/rule.ts";
import { findSetup } from "~db/queries/rounds/round-setup.ts";
import {
  countDraftMarks,
  discardDraftMarks,
  findCriteriaInTies,
  findRubric,
  replaceRubric,
} from "~db/queries/rounds/rubrics.ts";
import { findRule } from "~db/queries/standings/rules.ts";
import { command, done, type FieldError, refuse } from "../command.ts";
import { roundSlug, roundToSetUp } from "./round-to-set-up.ts";

type RubricRefusal =
  | { type: "stale-version" | "rule-frozen" }
  | { type: "invalid-input"; fields: FieldError[] }
  /** The rule breaks ties by these criteria, which the new rubric lacks. */
  | { type: "criterion-in-ties"; keys: string[] }
  /** Judges have given this many marks, in drafts, on criteria that change or go. */
  | { type: "marks-in-drafts"; marks: number };

/**
 * Replaces the rubric of a round; refused from the first submitted sheet on. `version` is the digest of the rubric that
 * the change was made to. Where judges have begun, a change that would touch their marks takes `discardDraftMarks`.
 */
export const saveRubric = command({
  name: "save-rubric",
  input: z.object({
    round: roundSlug,
    version: z.string(),
    criteria: rubricSchema,
    discardDraftMarks: z.boolean().default(false),
  }),
  who: roundToSetUp,
  run: async ({ trx, input, subject: { roundId }, at }) => {
    const before = await findRubric(trx, roundId);
    if ((await findSetup(trx, roundId)).frozenAt) return refuse<RubricRefusal>({ type: "rule-frozen" });
    if (digestOf(before) !== input.version) return refuse<RubricRefusal>({ type: "stale-version" });
    const rule = await findRule(trx, roundId);
    const [first] = input.criteria;
    const weighing = input.criteria.flatMap(({ factor }, at): FieldError[] => {
      if (!rule || !first || !weighsCriteria(rule, [first.factor, factor])) return [];
      const message = "The rule counts every criterion the same.";
      return [{ path: `criteria.${at}.factor`, code: "factors-differ", message }];
    });
    if (weighing.length > 0) return refuse<RubricRefusal>({ type: "invalid-input", fields: weighing });
    const lost = await findCriteriaInTies(trx, roundId);
    const keys = lost.filter((key) => !input.criteria.some((criterion) => criterion.key === key));
    if (keys.length > 0) return refuse<RubricRefusal>({ type: "criterion-in-ties", keys });
    const changed = changedScales(before, input.criteria);
    const marks = await countDraftMarks(trx, roundId, changed);
    if (marks > 0 && !input.discardDraftMarks) return refuse<RubricRefusal>({ type: "marks-in-drafts", marks });
    if (marks > 0) await discardDraftMarks(trx, roundId, changed, at);
    await replaceRubric(trx, roundId, input.criteria);
    const version = digestOf(input.criteria);
    return done({ version }, { rubric: version, criteria: input.criteria.map((each) => each.key), discarded: marks });
  },
});

/** The keys of criteria whose marks, if there are any, would no longer mean what they meant. */
function changedScales(before: Criterion[], after: Criterion[]): string[] {
  return before
    .filter(({ key, max, step }) => !after.some((each) => each.key === key && each.max === max && each.step === step))
    .map((criterion) => criterion.key);
}
