import { type AttachmentType, kindRules } from "~/rules/files/attachment.ts";
import { now } from "~/services/clock.ts";
import { type FileStore, storedFileKey, uploadKey } from "~/services/files/file-store.ts";
import { type CopyRefusal, findAuthorMarks } from "~/services/files/find-author-marks.ts";
import { inspectFile, type Source, sourceIn } from "~/services/files/inspect-file.ts";
import { findApplication } from "~db/queries/applications/applications.ts";
import { findAttachedUpload } from "~db/queries/files/attachments.ts";
import { findUpload } from "~db/queries/files/uploads.ts";
import type { By, Result } from "../command.ts";
import type { AttachmentRefusal } from "../refusals.ts";
import { attachFile } from "./attach-file.ts";
import { cancelUpload } from "./cancel-upload.ts";

export interface FilesBy extends By {
  files: FileStore;
}

/**
 * Takes an upload whose bytes are all there to its end: looks at what it is, moves it to where it is kept, attaches it. Can
 * be asked again after any interruption, and then answers what was done. What is refused is removed.
 */
export async function finishUpload(by: FilesBy, id: string): Promise<Finished> {
  // A client that heard nothing asks again while the first request still reads the bytes
  const key = `${by.actor?.id} ${id}`;
  const work = running.get(key) ?? finish(by, id).finally(() => running.delete(key));
  running.set(key, work);
  return await work;
}

const running = new Map<string, Promise<Finished>>();
type Finished = Result<{ attachmentId: number }, AttachmentRefusal>;

async function finish({ files, ...by }: FilesBy, id: string): Promise<Finished> {
  const { actor, db } = by;
  if (!actor) return { ok: false, error: { type: "signed-out" } };
  const at = by.at ?? now();
  const attached = await findAttachedUpload(db, storedFileKey(id), actor.id);
  if (attached) return { ok: true, value: { attachmentId: attached.id } };
  const upload = await findUpload(db, id, actor.id, at);
  if (!upload) return { ok: false, error: { type: "not-found" } };

  const moved = await files.sizeOf(storedFileKey(id));
  const size = moved ?? (await files.sizeOf(uploadKey(id)));
  if (size === null || size !== upload.size) return { ok: false, error: { type: "upload-incomplete" } };
  const source = sourceIn(files, moved === null ? uploadKey(id) : storedFileKey(id), size);
  const found = await inspectFile(source, kindRules[upload.kind].types);
  if (!found.ok) return await giveUp(found.error);
  const flaw = upload.redactedOfId === null ? null : await copyFlaw(by, upload.code, { source, type: found.type });
  if (flaw) return await giveUp(flaw);
  await files.keep(id);
  const answer = await attachFile(by, { id, type: found.type, sha256: found.sha256 });
  if (answer.ok) return answer;
  // Two requests may end the same upload; the first has attached it
  const other = await findAttachedUpload(db, storedFileKey(id), actor.id);
  return other ? { ok: true, value: { attachmentId: other.id } } : await giveUp(answer.error);

  async function giveUp<E extends { type: string }>(error: E): Promise<{ ok: false; error: E }> {
    await endUpload({ files, ...by }, id, error.type);
    return { ok: false, error };
  }
}

/** Why that is no copy for blind review: it names somebody beside what its pages show, or may do so. */
async function copyFlaw(
  { db }: By,
  code: string,
  { source, type }: { source: Source; type: AttachmentType },
): Promise<CopyRefusal | null> {
  const application = await findApplication(db, code);
  const marks = await findAuthorMarks({
    read: async () => new Uint8Array(await source.bytes(0, source.size)),
    type,
    answers: application?.answers ?? {},
  });
  if (marks === null) return { type: "copy-unreadable" };
  return marks.length === 0 ? null : { type: "copy-names-author", marks };
}

/** Ends an own upload and removes its bytes. Whose row is gone, its bytes are for whoever took it, or for the sweep. */
export async function endUpload({ files, ...by }: FilesBy, id: string, why: string) {
  const ended = await cancelUpload(by, { id, why });
  if (ended.ok) {
    await files.removeUpload(id);
    await files.remove(id);
  }
  return ended;
}
