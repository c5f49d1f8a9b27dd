import { isBeforeFreeze } from "../releases/visible.ts";
import type { RoundState } from "../rounds/round.ts";
import type { Standing } from "../standings/standing.ts";
import { type Conduct, type StandingStep, waitsForOthers } from "./conduct.ts";
import type { RevealStep } from "./reveal.ts";
import type { StageEntry } from "./stage-view.ts";

/** An entry in the conductor's running order, with how many sheets it has of those it is to have; no score. */
export interface ConductedEntry extends StageEntry {
  /** Judges who are to score it: those on the panel who have not recused. */
  asked: number;
  submitted: number;
  recused: number;
}

export interface NextFacts {
  state: RoundState;
  entries: readonly ConductedEntry[];
  scoresOnStage: boolean;
  freezeAfter: number | null;
  openTogether: number | null;
  defenceMinutes: number;
}

/**
 * Who comes on stage next: the first in the order who takes part and was not called yet. Once the order is drawn, that is
 * nobody without a place in it: they had not come.
 */
export function nextToCall<Entry extends Pick<StageEntry, "key" | "out" | "drawn">>(
  entries: readonly Entry[],
  { called }: Pick<Conduct, "called">,
): Entry | null {
  const drawn = isDrawn(entries);
  return entries.find((each) => !each.out && (each.drawn || !drawn) && !called.includes(each.key)) ?? null;
}

/** Whether anybody has a place in the running order. */
export function isDrawn(entries: readonly Pick<StageEntry, "drawn">[]): boolean {
  return entries.some(({ drawn }) => drawn);
}

/** Whether every judge who is to score the entry has handed in the sheet. */
export function hasAllSheets({ asked, submitted }: Pick<ConductedEntry, "asked" | "submitted">): boolean {
  return submitted >= asked;
}

/**
 * The step that comes next in the usual course of a project: pitch, defence, scoring, the score where the round shows it,
 * then the next project. Null when the last one is through. Only a hint: every other step stays open.
 */
export function likelyStep(conduct: Conduct, facts: NextFacts): StandingStep | null {
  const { onStage, clock, opened, screen } = conduct;
  const here = facts.entries.find(({ key }) => key === onStage);
  const next = nextToCall(facts.entries, conduct);
  const call: StandingStep | null = next && { type: "call", entry: next.key };
  if (!here || !clock) return call;
  if (clock.runningSince === null)
    return clock.ranMs === 0 ? { type: "start", phase: clock.phase } : { type: "resume" };
  if (clock.phase === "pitch" && facts.defenceMinutes > 0) return { type: "start", phase: "defence" };
  if (facts.state === "judging" && !opened.includes(here.key)) {
    const entries = facts.entries.filter(({ out }) => !out).map(({ key }) => key);
    const waits = waitsForOthers(conduct, here.key, { entries, openTogether: facts.openTogether });
    return waits ? call : { type: "open-scoring", entry: here.key };
  }
  const shows = facts.scoresOnStage && isBeforeFreeze(here.key, { ...facts, opened });
  if (shows && facts.state === "judging" && screen.name !== "score")
    return { type: "show", screen: { name: "score", entry: here.key } };
  return call;
}

/** A step of the ceremony as the conductor reads it: without the project, which nobody is to know before it is revealed. */
export type RevealCue = Exclude<RevealStep, { kind: "place" }> | { kind: "place"; rank: number };

export function revealCues(steps: readonly RevealStep[], standings: readonly Standing[]): RevealCue[] {
  const rankOf = new Map(standings.map(({ entry, rank }) => [entry, rank]));
  return steps.map((step) => (step.kind === "place" ? { kind: "place", rank: rankOf.get(step.entry) ?? 0 } : step));
}
