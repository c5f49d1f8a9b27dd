import { readSigns } from "./pairing.ts";

/** A one-time code of the hall's vote, on a printed card: twelve signs of 24, so that guesses among thousands of unused ones find none. */
export const hallCodeLength = 12;

/** So many cards are made and printed at once, and a round has at most so many codes. */
export const hallCardsAtOnce = 500;
export const hallCodesOfRound = 5000;

/** The code as it was typed or scanned, or null where it cannot be one: case, spaces and hyphens do not matter. */
export function readHallCode(typed: string): string | null {
  return readSigns(typed, hallCodeLength);
}

/** In groups of four, as cards have it. */
export function hallCodeGroups(code: string): string {
  return [code.slice(0, 4), code.slice(4, 8), code.slice(8)].join(" ");
}
