import { createHash } from "node:crypto";
import type { AttachmentKind, AttachmentType } from "~/rules/files/attachment.ts";
import type { Db } from "../../client.ts";
import { samplePdf, samplePng } from "../factories/sample-files.ts";

/** Keeps a file under the 32 hexadecimal digits given. */
export type KeepFile = (id: string, bytes: Uint8Array) => Promise<void>;

interface DemoFile {
  kind: AttachmentKind;
  name: string;
  type: AttachmentType;
  bytes: Buffer;
}

const heats = ["beijing-6", "chongqing-6", "shenzhen-6"];
const applicationsOfHeat = 6;

/** Gives the first applications of three heats a plan, a deck, a proof of identity and a patent, named by their submission. */
export async function makeDemoFiles(db: Db, editionId: number, keep: KeepFile): Promise<void> {
  for (const heat of heats) {
    const rows = await db
      .selectFrom("applications")
      .innerJoin("rounds", "rounds.id", "applications.roundId")
      .select(["applications.id", "applications.code", "applications.applicantId", "applications.submittedAt"])
      .where("applications.editionId", "=", editionId)
      .where("rounds.slug", "=", heat)
      .where("applications.submittedAt", "is not", null)
      .orderBy("applications.id")
      .limit(applicationsOfHeat)
      .execute();
    for (const { id, code, applicantId, submittedAt } of rows) {
      const attachmentIds: number[] = [];
      for (const file of filesOf(code)) {
        const storeId = createHash("sha256").update(`${code} ${file.kind}`).digest("hex").slice(0, 32);
        await keep(storeId, file.bytes);
        const { bytes, ...columns } = file;
        const attachment = await db
          .insertInto("attachments")
          .values({
            ...columns,
            applicationId: id,
            uploaderId: applicantId,
            size: bytes.length,
            sha256: createHash("sha256").update(bytes).digest("hex"),
            storeKey: `kept/${storeId}`,
            attachedAt: submittedAt ?? undefined,
          })
          .returning("id")
          .executeTakeFirstOrThrow();
        attachmentIds.push(attachment.id);
      }
      await db.updateTable("submissions").set({ attachmentIds }).where("applicationId", "=", id).execute();
    }
  }
}

function filesOf(code: string): DemoFile[] {
  const type = "application/pdf";
  return [
    { kind: "business-plan", name: "商业计划书.pdf", type, bytes: samplePdf(`${code}  Business plan`) },
    { kind: "deck", name: "路演.pdf", type, bytes: samplePdf(`${code}  Pitch deck`) },
    { kind: "identity", name: "身份证明.png", type: "image/png", bytes: samplePng(480, 300) },
    { kind: "patent", name: "专利证书.png", type: "image/png", bytes: samplePng(420, 594) },
  ];
}
