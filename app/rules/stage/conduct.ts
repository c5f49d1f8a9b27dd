import { z } from "zod";
import { isBeforeFreeze } from "../releases/visible.ts";
import { addTime, type Clock, clockPhases, newClock, paused, started } from "./clock.ts";
import { firstPage, nextPage, type Paging, rowsOfPage } from "./paging.ts";

/**
 * How a heat is conducted: the host's assistant takes one step after the other, each can be taken back, and what holds
 * now follows from the steps that stand. Tablets, the scorer's table and the stage screens all read it here.
 */

const entry = z.string().min(1).max(200);

/** What the stage screens are told to show. `reveal`'s step counts from 0, the title before the first place. */
const screenSchema = z.discriminatedUnion("name", [
  z.object({ name: z.literal("waiting") }),
  z.object({ name: z.literal("presenting") }),
  z.object({ name: z.literal("score"), entry }),
  z.object({ name: z.literal("scoreboard") }),
  z.object({ name: z.literal("draw") }),
  z.object({ name: z.literal("reveal"), step: z.number().int().min(0).max(10_000) }),
  z.object({
    name: z.literal("message"),
    text: z.string().trim().min(1).max(200),
    textEn: z.string().trim().max(300).default(""),
  }),
]);
export type StageScreen = z.output<typeof screenSchema>;

/** Whether it shows scores or ranks that are computed as it is looked at. */
export function showsScores({ name }: StageScreen): boolean {
  return name === "score" || name === "scoreboard" || name === "reveal";
}

export const conductStepSchema = z.discriminatedUnion("type", [
  /** The next project comes on stage, its pitch clock standing ready. */
  z.object({ type: z.literal("call"), entry }),
  z.object({ type: z.literal("start"), phase: z.enum(clockPhases) }),
  z.object({ type: z.literal("pause") }),
  z.object({ type: z.literal("resume") }),
  z.object({ type: z.literal("add-time"), seconds: z.number().int().min(-600).max(600) }),
  /** `together`: the others whose scoring opens with it, at a round's calibration; the command fills it in. */
  z.object({ type: z.literal("open-scoring"), entry, together: z.array(entry).max(99).optional() }),
  z.object({ type: z.literal("show"), screen: screenSchema }),
  /** The list that the screens show goes on to its next page. */
  z.object({ type: z.literal("turn-page") }),
  /** Takes back the step of that number, which must be the last one that stands. */
  z.object({ type: z.literal("undo"), seq: z.number().int().positive() }),
]);
export type ConductStep = z.output<typeof conductStepSchema>;

export interface TakenStep {
  seq: number;
  step: ConductStep;
  at: Date;
}

export interface Conduct {
  /** Number of the last step taken, 0 before the first: what a writer must have seen. */
  seq: number;
  onStage: string | null;
  clock: Clock | null;
  screen: StageScreen;
  /** Since when the screen is shown, and turned to which page; null before the first step. */
  paging: Paging | null;
  /** Entries whose scoring is open, in the order in which it was opened. */
  opened: string[];
  /** Entries that were on stage, in order, each once; the one there now is the last. */
  called: string[];
  /** The step that an undo would take back. */
  last: { seq: number; step: StandingStep } | null;
}

/** The minutes of the two phases, from the round's settings. */
export interface PhaseLengths {
  pitchMinutes: number;
  defenceMinutes: number;
}

/** What holds after these steps, given in the order of their numbers. */
export function conductOf(taken: readonly TakenStep[], lengths: PhaseLengths): Conduct {
  let conduct: Conduct = { ...unconducted, seq: taken.at(-1)?.seq ?? 0 };
  for (const { seq, step, at } of standingSteps(taken)) {
    conduct = conductAfter(conduct, step, at, lengths);
    conduct.last = { seq, step };
  }
  return conduct;
}

/** Before the first step. */
export const unconducted: Conduct = {
  seq: 0,
  onStage: null,
  clock: null,
  screen: { name: "waiting" },
  paging: null,
  opened: [],
  called: [],
  last: null,
};

/** A step that does something; an undo only takes one back. */
export type StandingStep = Exclude<ConductStep, { type: "undo" }>;
type StandingTaken = TakenStep & { step: StandingStep };

/** The steps that nobody took back. */
export function standingSteps(taken: readonly TakenStep[]): StandingTaken[] {
  const undone = new Set(taken.flatMap(({ step }) => (step.type === "undo" ? [step.seq] : [])));
  return taken.filter((each): each is StandingTaken => each.step.type !== "undo" && !undone.has(each.seq));
}

