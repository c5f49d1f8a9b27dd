/** What a cell of a table holds: words, a number, or nothing. */
export type Cell = string | number | null;

/** A cell that the table program works out, as XLSX writes it: without the equals sign. Never made from people's words. */
export interface Formula {
  formula: string;
}

/** Excel's own limit, in UTF-16 code units. */
const longestText = 32_767;

/** Words as any table program takes them: no half characters, no controls but tab and line break, not longer than a cell may be. */
export function tableText(words: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
  const plain = words.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/g, "");
  return plain.length > longestText ? `${plain.slice(0, longestText - 1).toWellFormed()}…` : plain;
}

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
