import { z } from "zod";
import { digestOf } from "~/primitives/canonical-json.ts";
import { checklistSchema } from "~/rules/diligence/diligence.ts";
import { findChecklist, putChecklist } from "~db/queries/diligence.ts";
import { command, done, refuse } from "../command.ts";
import { editionSlug, editionToSetUp } from "../editions/edition-to-set-up.ts";
import type { DiligenceRefusal } from "./edition-to-examine.ts";

/** What is looked into of every finalist; stands from the first finding on. `version` is the digest of the list that the change was made to. */
export const saveChecklist = command({
  name: "save-checklist",
  input: z.object({ edition: editionSlug, version: z.string(), items: checklistSchema }),
  who: editionToSetUp,
  run: async ({ trx, input: { items, version }, actor, at, subject: { editionId } }) => {
    const stored = await findChecklist(trx, editionId);
    if (digestOf(stored.items) !== version) return refuse<DiligenceRefusal>({ type: "stale-version" });
    if (stored.fixed) return refuse<DiligenceRefusal>({ type: "checklist-fixed" });
    await putChecklist(trx, editionId, { items, byId: actor.id, at });
    return done({ version: digestOf(items) }, { checklist: digestOf(items) });
  },
});
