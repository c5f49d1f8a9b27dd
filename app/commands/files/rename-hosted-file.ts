import { z } from "zod";
import { findHostedFiles, updateHostedFile } from "~db/queries/files/hosted-files.ts";
import { command, done, refuse } from "../command.ts";
import type { HostedFileRefusal } from "../refusals.ts";
import { editionSlug, editionThatHosts } from "./edition-that-hosts.ts";
import { hostedTitles } from "./host-file.ts";

const no = refuse<HostedFileRefusal>;

/** Gives a download another title; the file stays. */
export const renameHostedFile = command({
  name: "rename-hosted-file",
  input: z.object({ edition: editionSlug, file: z.number().int().positive(), ...hostedTitles }),
  who: editionThatHosts,
  run: async ({ trx, input: { file: id, title, titleEn }, subject: { editionId } }) => {
    const file = (await findHostedFiles(trx, editionId)).find((each) => each.id === id);
    if (file?.slot !== "download") return no({ type: "hosted-file-gone" });
    if (title === "") return no({ type: "title-missing" });
    await updateHostedFile(trx, id, { title, titleEn: titleEn || null });
    return done({ file: id }, { file: id });
  },
});
