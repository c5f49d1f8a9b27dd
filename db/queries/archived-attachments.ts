import type { Kysely } from "kysely";
import type { AttachmentKind } from "~/rules/files/attachment.ts";
import type { ScreeningFilter } from "~/rules/screening/screening-filter.ts";
import type { DB } from "../schema.ts";
import { isSubmitted } from "./attachments.ts";
import { type Desk, narrowed } from "./screening-list/narrowing.ts";

export interface ArchivedAttachment {
  id: number;
  applicationId: number;
  code: string;
  projectTitle: string | null;
  kind: AttachmentKind;
  name: string;
  /** In bytes. */
  size: number;
  storeKey: string;
  attachedAt: Date;
}

/**
 * The next files that applications of a list handed in, by application, from after a place on; identity documents only
 * where they are asked for. One query; each page stands for itself, so that a slow reader holds no connection.
 */
export async function findArchivePage(
  db: Kysely<DB>,
  desk: Desk,
  filter: ScreeningFilter,
  { identity, after, limit }: { identity: boolean; after?: { applicationId: number; id: number }; limit: number },
): Promise<ArchivedAttachment[]> {
  const rows = await db
    .selectFrom("applications")
    .innerJoin("attachments", "attachments.applicationId", "applications.id")
    .select([
      "attachments.id",
      "attachments.applicationId",
      "applications.code",
      "applications.projectTitle",
      "attachments.kind",
      "attachments.name",
      "attachments.size",
      "attachments.storeKey",
      "attachments.attachedAt",
    ])
    .where((eb) => narrowed(eb as never, desk, filter))
    .where(isSubmitted)
    .where("attachments.redactedOfId", "is", null)
    .where("attachments.erasedAt", "is", null)
    .$if(!identity, (query) => query.where("attachments.kind", "<>", "identity"))
    .$if(after !== undefined, (query) =>
      query.where((eb) =>
        eb(eb.refTuple("applications.id", "attachments.id"), ">", eb.tuple(after?.applicationId ?? 0, after?.id ?? 0)),
      ),
    )
    .orderBy("applications.id")
    .orderBy("attachments.id")
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...row, kind: row.kind as AttachmentKind, size: Number(row.size) }));
}
