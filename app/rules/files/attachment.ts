import { withoutEnd } from "~/primitives/code-points.ts";

/** The files of an application: their kinds, how many and how large, of what type, and who may read them. */

export const attachmentKinds = [
  "business-plan",
  "deck",
  "identity",
  "degree",
  "patent",
  "licence",
  "finance",
  "statement",
] as const;
export type AttachmentKind = (typeof attachmentKinds)[number];

export const pptx = "application/vnd.openxmlformats-officedocument.presentationml.presentation";
export const attachmentTypes = ["application/pdf", pptx, "image/jpeg", "image/png"] as const;
export type AttachmentType = (typeof attachmentTypes)[number];

export const docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
export const xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/** What the organizers may give out, besides what applicants may attach. */
export const documentTypes = [...attachmentTypes, docx, xlsx] as const;
export type DocumentType = (typeof documentTypes)[number];

const mebibyte = 1024 * 1024;
const papers = ["application/pdf", "image/jpeg", "image/png"] as const;

interface KindRule {
  /** In bytes. */
  mostBytes: number;
  mostFiles: number;
  types: readonly AttachmentType[];
}

/** What each kind takes. The deck's 100 MB are the contest's own limit. */
export const kindRules: Record<AttachmentKind, KindRule> = {
  "business-plan": { mostBytes: 50 * mebibyte, mostFiles: 1, types: ["application/pdf"] },
  deck: { mostBytes: 100 * mebibyte, mostFiles: 1, types: ["application/pdf", pptx] },
  identity: { mostBytes: 20 * mebibyte, mostFiles: 4, types: papers },
  degree: { mostBytes: 20 * mebibyte, mostFiles: 6, types: papers },
  patent: { mostBytes: 20 * mebibyte, mostFiles: 20, types: papers },
  licence: { mostBytes: 20 * mebibyte, mostFiles: 2, types: papers },
  finance: { mostBytes: 20 * mebibyte, mostFiles: 6, types: papers },
  statement: { mostBytes: 20 * mebibyte, mostFiles: 4, types: papers },
};

/** All current files of an application together, in bytes. */
export const mostBytesOfApplication = 400 * mebibyte;
/** Uploads of one person to one application that are under way at a time. */
export const mostUnfinished = 6;
/** How long an upload may take from its beginning to its end, in hours. */
export const uploadHours = 24;
/** Larger than any file that any kind takes, in bytes. */
export const mostBytesOfFile = Math.max(...Object.values(kindRules).map(({ mostBytes }) => mostBytes));

export type UploadRefusal =
  | { type: "file-empty" }
  | { type: "file-too-large"; mostBytes: number }
  | { type: "files-too-many"; mostFiles: number }
  | { type: "files-too-large"; mostBytes: number }
  | { type: "uploads-too-many"; mostUnfinished: number };

/** What the application has of files now. */
export interface Stock {
  /** Attached files of the kind. */
  ofKind: number;
  /** All attached files together, in bytes. */
  bytes: number;
  /** The same of uploads under way. */
  unfinishedOfKind: number;
  unfinished: number;
  unfinishedBytes: number;
}

/** Why a file of that kind and size (in bytes) cannot be taken; null when it can. */
export function uploadProblem(kind: AttachmentKind, size: number, stock: Stock): UploadRefusal | null {
  const { mostBytes, mostFiles } = kindRules[kind];
  if (size <= 0) return { type: "file-empty" };
  if (size > mostBytes) return { type: "file-too-large", mostBytes };
  if (stock.unfinished >= mostUnfinished) return { type: "uploads-too-many", mostUnfinished };
  if (stock.ofKind + stock.unfinishedOfKind >= mostFiles) return { type: "files-too-many", mostFiles };
  if (stock.bytes + stock.unfinishedBytes + size > mostBytesOfApplication)
    return { type: "files-too-large", mostBytes: mostBytesOfApplication };
  return null;
}

/** In what capacity somebody asks for a file. A judge's round may be blind: the author's name must not be seen. */
export type AttachmentViewer = { as: "applicant" } | { as: "screener" } | { as: "judge"; blind: boolean };

