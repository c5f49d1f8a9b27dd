import type { TieStep } from "../standings/rule.ts";
import { fewestJudges, findPanelLacks, lacksHead, type PanelSetup } from "./panels.ts";
import type { RoundKind, RoundStage } from "./round.ts";

/** What of a round is set up; counts of rows. */
export interface Setup {
  kind: RoundKind;
  criteria: number;
  hasRule: boolean;
  ties: readonly TieStep[];
  /** From how many sheets of an entry on the rule trims; null where it trims nothing. */
  trimAtLeast: number | null;
  /** Panel members who have not been removed. */
  judges: number;
  hasHead: boolean;
  /** The panels that judge side by side, and the kinds of judges. */
  panels: PanelSetup;
  entries: number;
  /** Entries with a place in the running order, and those that still need one: who is absent has none and needs none. */
  ordered: number;
  undrawn: number;
  /** Applications for the round that wait for a decision. */
  waiting: number;
  /** Of a review: how many judges each entry is to have, and how many entries have fewer; null where none is set. */
  review: { perEntry: number; lacking: number } | null;
  /** Applications in a review that are neither in a heat nor turned down yet. */
  uncut: number;
  /** When the edition's registration ends; null while that is not settled. */
  registrationEndsAt: Date | null;
  /** Whether the edition is still a draft, of which nobody outside sees a round. */
  isEditionDraft: boolean;
  /** Objections to its results that run still, or were upheld while the result stands uncorrected. */
  objections: number;
}

const gaps = ["rubric", "rule", "panel", "head-judge", "entries", "panels", "draw", "review", "assignment"] as const;
/** Something that a round must have before it is ready or, of the draw, before it is judged. */
export type SetupGap = (typeof gaps)[number];

/**
 * What still keeps the round from being judged, or from being ready, in the order in which one would correct it. A round is ready
 * without an order: contestants sign in and draw in the hall, on the day. A preliminary review has no running order: it needs
 * judges for every application instead. What several panels lack, or kinds of judges, `findPanelLacks` says one by one.
 */
export function findSetupGaps(setup: Setup, before: "ready" | "judging"): SetupGap[] {
  const reviewed = setup.kind === "preliminary";
  const missing: Record<SetupGap, boolean> = {
    rubric: setup.criteria === 0,
    rule: !setup.hasRule,
    panel: setup.judges === 0,
    "head-judge": setup.judges > 0 && lacksHead(setup.panels) && setup.ties.includes("head-judge"),
    entries: setup.entries === 0,
    panels: setup.judges > 0 && setup.entries > 0 && findPanelLacks(setup.panels).length > 0,
    draw: before === "judging" && !reviewed && setup.entries > 0 && setup.undrawn > 0,
    review: reviewed && setup.review === null,
    assignment: reviewed && setup.review !== null && setup.entries > 0 && setup.review.lacking > 0,
  };
  return gaps.filter((gap) => missing[gap]);
}

/**
 * How many sheets an entry gets where that is too few for the rule to trim any: it would be the plain mean, which is seldom meant.
 * Null where the rule trims, or nothing is there to tell it by. Not a gap: a round may be held like that.
 */
export function tooFewToTrim({ kind, trimAtLeast, judges, review, panels }: Setup): number | null {
  const sheets = kind === "preliminary" ? Math.min(review?.perEntry ?? 0, judges) : fewestJudges(panels);
  return trimAtLeast !== null && sheets > 0 && sheets < trimAtLeast ? sheets : null;
}

/** Whether a heat that takes applications, or will, begins while people may still apply for it. Not a gap: its registration can be closed early. */
export function startsBeforeRegistrationEnds(
  { stage, kind, startsAt }: { stage: RoundStage; kind: RoundKind; startsAt: Date | null },
  registrationEndsAt: Date | null,
): boolean {
  if (kind !== "heat" || (stage !== "draft" && stage !== "registration")) return false;
  return startsAt !== null && registrationEndsAt !== null && startsAt < registrationEndsAt;
}

/** The one thing to do now. */
export type NextStep =
  | "announce"
  | "open-registration"
  | "take-entries"
  | "await-edition"
  | "registering"
  | "start-screening"
  | "screen"
  | SetupGap
  | "advance"
  | "make-ready"
  | "start-judging"
  | "judge"
  | "cut"
  | "propose"
  | "confirm"
  | "publish"
  | "objections"
  | "done";

/** The next step of a round on its way from registration to publication. While people may register, that is left to them. */
export function nextStepOf(stage: RoundStage, kind: RoundKind, setup: Setup, at: Date): NextStep {
  switch (stage) {
    case "draft":
      // Nobody registers for a final, whose entries advance from the heats, nor for a review, into which screening brings them
      return kind === "heat" ? "open-registration" : kind === "final" ? "announce" : "take-entries";
    case "registration":
      return openHeatStep(setup, at);
    case "screening": {
      if (setup.waiting > 0) return "screen";
      const gap = findSetupGaps(setup, "ready")[0] ?? "make-ready";
      return gap === "entries" && kind === "final" ? "advance" : gap;
    }
    case "ready":
      return findSetupGaps(setup, "judging")[0] ?? "start-judging";
    case "judging":
      return "judge";
    case "closed":
      return kind === "preliminary" && setup.uncut > 0 ? "cut" : "propose";
    case "proposed":
      return "confirm";
    case "confirmed":
      return "publish";
    case "published":
      return setup.objections > 0 ? "objections" : "done";
  }
}

/** Of a heat that is open for registration: nobody can choose it before its edition is open, nor after registration has ended. */
function openHeatStep({ registrationEndsAt: endsAt, isEditionDraft }: Setup, at: Date): NextStep {
  if (isEditionDraft && (endsAt === null || at < endsAt)) return "await-edition";
  return endsAt !== null && at < endsAt ? "registering" : "start-screening";
}
