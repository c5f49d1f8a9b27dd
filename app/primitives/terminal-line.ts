/**
 * A text of unknown origin for one line of a terminal: what would steer it, break the line or turn the order of letters is
 * written as its code point, "\\u{1b}".
 */
export function terminalLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (sign) => `\\u{${sign.codePointAt(0)?.toString(16)}}`);
}
