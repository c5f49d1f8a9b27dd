import { can } from "~/rules/accounts/access.ts";
import { type AttachmentViewer, mayReadAttachment, nameOfType } from "~/rules/files/attachment.ts";
import { findAttachmentToRead } from "~db/queries/files/attachments.ts";
import { notFound, signedIn } from "../http/guard.ts";

/**
 * The file of the address, for those who may read it; the same 404 for everyone else and for none. `byStaff`: somebody
 * else than the applicant is given it.
 */
export async function attachmentFor(args: Parameters<typeof signedIn>[0], id: string | undefined) {
  const actor = await signedIn(args);
  const number = /^[1-9]\d{0,8}$/.test(id ?? "") ? Number(id) : null;
  const file = number === null ? undefined : await findAttachmentToRead(args.context.db, number, actor.id);
  if (!file) throw notFound();
  const viewers: AttachmentViewer[] = [];
  if (file.applicantId === actor.id) viewers.push({ as: "applicant" });
  if (can(actor, "screen", file)) viewers.push({ as: "screener" });
  if (file.judged) viewers.push({ as: "judge", blind: false });
  if (file.judgedBlind) viewers.push({ as: "judge", blind: true });
  const { kind, submitted } = file;
  const readable = { kind, submitted, redacted: file.redactedOfId !== null, removed: file.removedAt !== null };
  const viewer = viewers.find((each) => mayReadAttachment(each, readable));
  if (!viewer) throw notFound();
  // The name of a copy was given by somebody who knew whose it is
  const nameless = viewer.as === "judge" && viewer.blind;
  const name = nameless ? nameOfType(`${kind}-${file.id}`, file.type) : file.name;
  return { actor, file: { ...file, name }, byStaff: viewer.as !== "applicant" };
}
