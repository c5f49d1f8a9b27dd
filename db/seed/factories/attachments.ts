import type { AttachmentKind, AttachmentType } from "~/rules/files/attachment.ts";
import type { Db } from "../../client.ts";

let made = 0;

/** The row of a file (default: a business plan) of an application; with `submitted`, its latest submission names it. */
export async function makeAttachment(
  db: Db,
  given: {
    applicationId: number;
    uploaderId: string;
    kind?: AttachmentKind;
    type?: AttachmentType;
    name?: string;
    size?: number;
    /** The 32 hexadecimal digits under which its bytes are kept. */
    storeId?: string;
    sha256?: string;
    redactedOfId?: number;
    removedAt?: Date;
    submitted?: boolean;
  },
) {
  const { submitted = true, storeId = (++made).toString(16).padStart(32, "0"), ...columns } = given;
  const attachment = await db
    .insertInto("attachments")
    .values({
      ...columns,
      kind: given.kind ?? "business-plan",
      type: given.type ?? "application/pdf",
      name: given.name ?? `商业计划书${made}.pdf`,
      size: given.size ?? 1000,
      sha256: given.sha256 ?? storeId.repeat(2),
      storeKey: `kept/${storeId}`,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  if (submitted && given.redactedOfId === undefined) await nameInSubmission(db, given.applicationId, attachment.id);
  return attachment;
}

/** Names the file in the latest submission of the application, which is made when there is none. */
async function nameInSubmission(db: Db, applicationId: number, attachmentId: number): Promise<void> {
  const latest = await db
    .selectFrom("submissions")
    .select(["id", "attachmentIds"])
    .where("applicationId", "=", applicationId)
    .orderBy("number", "desc")
    .limit(1)
    .executeTakeFirst();
  if (latest) {
    const attachmentIds = [...latest.attachmentIds, attachmentId];
    await db.updateTable("submissions").set({ attachmentIds }).where("id", "=", latest.id).execute();
    return;
  }
  const what = { answers: {}, choices: {}, consentVersion: "2026-11", submittedAt: new Date() };
  await db
    .insertInto("submissions")
    .values({ applicationId, number: 1, ...what, attachmentIds: [attachmentId] })
    .execute();
}
