/** The clock of a pitch or a defence, as data: what it shows at an instant follows from it without anybody ticking. */

export const clockPhases = ["pitch", "defence"] as const;
export type ClockPhase = (typeof clockPhases)[number];

export interface Clock {
  phase: ClockPhase;
  /** The phase's whole length with the time that was added, in milliseconds. */
  totalMs: number;
  /** How long it ran until it was last paused, in milliseconds. */
  ranMs: number;
  /** Since when it runs, in milliseconds of the epoch; null while it stands. */
  runningSince: number | null;
}

export function newClock(phase: ClockPhase, minutes: number): Clock {
  return { phase, totalMs: minutes * 60_000, ranMs: 0, runningSince: null };
}

export function started(clock: Clock, at: Date): Clock {
  return { ...clock, runningSince: clock.runningSince ?? at.getTime() };
}

export function paused(clock: Clock, at: Date): Clock {
  return { ...clock, ranMs: ranUntil(clock, at.getTime()), runningSince: null };
}

export function addTime(clock: Clock, seconds: number): Clock {
  return { ...clock, totalMs: Math.max(0, clock.totalMs + seconds * 1000) };
}

/** What the clock shows at that instant; `leftMs` is below zero when time is over. */
export function readClock(clock: Clock, atMs: number, warnSeconds: number): ClockReading {
  const leftMs = clock.totalMs - ranUntil(clock, atMs);
  const mood = leftMs <= 0 ? "over" : leftMs <= warnSeconds * 1000 ? "warn" : "calm";
  return { leftMs, mood, runs: clock.runningSince !== null };
}

export interface ClockReading {
  leftMs: number;
  mood: "calm" | "warn" | "over";
  runs: boolean;
}

/**
 * "8:00", "0:59", and past the end "-0:07": whole seconds, rounded up while time is left, so that 0:00 is the end. A clock
 * that everybody left running stays at -99:59.
 */
export function clockText(leftMs: number): string {
  const seconds = leftMs > 0 ? Math.ceil(leftMs / 1000) : Math.min(Math.ceil(-leftMs / 1000), longestOver);
  const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  return leftMs < 0 && seconds > 0 ? `-${text}` : text;
}

const longestOver = 99 * 60 + 59;

function ranUntil({ ranMs, runningSince }: Clock, atMs: number): number {
  return ranMs + (runningSince === null ? 0 : Math.max(0, atMs - runningSince));
}