export interface ReadableAttachment {
  kind: AttachmentKind;
  /** A copy for blind review, without the author's name. */
  redacted: boolean;
  /** Named by the latest submission (a copy: the file of which it is one). */
  submitted: boolean;
  /** Taken out by whoever put it in. */
  removed: boolean;
}

/** Papers about a person: nothing that a judge needs for a mark. */
const personal: readonly AttachmentKind[] = ["identity", "degree"];

/**
 * Whether a file may be read. The applicant reads what they attached (and what they handed in, after they replaced it), screeners
 * what was handed in and its copies for blind review, judges the same without papers about the person; in a blind
 * round nothing but the copies.
 */
export function mayReadAttachment(viewer: AttachmentViewer, file: ReadableAttachment): boolean {
  if (file.redacted && file.removed) return false;
  switch (viewer.as) {
    case "applicant":
      return !file.redacted && (file.submitted || !file.removed);
    case "screener":
      return file.submitted;
    case "judge":
      return file.submitted && !personal.includes(file.kind) && file.redacted === viewer.blind;
  }
}

/** Whether a browser can show the type itself. */
export function isPreviewable(type: AttachmentType): boolean {
  return type !== pptx;
}

const mostCharacters = 120;

/** The first of each is what a name gets that has none of them. */
const endings = {
  "application/pdf": [".pdf"],
  [pptx]: [".pptx"],
  [docx]: [".docx"],
  [xlsx]: [".xlsx"],
  "image/jpeg": [".jpg", ".jpeg"],
  "image/png": [".png"],
} as const satisfies Record<DocumentType, readonly string[]>;

/** Control characters, lone surrogates, and whatever is not seen or turns the direction of writing: a name is what one reads. */
const unseen = /(?![\u200c\u200d])[\p{Cc}\p{Cs}\p{Cf}\p{Zl}\p{Zp}\ufffd]|[\u115f\u1160\u3164\uffa0]/gu;

/**
 * A file's name as it is kept and shown: without folders, unseen characters and what file systems forbid, at most 120
 * characters, its ending kept. Chinese and emoji stay. "" when nothing is left of it.
 */
export function safeFileName(given: string): string {
  const last = given.split(/[/\\]/).at(-1) ?? "";
  const seen = last
    .normalize("NFC")
    .replace(unseen, "")
    .replace(/[<>:"|?*]/g, "_")
    .replace(/\s+/g, " ")
    .replace(/^[ .]+/, "");
  return shortened(withoutEnd(seen, " ."), mostCharacters);
}

/** The name with an ending that says what the file is, whatever it said before. */
export function nameOfType(name: string, type: DocumentType): string {
  const fitting = endings[type];
  if (fitting.some((ending) => name.toLowerCase().endsWith(ending))) return name;
  return shortened(`${name}${fitting[0]}`, mostCharacters);
}

/** The endings that a file chooser should offer for these types. */
export function endingsOf(types: readonly DocumentType[]): string[] {
  return types.flatMap((type) => [...endings[type]]);
}

function shortened(name: string, most: number): string {
  const characters = [...name];
  if (characters.length <= most) return name;
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(name)?.[0] ?? "";
  return characters.slice(0, most - ending.length).join("") + ending;
}

/**
 * The Content-Disposition of a download: an ASCII name for old readers, and the true one by RFC 5987.
 */
export function contentDisposition(how: "attachment" | "inline", name: string): string {
  const plain = name.replace(/[^\x20-\x7e]/g, "_").replace(/["\\%]/g, "_");
  const full = encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${how}; filename="${plain}"; filename*=UTF-8''${full}`;
}

/** A name for one folder or file of an archive: no separator, nothing unseen, not reserved by any system. */
export function archiveName(given: string, most = 80): string {
  const name = withoutEnd(shortened(safeFileName(given.replace(/[/\\]/g, "_")), most), " .");
  return /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(name) ? `_${name}` : name || "_";
}
