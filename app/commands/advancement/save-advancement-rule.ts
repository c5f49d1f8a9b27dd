import { z } from "zod";
import { digestOf } from "~/primitives/canonical-json.ts";
import { advancementOf, advancementRuleSchema } from "~/rules/advancement/advancement-rule.ts";
import { putAdvancementRule } from "~db/queries/advancement/advancements.ts";
import { command, done, refuse } from "../command.ts";
import { editionSlug, editionToSetUp } from "../editions/edition-to-set-up.ts";

/**
 * Settles who goes on from the heats into the final. A line that was drawn stays as it was; drawn again, it follows the new
 * rule. `version` is the digest of the rule that the change was made to.
 */
export const saveAdvancementRule = command({
  name: "save-advancement-rule",
  input: z.object({ edition: editionSlug, version: z.string(), rule: advancementRuleSchema }),
  who: editionToSetUp,
  run: async ({ trx, input: { rule, version }, subject: { edition, editionId } }) => {
    const before = digestOf(advancementOf(edition.advancement));
    if (before !== version) return refuse<{ type: "stale-version" }>({ type: "stale-version" });
    await putAdvancementRule(trx, editionId, rule);
    const { places, ties, substitutes, wildcards, share, quota, cap, ladder, reserves } = rule;
    const facts = {
      firstPlaces: places,
      ties,
      substitutes,
      wildcards: wildcards?.places ?? 0,
      measure: wildcards?.by ?? null,
      share: share ? `${share.percent} %` : null,
      quota: quota?.places ?? null,
      cap: cap?.most ?? null,
      ladder: ladder ?? null,
      reserves: reserves ?? null,
    };
    return done({ version: digestOf(rule) }, { ...facts, rule: digestOf(rule) });
  },
});
