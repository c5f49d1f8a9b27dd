import { z } from "zod";
import { digestOf } from "~/primitives/canonical-json.ts";
import { overtimeTableSchema, readStoredOvertime } from "~/rules/editions/overtime-table.ts";
import { updateEdition } from "~db/queries/editions/edition-settings.ts";
import { command, done, refuse } from "../command.ts";
import { editionSlug, editionToSetUp } from "./edition-to-set-up.ts";

/**
 * What a pitch beyond its time costs in the edition; null: the clock proposes nothing. `version` is the digest of the table that
 * the change was made to.
 */
export const saveOvertime = command({
  name: "save-overtime",
  input: z.object({ edition: editionSlug, version: z.string(), table: overtimeTableSchema.nullable() }),
  who: editionToSetUp,
  run: async ({ trx, input: { table, version }, subject: { edition } }) => {
    if (digestOf(readStoredOvertime(edition.overtime)) !== version) return refuse({ type: "stale-version" });
    await updateEdition(trx, edition.id, { overtime: table });
    const steps = table?.steps.map(({ reach, seconds, points }) => `${reach} ${seconds} s: ${points / 100}`) ?? [];
    return done({ version: digestOf(table) }, { article: table?.article ?? null, steps });
  },
});
