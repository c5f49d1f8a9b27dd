import { randomBytes } from "node:crypto";
import { Upload } from "@tus/server";
import type { AttachmentType } from "~/rules/files/attachment.ts";
import { uploadKey } from "~/services/files/file-store.ts";
import { inspectFile, sourceIn } from "~/services/files/inspect-file.ts";
import type { ReceivedForm } from "./receive-form.ts";
import type { UploadParts } from "./upload-answer.ts";

/** A file that is kept already: its id in the store, what its content shows it to be, its bytes, and their SHA-256. */
interface TakenFile<T> {
  id: string;
  type: T;
  size: number;
  sha256: string;
}

/**
 * Keeps the one file of a form, where its content is of one of these types, and lets `bring` put it into the database;
 * what is refused is not kept. Answers why it was refused, or null.
 */
export async function takeFormFile<T extends AttachmentType, E>(
  form: ReceivedForm,
  types: readonly T[],
  { files }: Pick<UploadParts, "files">,
  bring: (file: TakenFile<T>) => Promise<{ ok: true } | { ok: false; error: E }>,
) {
  const id = randomBytes(16).toString("hex");
  try {
    if (form.problem === "too-large") return { type: "file-too-large" } as const;
    if (form.problem || !form.file) return { type: form.problem ?? "file-missing" } as const;
    const { handle } = form.file;
    const { size } = await handle.stat();
    if (size === 0) return { type: "file-empty" } as const;
    await files.uploads.create(new Upload({ id: uploadKey(id), size, offset: 0, metadata: {} }));
    await files.uploads.write(handle.createReadStream({ start: 0 }), uploadKey(id), 0);
    const found = await inspectFile(sourceIn(files, uploadKey(id), size), types);
    if (!found.ok) return found.error;
    // It is kept a moment before the database knows of it, in which the sweep leaves it alone
    await files.keep(id);
    const brought = await bring({ id, type: found.type as T, size, sha256: found.sha256 });
    if (brought.ok) return null;
    await files.remove(id);
    return brought.error;
  } finally {
    await files.removeUpload(id);
    await form.file?.handle.close();
  }
}
