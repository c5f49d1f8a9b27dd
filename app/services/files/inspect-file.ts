import { createHash } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { inflateRawSync } from "node:zlib";
import { fileTypeFromBuffer } from "file-type";
import { attachmentTypes, type DocumentType, docx, pptx, xlsx } from "~/rules/files/attachment.ts";
import type { FileStore } from "./file-store.ts";
import { endsAsZip, readZipDirectory, type ZipEntry } from "./zip-directory.ts";

/** Readers look for the end mark in the last 1024 bytes. */
const tailBytes = 1024;
const webPage = /<\s*(!doctype|html|script|iframe|svg)\b/i;

/** A PDF begins with its mark in the very first byte and ends with its end mark; one that is a web page too is refused. */
async function pdfProblem(source: Source): Promise<"file-broken" | "file-suspicious" | null> {
  const head = (await source.bytes(0, 1024)).toString("latin1");
  const tail = (await source.bytes(Math.max(0, source.size - tailBytes), source.size)).toString("latin1");
  if (!/^%PDF-[12]\.\d/.test(head) || !tail.includes("%%EOF")) return "file-broken";
  return webPage.test(head) || webPage.test(tail.slice(tail.lastIndexOf("%%EOF"))) ? "file-suspicious" : null;
}

type Problem = ContentRefusal["type"] | null;

/** Pixels a side and in all: more than any camera gives, less than what brings a reader's browser down. */
const mostSide = 20_000;
const mostPixels = 250_000_000;
const mostSegments = 100;

/** A PNG begins with its size and ends with its end: nothing may follow. */
async function pngProblem(source: Source): Promise<Problem> {
  const head = await source.bytes(0, 33);
  const end = await source.bytes(Math.max(0, source.size - 12), source.size);
  if (head.length < 33 || head.toString("latin1", 12, 16) !== "IHDR" || head.readUInt32BE(8) !== 13)
    return "file-broken";
  if (!end.equals(pngEnd)) return "file-suspicious";
  return sizeProblem(head.readUInt32BE(16), head.readUInt32BE(20));
}

const pngEnd = Buffer.from("0000000049454e44ae426082", "hex");

/** A JPEG is a row of segments, one of which tells its size before the picture's data begin. */
async function jpegProblem(source: Source): Promise<Problem> {
  let at = 2;
  for (let segment = 0; segment < mostSegments; segment++) {
    const head = await source.bytes(at, at + 9);
    if (head.length < 9 || head[0] !== 0xff) return "file-broken";
    const marker = head[1] ?? 0;
    // Fill bytes before a marker are allowed
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const length = head.readUInt16BE(2);
    if (length < 2 || isStandalone(marker) || marker === startOfScan) return "file-broken";
    if (isFrame(marker)) return sizeProblem(head.readUInt16BE(7), head.readUInt16BE(5));
    at += 2 + length;
  }
  return "file-suspicious";
}

const startOfScan = 0xda;

function isStandalone(marker: number): boolean {
  return marker <= 0x01 || (marker >= 0xd0 && marker <= 0xd9);
}

/** The frames of all coding processes; C4, C8 and CC are tables. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

function sizeProblem(width: number, height: number): Problem {
  if (width === 0 || height === 0) return "file-broken";
  return width > mostSide || height > mostSide || width * height > mostPixels ? "picture-too-large" : null;
}

const mebibyte = 1024 * 1024;
const mostUnpacked = 1024 * mebibyte;
const mostContentTypes = mebibyte;
const contentTypes = "[Content_Types].xml";
const officeTypes = [pptx, docx, xlsx] as const;
type OfficeType = (typeof officeTypes)[number];
/** The part that each holds, and what its list of content types calls it. */
const offices: Record<OfficeType, { part: string; called: RegExp }> = {
  [pptx]: {
    part: "ppt/presentation.xml",
    called: /application\/vnd\.openxmlformats-officedocument\.presentationml\.(presentation|slideshow)\.main\+xml/,
  },
  [docx]: {
    part: "word/document.xml",
    called: /application\/vnd\.openxmlformats-officedocument\.wordprocessingml\.document\.main\+xml/,
  },
  [xlsx]: {
    part: "xl/workbook.xml",
    called: /application\/vnd\.openxmlformats-officedocument\.spreadsheetml\.sheet\.main\+xml/,
  },
};

/**
 * A presentation, text or table is an archive that says so in its list of content types and holds its main part. Only the archive's
 * directory and that list are read: what it declares to unpack to is bounded, before anybody unpacks it.
 */
async function officeProblem(type: OfficeType, source: Source): Promise<ContentRefusal["type"] | null> {
  const { part, called } = offices[type];
  const entries = await readZipDirectory(source);
  if (!entries) return "file-broken";
  if (!isHonest(entries, source.size)) return "file-suspicious";
  const list = entries.find(({ name }) => name === contentTypes);
  if (!list || !entries.some(({ name }) => name === part)) return "file-type-wrong";
  const types = await unpacked(source, list);
  if (types === null) return "file-broken";
  if (/macroEnabled/i.test(types) || entries.some(({ name }) => /vbaProject/i.test(name))) return "file-suspicious";
  return called.test(types) ? null : "file-type-wrong";
}

