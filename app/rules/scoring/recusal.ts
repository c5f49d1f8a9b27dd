import type { RoundState } from "../rounds/round.ts";

/**
 * Recusal (主动回避): a judge who is bound to a project steps back from it. Source: contest.md, "People" (a judge's duty), and
 * contracts.md ("A recused judge has no sheet"). So the judge's draft goes; the panel owes no sheet of theirs there, on the
 * tablet, late or on paper; nobody assigns the project to them, and they do not vote on a tie that it is in. In the database
 * the same is `hasRecused` (db/queries/scoring/recusals.ts) and a trigger that keeps sheets and recusals apart.
 */
export interface JudgedPlace {
  entry: string;
  judge: string;
}

/** Why a judge cannot step back now: they have, their sheet is handed in, or the scoring is over. */
export function whyNotRecuse(place: {
  recused: boolean;
  submitted: boolean;
  round: RoundState;
}): "recused" | "sheet-locked" | "round-not-open" | null {
  if (place.recused) return "recused";
  if (place.submitted) return "sheet-locked";
  return place.round === "closed" ? "round-not-open" : null;
}

/** Tells of an entry and a judge whether the judge has recused from it. */
export function recusedAt(recusals: readonly JudgedPlace[]): (place: JudgedPlace) => boolean {
  const recused = new Set(recusals.map(keyOf));
  return (place) => recused.has(keyOf(place));
}

function keyOf({ entry, judge }: JudgedPlace): string {
  return `${entry}\n${judge}`;
}
