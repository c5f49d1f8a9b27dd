/** Digits and capitals without those that are taken for others: 31, a prime. */
export const checkedCharacters = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/**
 * The character that checks the others: weights are the powers of 3 modulo 31 (GB 32100-2015, 5.5). One wrong character, or
 * two that changed places, never pass.
 */
export function checkCharacter(characters: string): string {
  let sum = 0;
  let weight = 1;
  for (const character of characters) {
    sum += checkedCharacters.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return checkedCharacters.charAt((31 - (sum % 31)) % 31);
}
