import { getDocumentProxy } from "unpdf";
import type { AuthorMark } from "~/rules/files/author-mark.ts";
import { marksOfPacket, xmpMarks } from "./xmp-marks.ts";

type Names = (text: string) => boolean;

const mostPages = 1000;
const mostMentions = 1000;
const mostValue = 2000;

/**
 * Who is named in a PDF's properties, also those of a version that a later one covers, in its XMP, by its comments and its
 * attached files. Throws on what cannot be read without a password, or at all.
 */
export async function pdfMarks(bytes: Buffer, names: Names): Promise<AuthorMark[]> {
  const marks = [...earlierAuthors(bytes), ...xmpMarks(bytes, names)];
  const document = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0 });
  const { info, metadata } = await document.getMetadata();
  const { Custom: custom = {}, ...properties } = info as Record<string, unknown> & { Custom?: Record<string, unknown> };
  for (const [name, value] of [...Object.entries(properties), ...Object.entries(custom)]) {
    if (typeof value !== "string" || value.trim() === "") continue;
    if (/^(author|作者)$/i.test(name)) marks.push({ place: "author", text: value });
    else if (/^(company|单位|公司)$/i.test(name)) marks.push({ place: "company", text: value });
    else if (/^(manager|lastmodifiedby|lastsavedby|owner)$/i.test(name)) marks.push({ place: "property", text: value });
    else if (names(value)) marks.push({ place: "property", text: value });
  }
  const packet = (metadata as { rawData?: string } | null)?.rawData;
  if (packet) marks.push(...marksOfPacket(packet, names));
  for (const name of Object.keys((await document.getAttachments()) ?? {}))
    marks.push({ place: "attached", text: name });
  for (let number = 1; number <= Math.min(mostPages, document.numPages); number++) {
    const annotations = await (await document.getPage(number)).getAnnotations();
    for (const { titleObj, subtype } of annotations as { titleObj?: { str?: string }; subtype?: string }[])
      if (subtype !== "Widget" && titleObj?.str?.trim()) marks.push({ place: "comment", text: titleObj.str });
  }
  return marks;
}

/** The authors that stand in clear anywhere in the file: saving once more leaves the earlier ones in it. */
function earlierAuthors(bytes: Buffer): AuthorMark[] {
  if (bytes.includes("/Encrypt")) return [];
  const marks: AuthorMark[] = [];
  let at = bytes.indexOf("/Author");
  for (let mentions = 0; at >= 0 && mentions < mostMentions; mentions++) {
    const text = stringAt(bytes, at + "/Author".length);
    if (text.trim() !== "") marks.push({ place: "author", text });
    at = bytes.indexOf("/Author", at + 1);
  }
  return marks;
}

/** The string of a PDF that begins there, after white space; "" where none does. Source: ISO 32000-2, 7.3.4 and 7.9.2.2. */
function stringAt(bytes: Buffer, from: number): string {
  const near = bytes.toString("latin1", from, from + mostValue);
  const text = near.replace(/^[\s\0]{1,20}/, "");
  if (text.startsWith("<") && !text.startsWith("<<"))
    return textOf(Buffer.from(text.slice(1, Math.max(1, text.indexOf(">"))).replace(/\s/g, ""), "hex"));
  if (!text.startsWith("(")) return "";
  let value = "";
  for (let at = 1, depth = 1; at < text.length; at++) {
    let character = text[at] ?? "";
    if (character === "(") depth++;
    if (character === ")" && --depth === 0) break;
    if (character === "\\") {
      const octal = /^[0-7]{1,3}/.exec(text.slice(at + 1, at + 4))?.[0];
      character = octal ? String.fromCharCode(Number.parseInt(octal, 8) & 255) : (text[at + 1] ?? "");
      at += octal ? octal.length : 1;
    }
    value += character;
  }
  return textOf(Buffer.from(value, "latin1"));
}

function textOf(bytes: Buffer): string {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes.subarray(2));
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("gb18030").decode(bytes);
  }
}
