import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Upload } from "@tus/server";
import { beginUpload } from "~/commands/files/begin-upload.ts";
import { endUpload, finishUpload } from "~/commands/files/finish-upload.ts";
import { can } from "~/rules/accounts/access.ts";
import { type AttachmentKind, attachmentKinds, kindRules } from "~/rules/files/attachment.ts";
import { uploadKey } from "~/services/files/file-store.ts";
import type { UploadAddress } from "~/services/files/upload-addresses.ts";
import { findApplication } from "~db/queries/applications/applications.ts";
import { findAttachment } from "~db/queries/files/attachments.ts";
import { answerByLeading } from "./form-answer.ts";
import { type ReceivedForm, receiveForm } from "./receive-form.ts";
import type { UploadParts } from "./upload-answer.ts";

type FormAddress = Extract<UploadAddress, { by: "form" }>;

/**
 * Takes the one file of a form that was sent without script, and leads back to its page, which says how it went. The
 * file goes through the disk, never through memory, and then the same way as any upload.
 */
export async function answerForm(
  request: IncomingMessage,
  response: ServerResponse,
  address: FormAddress,
  parts: UploadParts,
): Promise<void> {
  await answerByLeading(request, response, parts, {
    allowed: () => kindFor(address, parts),
    take: async (fixed) => {
      const form = await receiveForm(request, (kind) => kindRules[fixed === "said" ? kindOf(kind) : fixed].mostBytes);
      const kind = fixed === "said" ? kindOf(form.fields.kind) : fixed;
      const error = await take(form, kind, address, parts);
      const most = error && "mostBytes" in error ? `&most=${error.mostBytes}` : "";
      return `?${error ? `refused=${error.type}${most}` : "added=1"}&kind=${kind}#attachments.${kind}`;
    },
  });
}

/** The kind that the address fixes, "said" where the form says it, null where the person may not bring anything. */
async function kindFor(address: FormAddress, { db, actor }: UploadParts): Promise<AttachmentKind | "said" | null> {
  if ("code" in address) {
    const application = await findApplication(db, address.code);
    return application && application.applicantId === actor?.id ? "said" : null;
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
