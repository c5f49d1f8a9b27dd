import type { AttachmentType } from "~/rules/files/attachment.ts";
import { type AuthorMark, briefMarks } from "~/rules/files/author-mark.ts";
import { redact } from "~/rules/review/redact.ts";
import { pdfMarks } from "./pdf-marks.ts";
import { pictureMarks } from "./picture-marks.ts";
import { presentationMarks } from "./presentation-marks.ts";

/** Who is named in the file beside what its pages show; the needles are the applicant's names, for `redact`. Throws on what cannot be read. */
export async function authorMarks(
  file: Buffer,
  type: AttachmentType,
  needles: readonly string[],
): Promise<AuthorMark[]> {
  const names = (text: string) => redact(text, needles) !== text;
  if (type === "application/pdf") return briefMarks(await pdfMarks(file, names));
  if (type === "image/jpeg" || type === "image/png") return briefMarks(pictureMarks(file, names));
  return briefMarks(await presentationMarks(file, names));
}
