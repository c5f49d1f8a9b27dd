import { z } from "zod";
import { can } from "~/rules/accounts/access.ts";
import { findAttachmentToRead } from "~db/queries/files/attachments.ts";
import { command, done } from "../command.ts";

/** Puts on record that somebody of the staff is given an identity document to read. */
export const readIdentityDocument = command({
  name: "read-identity-document",
  sensitive: true,
  input: z.object({ id: z.int().positive() }),
  who: async ({ trx, input, actor }) => {
    const file = await findAttachmentToRead(trx, input.id, actor.id);
    if (file?.kind !== "identity" || !file.submitted || !can(actor, "screen", file)) return null;
    return { editionId: file.editionId, applicationId: file.applicationId, file };
  },
  run: async ({ subject: { file } }) => done({}, { attachment: file.id, sha256: file.sha256 }),
});
