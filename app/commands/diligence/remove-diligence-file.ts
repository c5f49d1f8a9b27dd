import { z } from "zod";
import { findDiligenceFile, findFinalist, markDiligenceFileErased } from "~db/queries/diligence.ts";
import { command, done, refuse } from "../command.ts";
import { type DiligenceRefusal, editionToExamine, finalistInput } from "./edition-to-examine.ts";

const no = (type: Exclude<DiligenceRefusal["type"], "invalid-input">) => refuse<DiligenceRefusal>({ type });

/** Gives up a file of a finalist, as when it was brought to the wrong one; not while a decision rests on it. */
export const removeDiligenceFile = command({
  name: "remove-diligence-file",
  input: finalistInput.extend({ id: z.number().int().positive() }),
  who: editionToExamine,
  run: async ({ trx, input: { entry, id }, at, subject: { roundId } }) => {
    const finalist = roundId === null ? undefined : await findFinalist(trx, roundId, entry);
    const file = finalist && (await findDiligenceFile(trx, finalist.id, id));
    if (!file) return no("not-found");
    if (finalist.decision) return no("finalist-decided");
    await markDiligenceFileErased(trx, id, at);
    return done({ id }, { entry, file: id, sha256: file.sha256 });
  },
});