/** No bomb, no name twice, no name that leads out of a folder, nothing encrypted, no two entries over the same bytes. */
function isHonest(entries: ZipEntry[], size: number): boolean {
  const sum = (of: (entry: ZipEntry) => number) => entries.reduce((total, entry) => total + of(entry), 0);
  const most = Math.min(mostUnpacked, Math.max(64 * mebibyte, 100 * size));
  return (
    sum(({ packed }) => packed) <= size &&
    sum(({ unpacked }) => unpacked) <= most &&
    new Set(entries.map(({ name }) => name.toLowerCase())).size === entries.length &&
    new Set(entries.map(({ offset }) => offset)).size === entries.length &&
    entries.every(({ name, flags, method }) => isInside(name) && (flags & 1) === 0 && (method === 0 || method === 8))
  );
}

function isInside(name: string): boolean {
  return !/[\\\0:]|^\/|(^|\/)\.\.(\/|$)/.test(name);
}

async function unpacked(source: Source, entry: ZipEntry): Promise<string | null> {
  if (entry.unpacked > mostContentTypes || entry.packed > mostContentTypes) return null;
  const header = await source.bytes(entry.offset, entry.offset + 30);
  if (header.length < 30 || header.readUInt32LE(0) !== 0x04034b50) return null;
  const from = entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  const bytes = await source.bytes(from, from + entry.packed);
  if (entry.method === 0) return bytes.toString("utf8");
  try {
    return inflateRawSync(bytes, { maxOutputLength: mostContentTypes }).toString("utf8");
  } catch {
    return null;
  }
}

export type Inspected<Type extends DocumentType = DocumentType> =
  | { ok: true; type: Type; sha256: string }
  | { ok: false; error: ContentRefusal };

/** What the file is, by what is in it: its name and what the browser called it count for nothing. */
export async function inspectFile<Allowed extends DocumentType>(
  source: Source,
  allowed: readonly Allowed[],
): Promise<Inspected<Allowed>> {
  const known = await typeOf(source, allowed);
  const type = allowed.find((each) => each === known);
  if (!type) return { ok: false, error: { type: "file-type-wrong" } };
  if (!isOffice(type) && (await endsAsZip(source))) return { ok: false, error: { type: "file-suspicious" } };
  const problem = await problemOf[type](source);
  return problem ? { ok: false, error: { type: problem } } : { ok: true, type, sha256: await source.sha256() };
}

const problemOf: Record<DocumentType, (source: Source) => Promise<ContentRefusal["type"] | null>> = {
  "application/pdf": pdfProblem,
  [pptx]: (source) => officeProblem(pptx, source),
  [docx]: (source) => officeProblem(docx, source),
  [xlsx]: (source) => officeProblem(xlsx, source),
  "image/jpeg": jpegProblem,
  "image/png": pngProblem,
};

async function typeOf(source: Source, allowed: readonly DocumentType[]): Promise<DocumentType | null> {
  const head = await source.bytes(0, 4100);
  // The inside of an archive is looked at by our own bounded reader
  if (head.subarray(0, 4).equals(localFile)) return await officeTypeOf(source, allowed.filter(isOffice));
  const found = (await fileTypeFromBuffer(head))?.mime;
  return attachmentTypes.find((type) => !isOffice(type) && type === found) ?? null;
}

/** Which of the allowed ones an archive is by its main part; where it has none of theirs, the first is for saying what is wrong. */
async function officeTypeOf(source: Source, allowed: readonly OfficeType[]): Promise<OfficeType | null> {
  const [first, ...others] = allowed;
  if (first === undefined || others.length === 0) return first ?? null;
  const names = new Set((await readZipDirectory(source))?.map(({ name }) => name));
  return allowed.find((type) => names.has(offices[type].part)) ?? first;
}

function isOffice(type: DocumentType): type is OfficeType {
  return officeTypes.some((office) => office === type);
}

const localFile = Buffer.from("PK\x03\x04", "latin1");

/** A file that can be read from any place. */
export interface Source {
  /** In bytes. */
  size: number;
  /** From the first to before the last, as far as there are any. */
  bytes(from: number, before: number): Promise<Buffer>;
  /** Of all of it, as 64 hexadecimal digits. */
  sha256(): Promise<string>;
}

/** The file of that name and size in the store. */
export function sourceIn(store: FileStore, key: string, size: number): Source {
  return {
    size,
    bytes: async (from, before) => {
      const to = Math.min(before, size) - 1;
      return to < from ? Buffer.alloc(0) : await buffer(await store.read(key, { from, to }));
    },
    sha256: async () => {
      const hash = createHash("sha256");
      for await (const chunk of await store.read(key)) hash.update(chunk as Buffer);
      return hash.digest("hex");
    },
  };
}

/** Why a file is not taken, by what is in it. */
export type ContentRefusal =
  /** None of the types that its kind takes. */
  | { type: "file-type-wrong" }
  /** Of the right type, and not whole or not readable. */
  | { type: "file-broken" }
  /** Two things at a time, or more than it looks: nobody makes such a file by accident. */
  | { type: "file-suspicious" }
  | { type: "picture-too-large" };
