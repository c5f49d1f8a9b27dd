const characters = "0123456789ABCDEFGHJKLMNPQRTUWXY";
/** The registering authority and the kind, six digits of region (GB/T 2260), the body's own nine characters, the check. */
const form = new RegExp(`^[1-9ANY][${characters}]\\d{6}[${characters}]{10}$`);

/**
 * Whether these are the 18 characters of a unified social credit code whose last one checks the others: weights are the
 * powers of 3 modulo 31 (GB 32100-2015, 5.5). Upper case, no spaces.
 */
export function isCreditCode(code: string): boolean {
  if (!form.test(code)) return false;
  let sum = 0;
  let weight = 1;
  for (const character of code.slice(0, 17)) {
    sum += characters.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return characters[(31 - (sum % 31)) % 31] === code[17];
}
