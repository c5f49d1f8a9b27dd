import { z } from "zod";
import { attachmentTypes, nameOfType, uploadProblem } from "~/rules/files/attachment.ts";
import { storedFileKey } from "~/services/files/file-store.ts";
import { insertAttachment, removeCopies } from "~db/queries/files/attachments.ts";
import { deleteUpload, findStock, findUpload } from "~db/queries/files/uploads.ts";
import { command, done, refuse } from "../command.ts";
import type { AttachmentRefusal } from "../refusals.ts";
import { lockChangeableApplication, whyNotWritableNow } from "./changeable-application.ts";

/**
 * Makes an attachment of an upload that is complete, was found good and lies where it is kept (`finishUpload` sees to
 * that). Upload and attachment change places in one transaction. A copy for blind review takes the place of the one before.
 */
export const attachFile = command({
  name: "attach-file",
  input: z.object({
    id: z.string().regex(/^[0-9a-f]{32}$/),
    type: z.enum(attachmentTypes),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
  }),
  who: async ({ trx, input, actor, at }) => {
    const upload = await findUpload(trx, input.id, actor.id, at);
    if (!upload) return null;
    const { code, kind, redactedOfId } = upload;
    const subject = await lockChangeableApplication(
      trx,
      redactedOfId === null ? { code, kind } : { redactedOf: redactedOfId },
      actor,
    );
    return subject && { ...subject, upload };
  },
  run: async ({ trx, input, actor, subject, at }) => {
    const still = whyNotWritableNow(subject, at);
    if (still) return still;
    const { applicationId, kind, redactedOfId, upload } = subject;
    const { id, size, name } = upload;
    // The application is locked: an upload whose row is gone by now was attached or ended by another request
    if (!(await deleteUpload(trx, id))) return refuse<AttachmentRefusal>({ type: "upload-incomplete" });
    if (redactedOfId === null) {
      const stock = await findStock(trx, { applicationId, kind, at });
      const problem = uploadProblem(kind, size, { ...stock, unfinished: 0, unfinishedOfKind: 0, unfinishedBytes: 0 });
      if (problem) return refuse<AttachmentRefusal>(problem);
    } else await removeCopies(trx, redactedOfId, at);
    const { type, sha256 } = input;
    const attachmentId = await insertAttachment(trx, {
      applicationId,
      kind,
      redactedOfId,
      name: nameOfType(name, type),
      type,
      size,
      sha256,
      storeKey: storedFileKey(id),
      uploaderId: actor.id,
      attachedAt: at,
    });
    return done({ attachmentId }, { attachment: attachmentId, kind, size, sha256, redactedOf: redactedOfId });
  },
});
