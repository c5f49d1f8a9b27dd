import { checkCharacter, checkedCharacters } from "~/primitives/check-character.ts";

/** The registering authority and the kind, six digits of region (GB/T 2260), the body's own nine characters, the check. */
const form = new RegExp(`^[1-9ANY][${checkedCharacters}]\\d{6}[${checkedCharacters}]{10}$`);

/**
 * Whether these are the 18 characters of a unified social credit code whose last one checks the others (GB 32100-2015).
 * Upper case, no spaces.
 */
export function isCreditCode(code: string): boolean {
  return form.test(code) && checkCharacter(code.slice(0, 17)) === code[17];
}
