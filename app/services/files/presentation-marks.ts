import { inflateRawSync } from "node:zlib";
import type { AuthorMark, AuthorPlace } from "~/rules/files/author-mark.ts";
import { pictureMarks } from "./picture-marks.ts";
import { attributeTexts, elementTexts } from "./xmp-marks.ts";
import { readZipDirectory } from "./zip-directory.ts";

type Names = (text: string) => boolean;

const mebibyte = 1024 * 1024;
/** Unpacked, of one part and of all that is looked at. */
const mostOfPart = 32 * mebibyte;
const mostInAll = 512 * mebibyte;

/** Elements that name somebody. Source: ECMA-376 part 1, 15.2.12 (properties), part 2, 11 (core properties). */
const naming: { part: string; element: string; place: AuthorPlace }[] = [
  { part: "docProps/core.xml", element: "dc:creator", place: "author" },
  { part: "docProps/core.xml", element: "cp:lastModifiedBy", place: "changed-by" },
  { part: "docProps/app.xml", element: "Company", place: "company" },
  { part: "docProps/app.xml", element: "Manager", place: "manager" },
];

/** Who is named in a presentation's properties, by its comments, or in its pictures. Throws on what cannot be unpacked. */
export async function presentationMarks(bytes: Buffer, names: Names): Promise<AuthorMark[]> {
  const source = { size: bytes.length, bytes: async (from: number, before: number) => bytes.subarray(from, before) };
  const entries = await readZipDirectory(source);
  if (!entries) throw new Error("no archive");
  const marks: AuthorMark[] = [];
  let left = mostInAll;
  for (const { name, offset, method, packed } of entries) {
    const isPart = /^docProps\/[^/]+\.xml$|^ppt\/(authors|commentAuthors)\.xml$/.test(name);
    if (!isPart && !/^ppt\/media\/[^/]+\.(jpe?g|png)$/i.test(name)) continue;
    const from = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
    const body = bytes.subarray(from, from + packed);
    const part = method === 0 ? body : inflateRawSync(body, { maxOutputLength: Math.min(left, mostOfPart) });
    left -= part.length;
    if (left <= 0) throw new Error("too much to unpack");
    marks.push(...(isPart ? marksOfPart(name, xmlOf(part), names) : pictureMarks(part, names)));
  }
  return marks;
}

function marksOfPart(name: string, xml: string, names: Names): AuthorMark[] {
  if (name.startsWith("ppt/"))
    return ["name"].flatMap((of) => attributeTexts(xml, of)).map((text) => ({ place: "comment", text }));
  const told = naming
    .filter(({ part }) => part === name)
    .flatMap(({ element, place }) => elementTexts(xml, element).map((text) => ({ place, text })));
  if (told.length > 0) return told;
  // What programs write there of themselves is nobody's name
  const texts = ["dc:title", "dc:subject", "dc:description", "cp:keywords", "cp:category", "vt:lpwstr", "vt:lpstr"];
  const values = [...texts, "HyperlinkBase"].flatMap((element) => elementTexts(xml, element));
  return values.filter(names).map((text) => ({ place: "property", text }));
}

function xmlOf(part: Buffer): string {
  const wide = part[0] === 0xff && part[1] === 0xfe;
  return new TextDecoder(wide ? "utf-16le" : "utf-8").decode(part);
}
