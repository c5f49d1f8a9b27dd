import { z } from "zod";
import { diligenceOutcomes, isDecidable, progressOf } from "~/rules/diligence/diligence.ts";
import { findStandingGrantId } from "~db/queries/awards/awards.ts";
import { findChecklist, insertDecision } from "~db/queries/diligence.ts";
import { command, done, refuse } from "../command.ts";
import { type DiligenceRefusal, editionToExamine, finalistInput, finalistToExamine } from "./edition-to-examine.ts";

const no = (type: Exclude<DiligenceRefusal["type"], "invalid-input">) => refuse<DiligenceRefusal>({ type });

/**
 * Whether a finalist keeps the rank: passed, failed, or withdrawn, with the reason. The published result stays as it is.
 * Refused while an item of the checklist has no finding (but of whoever withdraws), and once awards are granted.
 */
export const decideFinalist = command({
  name: "decide-finalist",
  changesPublicPages: true,
  input: finalistInput.extend({ outcome: z.enum(diligenceOutcomes), reason: z.string().trim().min(2).max(2000) }),
  omitFromDigest: ["reason"],
  who: editionToExamine,
  run: async ({ trx, input: { entry, outcome, reason }, actor, at, subject: { editionId, final } }) => {
    const finalist = await finalistToExamine(trx, final, entry);
    if (typeof finalist === "string") return no(finalist);
    if ((await findStandingGrantId(trx, editionId)) !== null) return no("awards-granted");
    if (finalist.decision) return no("finalist-decided");
    const { items } = await findChecklist(trx, editionId);
    if (!isDecidable(outcome, progressOf(items, finalist.findings))) return no("findings-missing");
    await insertDecision(trx, { entryId: finalist.id, outcome, reason, decidedById: actor.id, decidedAt: at });
    return done({ outcome }, { entry, outcome, reason });
  },
});
