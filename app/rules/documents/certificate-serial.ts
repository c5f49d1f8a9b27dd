import { checkCharacter, checkedCharacters } from "~/primitives/check-character.ts";

/** Of these eleven are drawn by chance: nobody finds a certificate by trying. The twelfth checks them. */
const drawn = 11;
const form = new RegExp(`^[${checkedCharacters}]{${drawn + 1}}$`);

/** A certificate's serial number of that much chance; `draw` answers a whole number below the one it is given. */
export function serialOf(draw: (below: number) => number): string {
  const characters = Array.from({ length: drawn }, () => checkedCharacters.charAt(draw(checkedCharacters.length)));
  return characters.join("") + checkCharacter(characters.join(""));
}

/** As it is read out and printed: three times four. */
export function formatSerial(serial: string): string {
  return serial.replace(/(.{4})(?=.)/g, "$1-");
}

/** The serial number that somebody typed, in small letters, with spaces or without hyphens; null where its check fails. */
export function readSerial(text: string): string | null {
  const plain = text
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[\s\u2010-\u2015-]/g, "")
    .replaceAll("O", "0")
    .replaceAll("I", "1");
  return form.test(plain) && checkCharacter(plain.slice(0, drawn)) === plain[drawn] ? plain : null;
}
