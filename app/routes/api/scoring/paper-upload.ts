import type { IncomingMessage, ServerResponse } from "node:http";
import { bringPaper } from "~/commands/scoring/bring-paper.ts";
import { can } from "~/rules/accounts/access.ts";
import { mostBytesOfPaper, paperTypes } from "~/rules/scoring/paper-sheet.ts";
import type { UploadAddress } from "~/services/files/upload-addresses.ts";
import { findRound } from "~db/queries/rounds/rounds.ts";
import type { UploadParts } from "../files/receive-form.ts";
import { answerByLeading, receiveForm, takeFormFile } from "../files/receive-form.ts";

type PaperAddress = Extract<UploadAddress, { by: "paper" }>;

/** Takes the photo of a sheet on paper from whoever keeps the scores, by the disk, and leads back to the sheet's page. */
export async function answerPaper(
  request: IncomingMessage,
  response: ServerResponse,
  address: PaperAddress,
  parts: UploadParts,
): Promise<void> {
  await answerByLeading(request, response, parts, {
    allowed: async (actor) => {
      const round = await findRound(parts.db, address.round);
      return round && can(actor, "keep-scores", { editionId: round.editionId, roundId: round.id }) ? round : null;
    },
    take: async () => {
      const form = await receiveForm(request, () => mostBytesOfPaper);
      const { round, entry, judge } = address;
      const error = await takeFormFile(form, paperTypes, parts, (file) =>
        bringPaper(parts, { round, entry, judge, ...file }),
      );
      return error ? `?refused=${error.type}` : "#paper";
    },
  });
}
