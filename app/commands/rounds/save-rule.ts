import { z } from "zod";
import { digestOf } from "~/primitives/canonical-json.ts";
import { type Deliberation, deliberationSchema } from "~/rules/scoring/deliberation.ts";
import { hasJudgeValues, type Rule, ruleSchema, weighsCriteria } from "~/rules/standings/rule.ts";
import { findSetup } from "~db/queries/rounds/round-setup.ts";
import { findRubric } from "~db/queries/rounds/rubrics.ts";
import { findCarryFlaws } from "~db/queries/standings/carried.ts";
import { findDeliberationSetting, findRule, replaceRule } from "~db/queries/standings/rules.ts";
import { command, done, type FieldError, refuse } from "../command.ts";
import { roundSlug, roundToSetUp } from "./round-to-set-up.ts";

type RuleRefusal = { type: "stale-version" | "rule-frozen" } | { type: "invalid-input"; fields: FieldError[] };

/**
 * Replaces the rule of a round; refused from the first submitted sheet on. `version` is the digest of the rule that the
 * change was made to (of `null` before the first).
 */
export const saveRule = command({
  name: "save-rule",
  input: z.object({
    round: roundSlug,
    version: z.string(),
    rule: ruleSchema,
    /** Left out: as it is. */
    deliberation: deliberationSchema.nullable().optional(),
  }),
  who: roundToSetUp,
  run: async ({ trx, input: { rule, version, ...input }, subject: { roundId } }) => {
    if ((await findSetup(trx, roundId)).frozenAt) return refuse<RuleRefusal>({ type: "rule-frozen" });
    const held = await findDeliberationSetting(trx, roundId);
    if (ruleVersion(await findRule(trx, roundId), held) !== version)
      return refuse<RuleRefusal>({ type: "stale-version" });
    const rubric = await findRubric(trx, roundId);
    const keys = rubric.map((criterion) => criterion.key);
    const fields = rule.ties.flatMap((step, at): FieldError[] => {
      const known = !step.startsWith("criterion:") || keys.includes(step.slice("criterion:".length));
      const path = `rule.ties.${at}`;
      return known ? [] : [{ path, code: "unknown-criterion", message: "The rubric has no such criterion." }];
    });
    const carried = rule.carry ?? [];
    for (const { slug, flaw } of await findCarryFlaws(
      trx,
      { id: roundId },
      carried.map(({ round }) => round),
    )) {
      const place = carried.findIndex(({ round }) => round === slug);
      fields.push({ path: `rule.carry.${place}.round`, code: flaw, message: "This round's total cannot be carried." });
    }
    for (const key of Object.keys(rule.thresholds?.criteria ?? {})) {
      if (keys.includes(key)) continue;
      fields.push({
        path: `rule.thresholds.criteria.${key}`,
        code: "unknown-criterion",
        message: "The rubric has no such criterion.",
      });
    }
    const factors = rubric.map(({ factor }) => factor);
    if (weighsCriteria(rule, factors))
      fields.push({ path: "rule.placings", code: "factors-differ", message: "The rubric's factors are not equal." });
    if (fields.length > 0) return refuse<RuleRefusal>({ type: "invalid-input", fields });
    // Where criteria are taken one by one no judge has a value of their own to change
    const given = input.deliberation === undefined ? held : input.deliberation;
    const deliberation = hasJudgeValues(rule) ? given : null;
    await replaceRule(trx, roundId, rule, deliberation);
    const saved = ruleVersion(await findRule(trx, roundId), deliberation);
    return done({ version: saved }, { rule: saved });
  },
});

/** What a change to the rule is made to: its digest, with the setting of when the panel confers where there is one. */
export function ruleVersion(rule: Rule | null, deliberation: Deliberation | null): string {
  return digestOf(deliberation === null ? rule : [rule, deliberation]);
}
