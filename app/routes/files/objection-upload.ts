import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Upload } from "@tus/server";
import { bringObjectionFile } from "~/commands/objections/bring-objection-file.ts";
import { type ObjectionFileType, objectionFileKinds, objectionFiles, objectionFileTypes } from "~/rules/objection.ts";
import { now } from "~/services/clock.ts";
import { uploadKey } from "~/services/files/file-store.ts";
import { inspectFile } from "~/services/files/inspect/inspect-file.ts";
import { sourceIn } from "~/services/files/inspect/source.ts";
import type { UploadAddress } from "~/services/files/upload-addresses.ts";
import { linkDigest } from "~/services/objection-link.ts";
import { findObjectionByLink } from "~db/queries/objections.ts";
import { answerOneAtATime } from "./form-answer.ts";
import { type ReceivedForm, receiveForm } from "./receive-form.ts";
import { answerJson, type UploadParts } from "./upload-answer.ts";

type ObjectionAddress = Extract<UploadAddress, { by: "objection" }>;

/** Takes a file for an objection from whoever has its private link, by the disk, and leads back to its page. */
export async function answerObjection(
  request: IncomingMessage,
  response: ServerResponse,
  { link }: ObjectionAddress,
  parts: UploadParts,
): Promise<void> {
  const digest = linkDigest(link);
  if (!(await findObjectionByLink(parts.db, digest))) return answerJson(request, response, 404, { type: "not-found" });
  await answerOneAtATime(request, response, `objection ${digest}`, async () => {
    const form = await receiveForm(request, () => objectionFiles.mostBytes);
    const error = await take(form, link, parts);
    return error ? `?refused=${error.type}#files` : "?added=1#files";
  });
}

async function take(form: ReceivedForm, link: string, { db, files }: UploadParts) {
  const id = randomBytes(16).toString("hex");
  try {
    if (form.problem === "too-large") return { type: "file-too-large" } as const;
    if (form.problem || !form.file) return { type: form.problem ?? "file-missing" } as const;
    const kind = objectionFileKinds.find((each) => each === form.fields.kind) ?? "evidence";
    const { handle } = form.file;
    const { size } = await handle.stat();
    if (size === 0) return { type: "file-empty" } as const;
    await files.uploads.create(new Upload({ id: uploadKey(id), size, offset: 0, metadata: {} }));
    await files.uploads.write(handle.createReadStream({ start: 0 }), uploadKey(id), 0);
    const found = await inspectFile(sourceIn(files, uploadKey(id), size), objectionFileTypes);
    if (!found.ok) return found.error;
    // It is kept a moment before the database knows of it, in which the sweep leaves it alone
    await files.keep(id);
    const { sha256 } = found;
    const file = { id, kind, type: found.type as ObjectionFileType, size, sha256 };
    const brought = await bringObjectionFile(db, link, now(), file);
    if (brought.ok) return null;
    await files.remove(id);
    return brought.error;
  } finally {
    await files.removeUpload(id);
    await form.file?.handle.close();
  }
}
