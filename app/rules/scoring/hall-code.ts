import { type HallVotes, hallFigures, hallPartOf } from "../standings/hall.ts";
import type { Rule } from "../standings/rule.ts";
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

/** What is wrong with a ballot's choice; null where nothing is. `known` are those that can be voted for. */
export function flawOfChoice(
  chosen: readonly string[],
  { choices, known }: { choices: number; known: ReadonlySet<string> },
): "nothing-chosen" | "too-many-chosen" | "unknown-entry" | null {
  if (chosen.length === 0) return "nothing-chosen";
  if (new Set(chosen).size !== chosen.length || chosen.some((key) => !known.has(key))) return "unknown-entry";
  return chosen.length > choices ? "too-many-chosen" : null;
}

/** How many entries a ballot may name; null where the hall does not vote. */
export function hallChoices(rule: Rule | null): number | null {
  return (rule && hallPartOf(rule)?.hall.choices) ?? null;
}

/** Whether so many ballots can have made these counts: each names 1 to `choices` entries, and an entry once. */
export function isCountOf(
  { ballots, choices }: { ballots: number; choices: number },
  hall: readonly HallVotes[],
): boolean {
  const figures = hallFigures(hall) ?? { votes: 0, most: 0 };
  return figures.most <= ballots && figures.votes >= ballots && figures.votes <= ballots * choices;
}
