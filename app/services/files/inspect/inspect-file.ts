import { fileTypeFromBuffer } from "file-type";
import { type AttachmentType, attachmentTypes, pptx } from "~/rules/files/attachment.ts";
import { pdfProblem } from "./pdf.ts";
import { jpegProblem, pngProblem } from "./picture.ts";
import { pptxProblem } from "./pptx.ts";
import type { ContentRefusal, Source } from "./source.ts";
import { endsAsZip } from "./zip-directory.ts";

export type Inspected = { ok: true; type: AttachmentType; sha256: string } | { ok: false; error: ContentRefusal };

/** What the file is, by what is in it: its name and what the browser called it count for nothing. */
export async function inspectFile(source: Source, allowed: readonly AttachmentType[]): Promise<Inspected> {
  const type = await typeOf(source);
  if (!type || !allowed.includes(type)) return { ok: false, error: { type: "file-type-wrong" } };
  if (type !== pptx && (await endsAsZip(source))) return { ok: false, error: { type: "file-suspicious" } };
  const problem = await problemOf[type](source);
  return problem ? { ok: false, error: { type: problem } } : { ok: true, type, sha256: await source.sha256() };
}

const problemOf: Record<AttachmentType, (source: Source) => Promise<ContentRefusal["type"] | null>> = {
  "application/pdf": pdfProblem,
  [pptx]: pptxProblem,
  "image/jpeg": jpegProblem,
  "image/png": pngProblem,
};

async function typeOf(source: Source): Promise<AttachmentType | null> {
  const head = await source.bytes(0, 4100);
  // The inside of an archive is looked at by our own bounded reader
  if (head.subarray(0, 4).equals(localFile)) return pptx;
  const found = (await fileTypeFromBuffer(head))?.mime;
  return attachmentTypes.find((type) => type !== pptx && type === found) ?? null;
}

const localFile = Buffer.from("PK\x03\x04", "latin1");
