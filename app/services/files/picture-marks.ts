import { inflateSync } from "node:zlib";
import type { AuthorMark } from "~/rules/files/author-mark.ts";
import { xmpMarks } from "./xmp-marks.ts";

type Names = (text: string) => boolean;

/** Who is named in what a camera, a telephone or a program wrote beside the picture: EXIF, XMP, IPTC, PNG's texts; and where it was taken. */
export function pictureMarks(bytes: Buffer, names: Names): AuthorMark[] {
  return bytes[0] === 0xff ? jpegMarks(bytes, names) : pngMarks(bytes, names);
}

const startOfScan = 0xda;
const mostSegments = 1000;

function jpegMarks(bytes: Buffer, names: Names): AuthorMark[] {
  const marks: AuthorMark[] = [];
  for (let at = 2, segments = 0; at + 4 <= bytes.length && segments < mostSegments; segments++) {
    if (bytes[at] !== 0xff) break;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === startOfScan) break;
    const length = bytes.readUInt16BE(at + 2);
    const body = bytes.subarray(at + 4, at + 2 + length);
    if (marker === 0xe1 && body.toString("latin1", 0, 6) === "Exif\0\0")
      marks.push(...exifMarks(body.subarray(6), names));
    else if (marker === 0xe1) marks.push(...xmpMarks(body, names));
    else if (marker === 0xed) marks.push(...iptcMarks(body));
    else if (marker === 0xfe && names(wordsOf(body))) marks.push({ place: "picture", text: wordsOf(body) });
    at += 2 + Math.max(2, length);
  }
  return marks;
}

const namingKeywords = /^(author|artist|creator|copyright|owner|source)$/i;
const mostText = 1024 * 1024;

/** Source: the PNG specification, third edition, 11.3.3 (texts) and 11.3.4.5 (eXIf). */
function pngMarks(bytes: Buffer, names: Names): AuthorMark[] {
  const marks: AuthorMark[] = [];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString("latin1", at + 4, at + 8);
    const body = bytes.subarray(at + 8, at + 8 + length);
    if (type === "eXIf") marks.push(...exifMarks(body, names));
    if (type === "tEXt" || type === "zTXt" || type === "iTXt") {
      const end = body.indexOf(0);
      const keyword = body.toString("latin1", 0, Math.max(0, end));
      const raw = pngText(type, body.subarray(end + 1));
      const xmp = xmpMarks(raw, names);
      const text = wordsOf(raw);
      if (keyword === "XML:com.adobe.xmp" || xmp.length > 0) marks.push(...xmp);
      else if (text.trim() !== "" && (namingKeywords.test(keyword) || names(text)))
        marks.push({ place: "picture", text });
    }
    at += 12 + length;
  }
  return marks;
}

/** The text behind the keyword, unpacked. */
function pngText(type: "tEXt" | "zTXt" | "iTXt", body: Buffer): Buffer {
  if (type === "tEXt") return body;
  if (type === "zTXt") return inflated(body.subarray(1));
  const language = body.indexOf(0, 2);
  const translated = body.indexOf(0, language + 1);
  const text = body.subarray(translated + 1);
  return body[0] === 1 ? inflated(text) : text;
}

function inflated(bytes: Buffer): Buffer {
  try {
    return inflateSync(bytes, { maxOutputLength: mostText });
  } catch {
    return Buffer.alloc(0);
  }
}

/** Photographer, their title, writer, credit, source, copyright, contact. Source: IPTC IIM 4.2, record 2. */
const iptcNaming = new Set([80, 85, 110, 115, 116, 118, 122]);

function iptcMarks(body: Buffer): AuthorMark[] {
  const marks: AuthorMark[] = [];
  for (let at = 0; at + 5 <= body.length; at++) {
    if (body[at] !== 0x1c || body[at + 1] !== 2 || !iptcNaming.has(body[at + 2] ?? 0)) continue;
    const length = body.readUInt16BE(at + 3);
    if (length >= 0x8000 || at + 5 + length > body.length) continue;
    const text = wordsOf(body.subarray(at + 5, at + 5 + length));
    if (text.trim() !== "") marks.push({ place: "picture", text });
    at += 4 + length;
  }
  return marks;
}

/** Tags of EXIF 3.0: who they name in any case, and which hold words in which a name may stand. */
const exifNaming = new Set([0x013b, 0x8298, 0x9c9d, 0xa430, 0xa437, 0xa438, 0xa439]);
const exifWords = new Set([0x010e, 0x9c9b, 0x9c9c, 0x9c9e, 0x9c9f, 0x9286, 0x013c]);
const exifFolder = 0x8769;
const gpsFolder = 0x8825;
const mostTags = 500;

function exifMarks(tiff: Buffer, names: Names): AuthorMark[] {
  const little = tiff.toString("latin1", 0, 2) === "II";
  if (!little && tiff.toString("latin1", 0, 2) !== "MM") return [];
  const short = (at: number) => (at + 2 > tiff.length ? 0 : little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const long = (at: number) => (at + 4 > tiff.length ? 0 : little ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at));
  const marks: AuthorMark[] = [];
  const folders = [long(4)];
  for (let folder = 0; folder < folders.length && folder < 4; folder++) {
    const from = folders[folder] ?? 0;
    for (let tag = 0; tag < Math.min(mostTags, short(from)); tag++) {
      const at = from + 2 + tag * 12;
      const id = short(at);
      const kind = short(at + 2);
      const count = long(at + 4);
      if (id === exifFolder) folders.push(long(at + 8));
      else if (id === gpsFolder)
        marks.push(...(short(long(at + 8)) > 1 ? [{ place: "location", text: "GPS" } as const] : []));
      else if (exifNaming.has(id) || exifWords.has(id)) {
        // Bytes, letters and undefined alike take one byte each
        if (![1, 2, 7, 129].includes(kind) || count > mostText) continue;
        const place = count <= 4 ? at + 8 : long(at + 8);
        const raw = tiff.subarray(place, place + count);
        const text = id >= 0x9c9b && id <= 0x9c9f ? raw.toString("utf16le").replaceAll("\0", "") : wordsOf(raw);
        if (text.trim() !== "" && (exifNaming.has(id) || names(text))) marks.push({ place: "picture", text });
      }
    }
  }
  return marks;
}

/** Words in the encodings that programs write: UTF-8, else that of Chinese Windows. */
function wordsOf(bytes: Uint8Array): string {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    text = new TextDecoder("gb18030").decode(bytes);
  }
  return text.replaceAll("\0", "");
}
