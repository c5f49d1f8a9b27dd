import { inflateRawSync } from "node:zlib";
import type { ContentRefusal, Source } from "./source.ts";
import { readZipDirectory, type ZipEntry } from "./zip-directory.ts";

const mebibyte = 1024 * 1024;
const mostUnpacked = 1024 * mebibyte;
const mostContentTypes = mebibyte;
const contentTypes = "[Content_Types].xml";
const presentation =
  /application\/vnd\.openxmlformats-officedocument\.presentationml\.(presentation|slideshow)\.main\+xml/;

/**
 * A presentation is an archive that says so in its list of content types and holds slides under ppt/. Only the archive's
 * directory and that list are read: what it declares to unpack to is bounded, before anybody unpacks it.
 */
export async function pptxProblem(source: Source): Promise<ContentRefusal["type"] | null> {
  const entries = await readZipDirectory(source);
  if (!entries) return "file-broken";
  if (!isHonest(entries, source.size)) return "file-suspicious";
  const list = entries.find(({ name }) => name === contentTypes);
  if (!list || !entries.some(({ name }) => name === "ppt/presentation.xml")) return "file-type-wrong";
  const types = await unpacked(source, list);
  if (types === null) return "file-broken";
  if (/macroEnabled/i.test(types) || entries.some(({ name }) => /vbaProject/i.test(name))) return "file-suspicious";
  return presentation.test(types) ? null : "file-type-wrong";
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
