import type { AuthorMark } from "~/rules/files/author-mark.ts";

/** Properties of XMP that name somebody. Source: ISO 16684-1 (dc, xmp, xmpRights), Adobe's XMP part 2 (pdf, photoshop), IPTC, EXIF for XMP. */
const naming = [
  "dc:creator",
  "dc:contributor",
  "dc:publisher",
  "dc:rights",
  "pdf:Author",
  "pdfx:Author",
  "pdfx:Company",
  "pdfx:Manager",
  "xmp:Author",
  "xmpRights:Owner",
  "photoshop:AuthorsPosition",
  "photoshop:CaptionWriter",
  "photoshop:Credit",
  "photoshop:Source",
  "tiff:Artist",
  "aux:OwnerName",
  "exifEX:CameraOwnerName",
  "Iptc4xmpCore:CreatorContactInfo",
  "plus:CopyrightOwner",
];

const mostBytes = 1024 * 1024;
const mostPackets = 200;

/** Who is named in the packets of XMP that stand in these bytes in clear, wherever that is; `names` finds the applicant in the rest. */
export function xmpMarks(bytes: Buffer, names: (text: string) => boolean): AuthorMark[] {
  const marks: AuthorMark[] = [];
  let at = bytes.indexOf("<x:xmpmeta");
  for (let packets = 0; at >= 0 && packets < mostPackets; packets++) {
    const end = bytes.subarray(at, at + mostBytes).indexOf("</x:xmpmeta>");
    const length = end < 0 ? mostBytes : end;
    marks.push(...marksOfPacket(bytes.subarray(at, at + length).toString("utf8"), names));
    at = bytes.indexOf("<x:xmpmeta", at + length);
  }
  return marks;
}

/** The same of one packet. */
export function marksOfPacket(xml: string, names: (text: string) => boolean): AuthorMark[] {
  const told = naming.flatMap((name) => [...elementTexts(xml, name), ...attributeTexts(xml, name)]);
  if (told.length > 0) return told.map((text) => ({ place: "xmp", text }));
  const text = withoutTags(xml);
  return names(text) ? [{ place: "xmp", text: text.trim() }] : [];
}

/** What stands in each element of that name, without tags; empty ones left out. */
export function elementTexts(xml: string, name: string): string[] {
  const found: string[] = [];
  for (let at = xml.indexOf(`<${name}`); at >= 0; at = xml.indexOf(`<${name}`, at + 1)) {
    const next = xml[at + name.length + 1] ?? "";
    const open = xml.indexOf(">", at);
    if (!/[\s>/]/.test(next) || open < 0 || xml[open - 1] === "/") continue;
    const close = xml.indexOf(`</${name}>`, open);
    if (close < 0) break;
    const text = withoutTags(xml.slice(open + 1, close)).trim();
    if (text !== "") found.push(text);
    at = close;
  }
  return found;
}

/** The values of each attribute of that name; empty ones left out. */
export function attributeTexts(xml: string, name: string): string[] {
  const found: string[] = [];
  const mark = `${name}=`;
  for (let at = xml.indexOf(mark); at >= 0; at = xml.indexOf(mark, at + mark.length)) {
    const quote = xml[at + mark.length] ?? "";
    if (!/\s/.test(xml[at - 1] ?? "") || (quote !== '"' && quote !== "'")) continue;
    const from = at + mark.length + 1;
    const end = xml.indexOf(quote, from);
    if (end < 0) break;
    const text = decoded(xml.slice(from, end)).trim();
    if (text !== "") found.push(text);
  }
  return found;
}

function withoutTags(xml: string): string {
  let text = "";
  for (let at = 0; at < xml.length; ) {
    const open = xml.indexOf("<", at);
    const end = open < 0 ? xml.length : open;
    text += xml.slice(at, end);
    const close = xml.indexOf(">", end);
    if (open < 0 || close < 0) break;
    text += " ";
    at = close + 1;
  }
  return decoded(text).replace(/\s+/g, " ");
}

const entities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function decoded(text: string): string {
  return text.replace(/&(#x[0-9a-fA-F]{1,6}|#\d{1,7}|\w{2,4});/g, (whole, name: string) => {
    if (!name.startsWith("#")) return entities[name] ?? whole;
    const point = name[1] === "x" ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}
