import type { IncomingMessage, ServerResponse } from "node:http";
import { bringLandingFile } from "~/commands/landing/bring-landing-file.ts";
import { can } from "~/rules/accounts/access.ts";
import { landingFiles, landingFileTypes } from "~/rules/landing/landing.ts";
import type { UploadAddress } from "~/services/files/upload-addresses.ts";
import { findEdition } from "~db/queries/editions/editions.ts";
import { findLanding } from "~db/queries/landing/landings.ts";
import type { UploadParts } from "../files/receive-form.ts";
import { answerByLeading, receiveForm, takeFormFile } from "../files/receive-form.ts";

type LandingAddress = Extract<UploadAddress, { by: "landing" }>;

/** Takes a file for a landing from whoever tracks it, by the disk, and leads back to its page. */
export async function answerLanding(
  request: IncomingMessage,
  response: ServerResponse,
  { edition, number }: LandingAddress,
  parts: UploadParts,
): Promise<void> {
  await answerByLeading(request, response, parts, {
    allowed: async (actor) => {
      const found = await findEdition(parts.db, edition);
      if (!found || !can(actor, "track-landing", { editionId: found.id })) return null;
      return (await findLanding(parts.db, found.id, number)) ?? null;
    },
    take: async () => {
      const form = await receiveForm(request, () => landingFiles.mostBytes);
      const { step } = form.fields;
      const error = await takeFormFile(form, landingFileTypes, parts, (file) =>
        bringLandingFile(parts, { edition, number, step, ...file }),
      );
      return error ? `?refused=${error.type}#files` : "?saved=1#files";
    },
  });
}
