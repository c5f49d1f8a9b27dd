import type { RoundState } from "./round.ts";

/** Whether entries may still come and go in a heat: until it is set, or drawn. */
export function takesEntries(round: { state: RoundState; drawn: boolean }): boolean {
  return (round.state === "registration" || round.state === "screening") && !round.drawn;
}

/** Whether a heat has a place left. Without a capacity it always has. */
export function hasPlace(round: { capacity: number | null; entries: number }): boolean {
  return round.capacity === null || round.entries < round.capacity;
}
