import { type AttachmentType, pptx } from "./attachment.ts";

const mostCharacters = 120;

/** The first of each is what a name gets that has none of them. */
const endings = {
  "application/pdf": [".pdf"],
  [pptx]: [".pptx"],
  "image/jpeg": [".jpg", ".jpeg"],
  "image/png": [".png"],
} as const satisfies Record<AttachmentType, readonly string[]>;

/** Control characters, lone surrogates, and whatever is not seen or turns the direction of writing: a name is what one reads. */
const unseen = /(?![\u200c\u200d])[\p{Cc}\p{Cs}\p{Cf}\p{Zl}\p{Zp}\ufffd]|[\u115f\u1160\u3164\uffa0]/gu;

/**
 * A file's name as it is kept and shown: without folders, unseen characters and what file systems forbid, at most 120
 * characters, its ending kept. Chinese and emoji stay. "" when nothing is left of it.
 */
export function keptName(given: string): string {
  const last = given.split(/[/\\]/).at(-1) ?? "";
  const seen = last
    .normalize("NFC")
    .replace(unseen, "")
    .replace(/[<>:"|?*]/g, "_")
    .replace(/\s+/g, " ")
    .replace(/^[ .]+|[ .]+$/g, "");
  return shortened(seen, mostCharacters);
}

/** The name with an ending that says what the file is, whatever it said before. */
export function nameOfType(name: string, type: AttachmentType): string {
  const fitting = endings[type];
  if (fitting.some((ending) => name.toLowerCase().endsWith(ending))) return name;
  return shortened(`${name}${fitting[0]}`, mostCharacters);
}

/** The endings that a file chooser should offer for these types. */
export function endingsOf(types: readonly AttachmentType[]): string[] {
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
  const name = shortened(keptName(given.replace(/[/\\]/g, "_")), most).replace(/[ .]+$/, "");
  return /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(name) ? `_${name}` : name || "_";
}
