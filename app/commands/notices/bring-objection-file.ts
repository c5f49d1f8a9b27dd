import { z } from "zod";
import { linkDigest } from "~/reads/notices/objection-link.ts";
import { isNoticeOpen } from "~/rules/notices/notice.ts";
import { objectionFileKinds, objectionFiles, objectionFileTypes } from "~/rules/notices/objection.ts";
import { storedFileKey } from "~/services/files/file-store.ts";
import type { Db } from "~db/client.ts";
import { appendAudit } from "~db/queries/audit/audit.ts";
import {
  findObjectionByLink,
  findObjectionFiles,
  insertObjectionFile,
  lockObjection,
} from "~db/queries/notices/objections.ts";
import type { ObjectionRefusal } from "../refusals.ts";
import { inTransaction } from "../transaction.ts";

const input = z.object({
  id: z.string().regex(/^[0-9a-f]{32}$/),
  kind: z.enum(objectionFileKinds),
  type: z.enum(objectionFileTypes),
  size: z.number().int().positive().max(objectionFiles.mostBytes),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

type Brought = { ok: true; value: { fileId: number } } | { ok: false; error: ObjectionRefusal };
const no = (type: "not-found" | "notice-closed" | "objection-decided" | "files-full" | "file-there") =>
  ({ ok: false, error: { type } }) as const;

/**
 * Adds a file, which lies in the file store already and was found good, to the objection of that private link, while the
 * notice that it objected to is open, whatever became of the result. Whoever brings it is nobody here: therefore not made by `command()`, but recorded like one.
 */
export async function bringObjectionFile(db: Db, link: string, at: Date, raw: z.input<typeof input>): Promise<Brought> {
  const { id, ...file } = input.parse(raw);
  return await inTransaction<Brought>(db, async (trx) => {
    const found = await findObjectionByLink(trx, linkDigest(link));
    const objection = found && (await lockObjection(trx, found.receipt));
    if (!objection) return no("not-found");
    const { noticeEndsOn, erasedAt } = objection;
    if (noticeEndsOn === null || !isNoticeOpen(noticeEndsOn, at) || erasedAt !== null) return no("notice-closed");
    if (objection.decidedAt !== null) return no("objection-decided");
    const there = await findObjectionFiles(trx, objection.id);
    if (there.length >= objectionFiles.most) return no("files-full");
    const row = { ...file, objectionId: objection.id, storeKey: storedFileKey(id), broughtAt: at };
    const fileId = await insertObjectionFile(trx, row);
    if (fileId === undefined) return no("file-there");
    const { roundId, editionId, receipt } = objection;
    // Whoever has a paper in hand could tell by its digest that it was brought
    const facts = { receipt, file: fileId, kind: file.kind };
    await appendAudit(trx, { at, command: "bring-objection-file", actorId: null, editionId, roundId, facts });
    return { ok: true, value: { fileId } };
  });
}
