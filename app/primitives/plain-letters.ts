/**
 * Letters and digits as they are meant: full-width forms plain, and without the marks that nobody sees (of the writing
 * direction, of width zero), which come along when a number is copied from an address book, a chat or a PDF.
 */
export function plainLetters(written: string): string {
  return written.normalize("NFKC").replace(/\p{Cf}/gu, "");
}
