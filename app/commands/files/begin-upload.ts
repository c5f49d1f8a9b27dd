import { z } from "zod";
import { attachmentKinds, safeFileName, uploadHours, uploadProblem } from "~/rules/files/attachment.ts";
import { findStock, insertUpload } from "~db/queries/files/uploads.ts";
import { command, done, refuse } from "../command.ts";
import type { AttachmentRefusal } from "../refusals.ts";
import { lockChangeableApplication, whyNotWritableNow } from "./changeable-application.ts";

const file = { id: z.string().regex(/^[0-9a-f]{32}$/), name: z.string().max(2000), size: z.int().max(2 ** 40) };
const input = z.union([
  z.object({ ...file, code: z.string().max(20), kind: z.enum(attachmentKinds) }),
  z.object({ ...file, redactedOf: z.int().positive() }),
]);

/**
 * Begins to bring a file: of the applicant's own application, or a copy for blind review. Everything that can be known
 * before the first byte is checked here. Answers the id.
 */
export const beginUpload = command({
  name: "begin-upload",
  input,
  who: async ({ trx, input, actor }) => await lockChangeableApplication(trx, input, actor),
  run: async ({ trx, input, actor, subject, at }) => {
    const still = whyNotWritableNow(subject, at);
    if (still) return still;
    const { applicationId, kind, redactedOfId } = subject;
    const name = safeFileName(input.name);
    if (name === "") return refuse<AttachmentRefusal>({ type: "name-empty" });
    const stock = redactedOfId === null ? await findStock(trx, { applicationId, kind, at }) : nothing;
    const problem = uploadProblem(kind, input.size, stock);
    if (problem) return refuse<AttachmentRefusal>(problem);
    const { id, size } = input;
    const expiresAt = new Date(at.getTime() + uploadHours * 3_600_000);
    const upload = {
      id,
      applicationId,
      kind,
      redactedOfId,
      name,
      size,
      uploaderId: actor.id,
      createdAt: at,
      expiresAt,
    };
    await insertUpload(trx, upload);
    return done({ id, expiresAt: expiresAt.toISOString() }, { upload: id, kind, size, redactedOf: redactedOfId });
  },
});

/** A copy for blind review takes the place of the one before, so nothing is counted. */
const nothing = { ofKind: 0, bytes: 0, unfinishedOfKind: 0, unfinished: 0, unfinishedBytes: 0 };
