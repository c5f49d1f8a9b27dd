import { z } from "zod";
import { diligenceFiles, diligenceFileTypes } from "~/rules/diligence/diligence.ts";
import { storedFileKey } from "~/services/files/file-store.ts";
import { findChecklist, insertDiligenceFile } from "~db/queries/diligence.ts";
import { command, done, refuse } from "../command.ts";
import { type DiligenceRefusal, editionToExamine, finalistInput, finalistToExamine } from "./edition-to-examine.ts";

const no = (type: Exclude<DiligenceRefusal["type"], "invalid-input">) => refuse<DiligenceRefusal>({ type });

/** Adds a file, which lies in the file store already and was found good, to a finalist and, where named, an item of the checklist. */
export const bringDiligenceFile = command({
  name: "bring-diligence-file",
  input: finalistInput.extend({
    id: z.string().regex(/^[0-9a-f]{32}$/),
    item: z.number().int().positive().nullable(),
    type: z.enum(diligenceFileTypes),
    size: z.number().int().positive().max(diligenceFiles.mostBytes),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
  }),
  who: editionToExamine,
  run: async ({ trx, input: { entry, id, edition: _, ...file }, actor, at, subject: { editionId, final } }) => {
    const finalist = await finalistToExamine(trx, final, entry);
    if (typeof finalist === "string") return no(finalist);
    if (finalist.decision) return no("finalist-decided");
    if (finalist.files >= diligenceFiles.most) return no("finalist-files-full");
    const { items } = await findChecklist(trx, editionId);
    const item = file.item !== null && file.item <= items.length ? file.item : null;
    const row = {
      ...file,
      item,
      entryId: finalist.id,
      storeKey: storedFileKey(id),
      broughtById: actor.id,
      broughtAt: at,
    };
    const fileId = await insertDiligenceFile(trx, row);
    if (fileId === undefined) return no("file-there");
    return done({ fileId }, { entry, file: fileId, size: file.size, sha256: file.sha256 });
  },
});
