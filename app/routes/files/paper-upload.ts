import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Upload } from "@tus/server";
import { bringPaper } from "~/commands/sheets/bring-paper.ts";
import { can } from "~/rules/access.ts";
import { mostBytesOfPaper, type PaperType, paperTypes } from "~/rules/paper-sheet.ts";
import { uploadKey } from "~/services/files/file-store.ts";
import { inspectFile } from "~/services/files/inspect/inspect-file.ts";
import { sourceIn } from "~/services/files/inspect/source.ts";
import type { UploadAddress } from "~/services/files/upload-addresses.ts";
import { findRound } from "~db/queries/rounds.ts";
import { answerByLeading } from "./form-answer.ts";
import { type ReceivedForm, receiveForm } from "./receive-form.ts";
import type { UploadParts } from "./upload-answer.ts";

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
      const error = await take(form, address, parts);
      return error ? `?refused=${error.type}` : "#paper";
    },
  });
}

async function take(form: ReceivedForm, { round, entry, judge }: PaperAddress, { db, files, actor }: UploadParts) {
  const id = randomBytes(16).toString("hex");
  try {
    if (form.problem === "too-large") return { type: "file-too-large" } as const;
    if (form.problem || !form.file) return { type: form.problem ?? "file-missing" } as const;
    const { handle } = form.file;
    const { size } = await handle.stat();
    if (size === 0) return { type: "file-empty" } as const;
    await files.uploads.create(new Upload({ id: uploadKey(id), size, offset: 0, metadata: {} }));
    await files.uploads.write(handle.createReadStream({ start: 0 }), uploadKey(id), 0);
    const found = await inspectFile(sourceIn(files, uploadKey(id), size), paperTypes);
    if (!found.ok) return found.error;
    // It is kept a moment before the database knows of it, in which the sweep leaves it alone
    await files.keep(id);
    const { type, sha256 } = found;
    const brought = await bringPaper({ db, actor }, { round, entry, judge, id, type: type as PaperType, size, sha256 });
    if (brought.ok) return null;
    await files.remove(id);
    return brought.error;
  } finally {
    await files.removeUpload(id);
    await form.file?.handle.close();
  }
}
