import { type ConductStep, refusalOfConductStep } from "~/rules/stage/conduct.ts";
import { nextToCall } from "~/rules/stage/conduct-next.ts";
import type { ConductPicture } from "~/services/live/conduct-picture.ts";

/** The acts that have a key of their own, in the order of the legend; the key as `KeyboardEvent.key` names it. */
export const keys = {
  toggle: " ",
  defence: "d",
  open: "o",
  next: "n",
  undo: "z",
  plus30: "+",
  minus30: "-",
  plus60: "]",
  minus60: "[",
  presenting: "p",
  waiting: "w",
  score: "s",
  scoreboard: "b",
  reveal: "r",
  forward: "ArrowRight",
  back: "ArrowLeft",
} as const;
export type Act = keyof typeof keys;

/** The step that each act means in this picture; null where it means none. */
export function actsOf(picture: ConductPicture): Record<Act, ConductStep | null> {
  const { conduct, entries } = picture;
  const { clock, onStage, screen, last } = conduct;
  const next = nextToCall(entries, conduct);
  const add = (seconds: number): ConductStep => ({ type: "add-time", seconds });
  const reveal = (step: number): ConductStep => ({ type: "show", screen: { name: "reveal", step } });
  const lastCue = (picture.cues?.length ?? 0) - 1;
  const at = screen.name === "reveal" ? screen.step : null;
  // Once the round is closed nobody pitches any more
  const goesOn = picture.state !== "closed";
  return {
    toggle: goesOn ? toggleOf(clock) : null,
    defence: goesOn ? { type: "start", phase: "defence" } : null,
    open: onStage === null || !goesOn ? null : { type: "open-scoring", entry: onStage },
    next: next && goesOn ? { type: "call", entry: next.key } : null,
    undo: last && { type: "undo", seq: last.seq },
    plus30: goesOn ? add(30) : null,
    minus30: goesOn ? add(-30) : null,
    plus60: goesOn ? add(60) : null,
    minus60: goesOn ? add(-60) : null,
    presenting: { type: "show", screen: { name: "presenting" } },
    waiting: { type: "show", screen: { name: "waiting" } },
    score: onStage === null ? null : { type: "show", screen: { name: "score", entry: onStage } },
    scoreboard: { type: "show", screen: { name: "scoreboard" } },
    reveal: picture.cues && reveal(0),
    forward: at !== null && at < lastCue ? reveal(at + 1) : null,
    back: at !== null && at > 0 ? reveal(at - 1) : null,
  };
}

/** The clock's one big button: starts, pauses or resumes it. */
function toggleOf(clock: ConductPicture["conduct"]["clock"]): ConductStep {
  if (!clock) return { type: "start", phase: "pitch" };
  if (clock.runningSince !== null) return { type: "pause" };
  return clock.ranMs > 0 ? { type: "resume" } : { type: "start", phase: clock.phase };
}

/** Whether the step can be taken in this picture. */
export function isPossible(picture: ConductPicture, step: ConductStep | null): step is ConductStep {
  if (!step) return false;
  const entries = picture.entries.filter(({ out }) => !out).map(({ key }) => key);
  return refusalOfConductStep(picture.conduct, step, { ...picture, entries }) === null;
}
