import { z } from "zod";
import { deleteHostedFile, findHostedFiles } from "~db/queries/files/hosted-files.ts";
import { command, done, refuse } from "../command.ts";
import type { HostedFileRefusal } from "../refusals.ts";
import { editionSlug, editionThatHosts } from "./edition-that-hosts.ts";

/** Gives a file out no more, for a reason. Its bytes go with the next sweep, unless another edition gives out the same. */
export const removeHostedFile = command({
  name: "remove-hosted-file",
  changesPublicPages: true,
  input: z.object({
    edition: editionSlug,
    file: z.coerce.number().int().positive(),
    reason: z.string().trim().min(1).max(500),
  }),
  who: editionThatHosts,
  run: async ({ trx, input: { file: id, reason }, subject: { editionId } }) => {
    const file = (await findHostedFiles(trx, editionId)).find((each) => each.id === id);
    if (!file) return refuse<HostedFileRefusal>({ type: "hosted-file-gone" });
    await deleteHostedFile(trx, id);
    return done({ file: id }, { file: id, slot: file.slot, sha256: file.sha256, reason });
  },
});