/** What holds after one more step. */
export function conductAfter(before: Conduct, step: StandingStep, at: Date, lengths: PhaseLengths): Conduct {
  const { clock } = before;
  switch (step.type) {
    case "call":
      return {
        ...before,
        onStage: step.entry,
        clock: newClock("pitch", lengths.pitchMinutes),
        screen: { name: "presenting" },
        paging: firstPage(at),
        called: [...before.called.filter((each) => each !== step.entry), step.entry],
      };
    case "start": {
      const minutes = step.phase === "pitch" ? lengths.pitchMinutes : lengths.defenceMinutes;
      const clock = started(newClock(step.phase, minutes), at);
      return { ...before, clock, screen: { name: "presenting" }, paging: firstPage(at) };
    }
    case "pause":
      return { ...before, clock: clock && paused(clock, at) };
    case "resume":
      return { ...before, clock: clock && started(clock, at) };
    case "add-time":
      return { ...before, clock: clock && addTime(clock, step.seconds) };
    case "open-scoring": {
      const opening = [...(step.together ?? []), step.entry];
      return { ...before, opened: [...before.opened.filter((each) => !opening.includes(each)), ...opening] };
    }
    case "show":
      return { ...before, screen: step.screen, paging: firstPage(at) };
    case "turn-page":
      return { ...before, paging: nextPage(before.paging ?? firstPage(at), at) };
  }
}

/**
 * Whether a sheet of that project may be handed in as far as the conductor goes: the round opens all at once, or its project by
 * project and has come to this one. Once the scoring has ended there is no opening to wait for.
 */
export function isScoringOpen(
  { state, scoringByProject, conduct }: { state: string; scoringByProject: boolean; conduct: Pick<Conduct, "opened"> },
  entry: string,
): boolean {
  return !scoringByProject || state === "closed" || conduct.opened.includes(entry);
}

/** What decides whether a step may be taken, besides the steps before it. */
export interface ConductFacts {
  state: string;
  /** Keys of the entries that take part: nobody absent. */
  entries: readonly string[];
  scoresOnStage: boolean;
  scoreboardOnStage: boolean;
  /** After so many projects no further score is seen before the ceremony; null: never. */
  freezeAfter: number | null;
  /** The scoring of so many projects at the beginning opens together, once all of them were on stage; null: each by itself. */
  openTogether: number | null;
}

export type ConductRefusal =
  | "nothing-to-undo"
  | "nobody-on-stage"
  | "clock-stands"
  | "clock-runs"
  | "no-such-entry"
  | "already-open"
  | "opens-together"
  | "round-not-judging"
  | "not-on-stage-screens"
  | "beyond-freeze"
  | "not-closed"
  | "no-pages";

/** Why the step cannot be taken now; null when it can. */
export function refusalOfConductStep(conduct: Conduct, step: ConductStep, facts: ConductFacts): ConductRefusal | null {
  const { clock, onStage } = conduct;
  switch (step.type) {
    case "undo":
      return conduct.last?.seq === step.seq ? null : "nothing-to-undo";
    case "call":
      return facts.entries.includes(step.entry) ? null : "no-such-entry";
    case "start":
      if (onStage === null) return "nobody-on-stage";
      return clock?.runningSince != null && clock.phase === step.phase ? "clock-runs" : null;
    case "pause":
      return clock?.runningSince != null ? null : "clock-stands";
    case "resume":
      if (!clock) return "nobody-on-stage";
      return clock.runningSince === null ? null : "clock-runs";
    case "add-time":
      return clock ? null : "nobody-on-stage";
    case "open-scoring":
      if (facts.state !== "judging") return "round-not-judging";
      if (!facts.entries.includes(step.entry)) return "no-such-entry";
      if (conduct.opened.includes(step.entry)) return "already-open";
      return waitsForOthers(conduct, step.entry, facts) ? "opens-together" : null;
    case "turn-page":
      return hasPages(conduct.screen) && facts.entries.length > rowsOfPage ? null : "no-pages";
    case "show":
      return refusalOfScreen(conduct, step.screen, facts);
  }
}

/** The projects at the beginning whose scoring opens together (「先听完前五位，再为前五位打分」). */
export function openedTogether({ entries, openTogether }: Pick<ConductFacts, "entries" | "openTogether">): string[] {
  return entries.slice(0, openTogether ?? 0);
}

/** Whether the project is one of those, and not all of them were on stage yet. */
export function waitsForOthers(
  conduct: Pick<Conduct, "called">,
  entry: string,
  facts: Pick<ConductFacts, "entries" | "openTogether">,
): boolean {
  const together = openedTogether(facts);
  return together.includes(entry) && together.some((each) => !conduct.called.includes(each));
}

/** Whether what it shows is a list, which may have several pages. */
function hasPages({ name }: StageScreen): boolean {
  return name === "waiting" || name === "scoreboard" || name === "reveal";
}

function refusalOfScreen(conduct: Conduct, screen: StageScreen, facts: ConductFacts): ConductRefusal | null {
  switch (screen.name) {
    case "presenting":
      return conduct.onStage === null ? "nobody-on-stage" : null;
    case "score":
      if (!facts.scoresOnStage) return "not-on-stage-screens";
      if (!facts.entries.includes(screen.entry)) return "no-such-entry";
      return isBeforeFreeze(screen.entry, { ...facts, opened: conduct.opened }) ? null : "beyond-freeze";
    case "scoreboard":
      return facts.scoreboardOnStage ? null : "not-on-stage-screens";
    case "reveal":
      return facts.state === "closed" ? null : "not-closed";
    default:
      return null;
  }
}
