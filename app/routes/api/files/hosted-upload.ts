import type { IncomingMessage, ServerResponse } from "node:http";
import { hostFile } from "~/commands/files/host-file.ts";
import { renameHostedFile } from "~/commands/files/rename-hosted-file.ts";
import { can } from "~/rules/accounts/access.ts";
import { hostedFiles, hostedTypes } from "~/rules/files/hosted-file.ts";
import type { UploadAddress } from "~/services/files/upload-addresses.ts";
import { findEdition } from "~db/queries/editions/editions.ts";
import { answerByLeading, receiveForm, takeFormFile, type UploadParts } from "./receive-form.ts";

type HostedAddress = Extract<UploadAddress, { by: "hosted" }>;

/**
 * Takes a file that an edition gives out from whoever sets it up, by the disk, and leads back to its page; what was typed
 * comes back in the address when it is refused. A form that brings no file for one that is there gives it another title.
 */
export async function answerHosted(
  request: IncomingMessage,
  response: ServerResponse,
  { edition }: HostedAddress,
  parts: UploadParts,
): Promise<void> {
  await answerByLeading(request, response, parts, {
    allowed: async (actor) => {
      const found = await findEdition(parts.db, edition);
      return found && can(actor, "set-up", { editionId: found.id }) ? found : null;
    },
    take: async () => {
      const form = await receiveForm(request, () => hostedFiles.mostBytes);
      const { slot = "", title = "", titleEn = "" } = form.fields;
      const replaces = /^[1-9]\d{0,8}$/.test(form.fields.replaces ?? "") ? Number(form.fields.replaces) : null;
      const about = { edition, slot, replaces, title, titleEn };
      const error =
        slot === "download" && replaces !== null && !form.file && !form.problem
          ? await renamed({ edition, file: replaces, title, titleEn })
          : await takeFormFile(form, hostedTypes, parts, (file) =>
              hostFile(parts, { ...about, name: form.file?.name ?? "", ...file }),
            );
      if (!error) return "?saved=1";
      const sent = new URLSearchParams({ refused: error.type, slot, title, titleEn });
      if (replaces !== null) sent.set("replaces", String(replaces));
      return `?${sent}`;
    },
  });

  async function renamed(input: { edition: string; file: number; title: string; titleEn: string }) {
    const answer = await renameHostedFile(parts, input);
    return answer.ok ? null : answer.error;
  }
}
