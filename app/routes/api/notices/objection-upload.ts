import type { IncomingMessage, ServerResponse } from "node:http";
import { bringObjectionFile } from "~/commands/notices/bring-objection-file.ts";
import { linkDigest } from "~/reads/notices/objection-link.ts";
import { objectionFileKinds, objectionFiles, objectionFileTypes } from "~/rules/notices/objection.ts";
import { now } from "~/services/clock.ts";
import type { UploadAddress } from "~/services/files/upload-addresses.ts";
import { findObjectionByLink } from "~db/queries/notices/objections.ts";
import { answerJson, answerOneAtATime, receiveForm, takeFormFile, type UploadParts } from "../files/receive-form.ts";

type ObjectionAddress = Extract<UploadAddress, { by: "objection" }>;

/** Takes a file for an objection from whoever has its private link, by the disk, and leads back to its page. */
export async function answerObjection(
  request: IncomingMessage,
  response: ServerResponse,
  { link }: ObjectionAddress,
  parts: UploadParts,
): Promise<void> {
  // Late is what was sent late, however long it takes to come and to be looked at
  const at = now();
  const digest = linkDigest(link);
  if (!(await findObjectionByLink(parts.db, digest))) return answerJson(request, response, 404, { type: "not-found" });
  await answerOneAtATime(request, response, `objection ${digest}`, async () => {
    const form = await receiveForm(request, () => objectionFiles.mostBytes);
    const kind = objectionFileKinds.find((each) => each === form.fields.kind) ?? "evidence";
    const error = await takeFormFile(form, objectionFileTypes, parts, (file) =>
      bringObjectionFile(parts.db, link, at, { ...file, kind }),
    );
    return error ? `?refused=${error.type}#files` : "?added=1#files";
  });
}
