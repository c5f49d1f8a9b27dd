import { type Clock, readClock } from "./clock.ts";
import {
  conductAfter,
  type PhaseLengths,
  type StandingStep,
  standingSteps,
  type TakenStep,
  unconducted,
} from "./conduct.ts";

/** A pitch that ran beyond its time. */
export interface Overtime {
  /** The number of the step that began it: by which what was decided about it is known. */
  seq: number;
  entry: string;
  overMs: number;
}

/**
 * The pitches that are over and took longer than they had, one an entry, in the order in which they ended. A pitch is over when
 * its clock is stopped, the defence or the scoring begins, the next project is called or the screens turn to something else; one
 * that was begun again counts as it went the last time. A step that was taken back ended nothing.
 */
export function pitchOvertimes(taken: readonly TakenStep[], lengths: PhaseLengths): Overtime[] {
  const found = new Map<string, Overtime>();
  let conduct = unconducted;
  let pitch: { seq: number; entry: string } | null = null;
  for (const { seq, step, at } of standingSteps(taken)) {
    const { clock, onStage } = conduct;
    if (pitch && clock?.phase === "pitch" && endsPitch(step)) {
      found.delete(pitch.entry);
      const overMs = overtimeOf(clock, at);
      if (overMs > 0) found.set(pitch.entry, { ...pitch, overMs });
      // A clock that was stopped may run on
      if (step.type !== "pause") pitch = null;
    }
    if (step.type === "start" && step.phase === "pitch" && onStage !== null) {
      pitch = { seq, entry: onStage };
      found.delete(onStage);
    }
    if (step.type === "resume" && pitch) found.delete(pitch.entry);
    conduct = conductAfter(conduct, step, at, lengths);
  }
  return [...found.values()];
}

function overtimeOf(clock: Clock, at: Date): number {
  return -readClock(clock, at.getTime(), 0).leftMs;
}

function endsPitch(step: StandingStep): boolean {
  switch (step.type) {
    case "pause":
    case "start":
    case "call":
    case "open-scoring":
      return true;
    case "show":
      return step.screen.name !== "presenting" && step.screen.name !== "message";
    default:
      return false;
  }
}

/** Tenths of a second as the pages tell them: 342 → "34.2". */
export function secondsText(tenths: number): string {
  return `${Math.floor(tenths / 10)}.${tenths % 10}`;
}
