import type { CellValue } from "./xlsx.ts";

/** No words of people are run as a formula: what in a table would be taken for one, and words as any table program takes them. */

/**
 * Whether a table program may take the words for a formula: they begin (after space of any kind) with a sign that begins
 * one, plain or full-width, or with a tab or a return (OWASP, "CSV Injection"). A plain number is none.
 */
export function looksLikeFormula(words: string): boolean {
  return (
    /^(?:[\t\r\n]|[\s\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠])/.test(words) &&
    !/^[+-]?\d{1,15}(\.\d{1,15})?$/.test(words)
  );
}

/** A cell for a file without types, as CSV is: a quote before what looks like a formula. */
export function harmless(cell: CellValue): CellValue {
  if (typeof cell !== "string") return cell;
  const text = tableText(cell);
  return looksLikeFormula(text) ? `'${text}` : text;
}

/** Excel's own limit, in UTF-16 code units. */
const longestText = 32_767;

/** Words as any table program takes them: no half characters, no controls but tab and line break, not longer than a cell may be. */
export function tableText(words: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
  const plain = words.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/g, "");
  return plain.length > longestText ? `${plain.slice(0, longestText - 1).toWellFormed()}…` : plain;
}
