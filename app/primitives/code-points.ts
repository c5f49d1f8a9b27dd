/**
 * Orders keys by code point, as PostgreSQL's collation "C" does in UTF-8. (`<` on strings orders by UTF-16 units, which puts
 * rare Han characters before some common signs.) Negative when a comes first, zero when equal.
 */
export function byCodePoint(a: string, b: string): number {
  const left = Array.from(a);
  const right = Array.from(b);
  for (let i = 0; i < left.length && i < right.length; i++) {
    const difference = (left[i]?.codePointAt(0) ?? 0) - (right[i]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/**
 * Letters and digits as they are meant: full-width forms plain, and without the marks that nobody sees (of the writing
 * direction, of width zero), which come along when a number is copied from an address book, a chat or a PDF.
 */
export function plainLetters(written: string): string {
  return written.normalize("NFKC").replace(/\p{Cf}/gu, "");
}

/** The text before the first place that matches; all of it where none does. */
export function textBefore(text: string, pattern: RegExp): string {
  const at = text.search(pattern);
  return at < 0 ? text : text.slice(0, at);
}

/** The text without those characters at its end. */
export function withoutEnd(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}
