import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Upload } from "@tus/server";
import { beginUpload } from "~/commands/attachments/begin-upload.ts";
import { endUpload, finishUpload } from "~/commands/attachments/finish-upload.ts";
import { can } from "~/rules/access.ts";
import { type AttachmentKind, attachmentKinds, kindRules } from "~/rules/attachment.ts";
import { uploadKey } from "~/services/files/file-store.ts";
import type { UploadAddress } from "~/services/files/upload-addresses.ts";
import { findApplication } from "~db/queries/applications.ts";
import { findAttachment } from "~db/queries/attachments.ts";
import { type ReceivedForm, receiveForm } from "./receive-form.ts";
import { answerJson, type UploadParts } from "./upload-answer.ts";

type FormAddress = Extract<UploadAddress, { by: "form" }>;

const busy = new Set<string>();

/**
 * Takes the one file of a form that was sent without script, and leads back to its page, which says how it went. The
 * file goes through the disk, never through memory, and then the same way as any upload; one a person at a time.
 */
export async function answerForm(
  request: IncomingMessage,
  response: ServerResponse,
  address: FormAddress,
  parts: UploadParts,
): Promise<void> {
  const { actor } = parts;
  const page = (request.url ?? "/").split("?")[0] ?? "/";
  if (!actor) return await leave(`/sign-in?returnTo=${encodeURIComponent(page)}`);
  const fixed = await kindFor(address, parts);
  if (fixed === null) return answerJson(request, response, 404, { type: "not-found" });
  if (busy.has(actor.id)) return await leave(`${page}?refused=upload-busy`);
  busy.add(actor.id);
  try {
    const form = await receiveForm(request, (kind) => kindRules[fixed ?? kindOf(kind)].mostBytes);
    const kind = fixed ?? kindOf(form.fields.kind);
    const error = await take(form, kind, address, parts);
    const most = error && "mostBytes" in error ? `&most=${error.mostBytes}` : "";
    await leave(`${page}?${error ? `refused=${error.type}${most}` : "added=1"}&kind=${kind}#attachments.${kind}`);
  } finally {
    busy.delete(actor.id);
  }

  /** A browser reads no answer before it has sent its form: what is still to come is let through. */
  async function leave(to: string): Promise<void> {
    if (!request.complete && !request.destroyed) await new Promise((done) => request.resume().once("close", done));
    response.writeHead(303, { Location: to, "Cache-Control": "no-store" }).end();
  }
}

/** The kind that the address fixes, undefined where the form says it, null where the person may not bring anything. */
async function kindFor(address: FormAddress, { db, actor }: UploadParts): Promise<AttachmentKind | undefined | null> {
  if ("code" in address) {
    const application = await findApplication(db, address.code);
    return application && application.applicantId === actor?.id ? undefined : null;
  }
  const original = await findAttachment(db, address.redactedOf);
  const application = original && (await findApplication(db, original.code));
  return application && actor && can(actor, "screen", { editionId: application.editionId }) ? original.kind : null;
}

function kindOf(said: string | undefined): AttachmentKind {
  return attachmentKinds.find((kind) => kind === said) ?? "statement";
}

async function take(form: ReceivedForm, kind: AttachmentKind, address: FormAddress, parts: UploadParts) {
  try {
    if (form.problem === "too-large") return { type: "file-too-large", mostBytes: kindRules[kind].mostBytes } as const;
    if (form.problem || !form.file) return { type: form.problem ?? "file-missing" } as const;
    const { handle, name } = form.file;
    const { size } = await handle.stat();
    const id = randomBytes(16).toString("hex");
    const of = "code" in address ? { code: address.code, kind } : { redactedOf: address.redactedOf };
    const begun = await beginUpload(parts, { id, name, size, ...of });
    if (!begun.ok) return begun.error;
    try {
      await parts.files.uploads.create(new Upload({ id: uploadKey(id), size, offset: 0, metadata: {} }));
      await parts.files.uploads.write(handle.createReadStream({ start: 0 }), uploadKey(id), 0);
    } catch (error) {
      await endUpload(parts, id, "store-failed");
      throw error;
    }
    const finished = await finishUpload(parts, id);
    return finished.ok ? null : finished.error;
  } finally {
    await form.file?.handle.close();
  }
}
