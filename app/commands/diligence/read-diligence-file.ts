import { z } from "zod";
import { can } from "~/rules/accounts/access.ts";
import { findDiligenceFile, findFinalist, findFinalOf } from "~db/queries/diligence.ts";
import { findEdition } from "~db/queries/editions/editions.ts";
import { command, done, refuse } from "../command.ts";
import { type DiligenceRefusal, finalistInput } from "./edition-to-examine.ts";

/** Puts on record that a file about a finalist, which may hold personal data, is given to somebody who may see it. */
export const readDiligenceFile = command({
  name: "read-diligence-file",
  sensitive: true,
  input: finalistInput.extend({ id: z.number().int().positive() }),
  who: async ({ trx, input, actor }) => {
    const edition = await findEdition(trx, input.edition);
    const final = edition && (await findFinalOf(trx, edition.id));
    if (!final || !can(actor, "see-diligence", { editionId: edition.id, roundId: final.id })) return null;
    return { editionId: edition.id, roundId: final.id };
  },
  run: async ({ trx, input: { entry, id }, subject: { roundId } }) => {
    const finalist = await findFinalist(trx, roundId, entry);
    const file = finalist && (await findDiligenceFile(trx, finalist.id, id));
    if (!file) return refuse<DiligenceRefusal>({ type: "not-found" });
    return done(file, { entry, file: id });
  },
});
