import { z } from "zod";
import { deleteUpload, findUpload } from "~db/queries/files/uploads.ts";
import { command, done, refuse } from "../command.ts";
import type { AttachmentRefusal } from "../refusals.ts";

/** Ends an own upload; its bytes are for the caller to remove, or for the sweep. */
export const cancelUpload = command({
  name: "cancel-upload",
  input: z.object({ id: z.string().regex(/^[0-9a-f]{32}$/), why: z.string().max(40) }),
  who: async ({ trx, input, actor, at }) => {
    const upload = await findUpload(trx, input.id, actor.id, at);
    return upload ? { editionId: upload.editionId, applicationId: upload.applicationId, upload } : null;
  },
  run: async ({ trx, input, subject: { upload } }) => {
    if (!(await deleteUpload(trx, upload.id))) return refuse<AttachmentRefusal>({ type: "upload-incomplete" });
    return done({ code: upload.code }, { upload: upload.id, kind: upload.kind, why: input.why });
  },
});
