import { type HallVotes, hallFigures, hallPartOf } from "../standings/hall.ts";
import type { Rule } from "../standings/rule.ts";

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

/** Why that person cannot confirm what was counted; null when they can: another one has closed the vote. */
export function whyNotConfirmVote(
  vote: { state: string; closedById: string | null } | undefined,
  confirmedBy: string,
): "hall-vote-fixed" | "same-person" | null {
  if (vote?.state !== "closed") return "hall-vote-fixed";
  return vote.closedById === confirmedBy ? "same-person" : null;
}
