import { z } from "zod";
import { findAttachment, removeAttachment as removeRow } from "~db/queries/files/attachments.ts";
import { command, done } from "../command.ts";
import { lockChangeableApplication, whyNotWritableNow } from "./changeable-application.ts";

/**
 * Takes a file out: the applicant an own one while they may write, a screener a copy for blind review. What a
 * submission names stays readable for those who were given it. Taking it out again changes nothing.
 */
export const removeAttachment = command({
  name: "remove-attachment",
  input: z.object({ id: z.int().positive() }),
  who: async ({ trx, input, actor }) => {
    const file = await findAttachment(trx, input.id);
    if (!file) return null;
    const { code, kind, redactedOfId } = file;
    const subject = await lockChangeableApplication(
      trx,
      redactedOfId === null ? { code, kind } : { redactedOf: redactedOfId },
      actor,
    );
    return subject && { ...subject, file };
  },
  run: async ({ trx, subject, at }) => {
    const still = whyNotWritableNow(subject, at);
    if (still) return still;
    const { id, kind, redactedOfId } = subject.file;
    const changed = await removeRow(trx, id, at);
    return done({ code: subject.application.code }, { attachment: id, kind, redactedOf: redactedOfId, changed });
  },
});
