import type { AppLoadContext } from "@remix-run/node";
import { now } from "~/services/clock.ts";
import { uploadKey } from "~/services/files/file-store.ts";
import type { Application } from "~db/queries/applications/applications.ts";
import { findAttachments } from "~db/queries/files/attachments.ts";
import { findAllUploads } from "~db/queries/files/uploads.ts";

export type AttachmentFiles = Awaited<ReturnType<typeof attachmentFiles>>;

/** What the applicant has attached, and how far their unfinished uploads have come. Two queries. */
export async function attachmentFiles({ db, files }: Pick<AppLoadContext, "db" | "files">, application: Application) {
  const { id, applicantId, requiredAttachments } = application;
  const [attachments, uploads] = await Promise.all([
    findAttachments(db, id),
    findAllUploads(db, id, applicantId, now()),
  ]);
  const unfinished = uploads.map(async ({ id, kind, name, size, expiresAt }) => {
    const arrived = await files.uploads.getUpload(uploadKey(id)).then(
      ({ offset }) => offset,
      () => 0,
    );
    return { id, kind, name, size, expiresAt, percent: Math.floor((100 * arrived) / size) };
  });
  return { attachments, unfinished: await Promise.all(unfinished), required: requiredAttachments };
}
