/** Letters and digits that nobody mistakes for one another, on the phone or in handwriting. */
export const codeAlphabet = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
export const codeLength = 6;

/**
 * The number that an application is known by, such as WX6-7K3M9Q: the edition's ordinal, and six characters of the
 * alphabet. `draws` are `codeLength` random whole numbers below the alphabet's length.
 */
export function applicationCode(ordinal: number | null, draws: readonly number[]): string {
  const letters = draws.map((draw) => codeAlphabet.charAt(draw)).join("");
  if (letters.length !== codeLength) throw new Error(`an application's code needs ${codeLength} draws in range`);
  return `WX${ordinal ?? ""}-${letters}`;
}
