/** The life of a round, and the one state that people see: the round's own, or that of its newest living release. */

export const roundStates = ["draft", "registration", "screening", "ready", "judging", "closed"] as const;
export type RoundState = (typeof roundStates)[number];

export const liveReleaseStates = ["proposed", "confirmed", "published"] as const;
export type LiveReleaseState = (typeof liveReleaseStates)[number];

export type RoundStage = RoundState | LiveReleaseState;

export const roundKinds = ["preliminary", "heat", "final"] as const;
export type RoundKind = (typeof roundKinds)[number];

/** Where a desk may take a heat from here; the same steps stand in the database (db/guards/rounds.ts). */
const steps: Record<RoundState, readonly RoundState[]> = {
  draft: ["registration", "screening", "ready"],
  registration: ["draft", "screening"],
  screening: ["registration", "ready"],
  ready: ["screening", "judging"],
  judging: ["ready", "closed"],
  closed: ["judging"],
};

/**
 * Whether a round may go from one state to another (while its results are proposed or confirmed it may go nowhere). Nobody registers
 * for a final or a review: they know no registration, and go back to the draft from there where a heat goes back to it.
 */
export function canStep(from: RoundState, to: RoundState, kind: RoundKind): boolean {
  if (kind === "heat") return steps[from].includes(to);
  if (from === "screening" && to === "draft") return true;
  return to !== "registration" && steps[from].includes(to);
}

/**
 * The state that people see. A release that is voided or withdrawn leaves the round closed; one whose round was opened
 * again for a correction says nothing of what goes on there.
 */
export function stageOf(state: RoundState, release: LiveReleaseState | null): RoundStage {
  return state === "closed" ? (release ?? state) : state;
}

/** The stage as the desk names it: nothing is screened in a final, which is prepared meanwhile. */
export function deskStageOf<Stage extends RoundStage>(stage: Stage, kind: RoundKind): Stage | "preparing" {
  return kind === "final" && stage === "screening" ? "preparing" : stage;
}

/** Whether entries may still come and go in a heat: until it is set, or drawn. */
export function takesEntries(round: { state: RoundState; drawn: boolean }): boolean {
  return (round.state === "registration" || round.state === "screening") && !round.drawn;
}

/** Whether a heat has a place left. Without a capacity it always has. */
export function hasPlace(round: { capacity: number | null; entries: number }): boolean {
  return round.capacity === null || round.entries < round.capacity;
}

/** The next free key of a panel's seats: J1, J2, …; a key once given is never given again. */
export function nextSeatKey(given: readonly string[]): string {
  const numbers = given.map((key) => Number(/^J([1-9]\d{0,5})$/.exec(key)?.[1] ?? 0));
  return `J${Math.max(0, ...numbers) + 1}`;
}
