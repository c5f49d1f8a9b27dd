import type { IncomingMessage, ServerResponse } from "node:http";
import { bringDiligenceFile } from "~/commands/diligence/bring-diligence-file.ts";
import { can } from "~/rules/accounts/access.ts";
import { diligenceFiles, diligenceFileTypes } from "~/rules/diligence/diligence.ts";
import type { UploadAddress } from "~/services/files/upload-addresses.ts";
import { findFinalOf } from "~db/queries/diligence.ts";
import { findEdition } from "~db/queries/editions/editions.ts";
import type { UploadParts } from "../files/receive-form.ts";
import { answerByLeading, receiveForm, takeFormFile } from "../files/receive-form.ts";

type DiligenceAddress = Extract<UploadAddress, { by: "diligence" }>;

/** Takes a file about a finalist from whoever looks into it, by the disk, and leads back to the finalist's page. */
export async function answerDiligence(
  request: IncomingMessage,
  response: ServerResponse,
  { edition: slug, entry }: DiligenceAddress,
  parts: UploadParts,
): Promise<void> {
  await answerByLeading(request, response, parts, {
    allowed: async (actor) => {
      const edition = await findEdition(parts.db, slug);
      const final = edition && (await findFinalOf(parts.db, edition.id));
      return final && can(actor, "examine-finalists", { editionId: edition.id, roundId: final.id }) ? final : null;
    },
    take: async () => {
      const form = await receiveForm(request, () => diligenceFiles.mostBytes);
      const item = /^[1-9]\d?$/.test(form.fields.item ?? "") ? Number(form.fields.item) : null;
      const error = await takeFormFile(form, diligenceFileTypes, parts, (file) =>
        bringDiligenceFile(parts, { edition: slug, entry, item, ...file }),
      );
      return error ? `?refused=${error.type}#files` : "?done=added#files";
    },
  });
}
