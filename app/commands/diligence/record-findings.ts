import { z } from "zod";
import { diligenceFindings } from "~/rules/diligence/diligence.ts";
import { findChecklist, putChecklist, putFindings } from "~db/queries/diligence.ts";
import { command, done, refuse } from "../command.ts";
import { type DiligenceRefusal, editionToExamine, finalistInput, finalistToExamine } from "./edition-to-examine.ts";

const no = (type: Exclude<DiligenceRefusal["type"], "invalid-input">) => refuse<DiligenceRefusal>({ type });

/**
 * What was found of a finalist, item by item of the checklist; those that are not named, or found the same again, stay as
 * they are. Refused while a decision stands.
 */
export const recordFindings = command({
  name: "record-findings",
  input: finalistInput.extend({
    findings: z
      .array(
        z.object({
          item: z.number().int().positive(),
          finding: z.enum(diligenceFindings),
          note: z
            .string()
            .trim()
            .max(1000)
            .nullish()
            .transform((note) => note || null),
        }),
      )
      .max(40),
  }),
  omitFromDigest: ["note"],
  who: editionToExamine,
  run: async ({ trx, input, actor, at, subject: { editionId, final } }) => {
    const finalist = await finalistToExamine(trx, final, input.entry);
    if (typeof finalist === "string") return no(finalist);
    if (finalist.decision) return no("finalist-decided");
    const { items, own } = await findChecklist(trx, editionId);
    if (input.findings.some(({ item }) => item > items.length)) return no("not-found");
    const stored = new Map(finalist.findings.map((each) => [each.item, each]));
    const changed = input.findings.filter(({ item, finding, note }) => {
      const before = stored.get(item);
      return before?.finding !== finding || before.note !== note;
    });
    // From now on the list stands, whatever the product's own may come to say
    if (!own) await putChecklist(trx, editionId, { items, byId: actor.id, at });
    await putFindings(trx, finalist.id, changed, { byId: actor.id, at });
    const answered = new Set([...stored.keys(), ...changed.map(({ item }) => item)]).size;
    return done({ answered }, { entry: input.entry, answered, changed: changed.map(({ item }) => String(item)) });
  },
});
