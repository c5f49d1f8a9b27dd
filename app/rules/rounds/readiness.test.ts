import { expect, test } from "vitest";
import type { PanelSetup } from "./panels.ts";
import {
  findSetupGaps,
  type NextStep,
  nextStepOf,
  type Setup,
  startsBeforeRegistrationEnds,
  tooFewToTrim,
} from "./readiness.ts";
import type { RoundKind, RoundStage } from "./round.ts";

/** One panel of so many, the first its head. */
const onePanel = (judges: number, head = true): PanelSetup => ({
  names: [],
  seats: Array.from({ length: judges }, (_, at) => ({ panel: null, kind: null, head: head && at === 0 })),
  unplaced: 0,
  kinds: [],
  composition: {},
  coefficient: false,
});

const complete: Setup = {
  kind: "heat",
  criteria: 5,
  hasRule: true,
  ties: ["head-judge"],
  trimAtLeast: null,
  judges: 5,
  hasHead: true,
  panels: onePanel(5),
  entries: 12,
  ordered: 12,
  undrawn: 0,
  waiting: 0,
  review: null,
  uncut: 0,
  registrationEndsAt: null,
  isEditionDraft: false,
  objections: 0,
};
/** A seat on each of these panels. */
const seatsOn = (panels: string) => [...panels].map((panel) => ({ panel, kind: null, head: false }));
const reviewed: Partial<Setup> = { kind: "preliminary", review: { perEntry: 3, lacking: 0 }, undrawn: 12 };

test.each<[string, Partial<Setup>, string[]]>([
  ["nothing is missing", {}, []],
  [
    "everything is missing",
    { criteria: 0, hasRule: false, judges: 0, entries: 0, undrawn: 0 },
    ["rubric", "rule", "panel", "entries"],
  ],
  ["the rule asks the head judge and there is none", { hasHead: false, panels: onePanel(5, false) }, ["head-judge"]],
  ["there is no head judge and nobody asks one", { hasHead: false, panels: onePanel(5, false), ties: ["vote"] }, []],
  ["an entry came after the draw", { undrawn: 1 }, ["draw"]],
  ["a review has judges for every application, and no draw", reviewed, []],
  ["a review is not set", { ...reviewed, review: null }, ["review"]],
  ["an application lacks a judge", { ...reviewed, review: { perEntry: 3, lacking: 1 } }, ["assignment"]],
  ["a review has no application", { ...reviewed, entries: 0, review: { perEntry: 3, lacking: 0 } }, ["entries"]],
])("when %s", (_, change, gaps) => {
  expect(findSetupGaps({ ...complete, ...change }, "judging")).toEqual(gaps);
  // The draw is made in the hall, in a round that is ready
  const early = gaps.filter((gap) => gap !== "draw");
  expect(findSetupGaps({ ...complete, ...change }, "ready")).toEqual(early);
});

test.each<[RoundStage, RoundKind, Partial<Setup>, NextStep]>([
  ["draft", "heat", {}, "open-registration"],
  ["draft", "final", {}, "announce"],
  ["screening", "final", { entries: 0, criteria: 0 }, "rubric"],
  ["screening", "final", { entries: 0 }, "advance"],
  ["screening", "final", {}, "make-ready"],
  ["draft", "preliminary", {}, "take-entries"],
  ["screening", "preliminary", { ...reviewed, review: null }, "review"],
  ["ready", "preliminary", { ...reviewed, review: { perEntry: 3, lacking: 2 } }, "assignment"],
  ["ready", "preliminary", reviewed, "start-judging"],
  ["closed", "preliminary", { ...reviewed, uncut: 12 }, "cut"],
  ["closed", "preliminary", reviewed, "propose"],
  ["registration", "heat", {}, "start-screening"],
  ["registration", "heat", { registrationEndsAt: new Date("2026-11-05T00:00:00Z") }, "registering"],
  ["registration", "heat", { registrationEndsAt: new Date("2026-11-01T00:00:00Z") }, "start-screening"],
  ["registration", "heat", { isEditionDraft: true }, "await-edition"],
  [
    "registration",
    "heat",
    { isEditionDraft: true, registrationEndsAt: new Date("2026-11-05T00:00:00Z") },
    "await-edition",
  ],
  [
    "registration",
    "heat",
    { isEditionDraft: true, registrationEndsAt: new Date("2026-11-01T00:00:00Z") },
    "start-screening",
  ],
  ["draft", "heat", { isEditionDraft: true }, "open-registration"],
  ["screening", "heat", { waiting: 3, criteria: 0 }, "screen"],
  ["screening", "heat", { criteria: 0, hasRule: false }, "rubric"],
  ["screening", "heat", { undrawn: 12 }, "make-ready"],
  ["ready", "heat", { undrawn: 12 }, "draw"],
  ["screening", "heat", {}, "make-ready"],
  ["ready", "heat", {}, "start-judging"],
  ["ready", "heat", { undrawn: 1 }, "draw"],
  ["judging", "heat", {}, "judge"],
  ["closed", "heat", {}, "propose"],
  ["proposed", "heat", {}, "confirm"],
  ["published", "heat", { objections: 1 }, "objections"],
  ["confirmed", "heat", {}, "publish"],
  ["published", "heat", {}, "done"],
])("in stage %s of a %s with %o the next step is %s", (stage, kind, change, step) => {
  expect(nextStepOf(stage, kind, { ...complete, ...change }, new Date("2026-11-01T00:00:00Z"))).toBe(step);
});

test.each<[string, Partial<Setup>, number | null]>([
  ["three judges where the rule trims from four", { judges: 3, trimAtLeast: 4 }, 3],
  ["four judges where the rule trims from four", { judges: 4, trimAtLeast: 4 }, null],
  ["nobody yet", { judges: 0, trimAtLeast: 4 }, null],
  ["three judges and a rule that trims nothing", { judges: 3, trimAtLeast: null }, null],
  ["a review in which three of nine see each", { ...reviewed, judges: 9, trimAtLeast: 4 }, 3],
  [
    "two judges on one of two panels, though five sit in all",
    { judges: 5, trimAtLeast: 3, panels: { ...onePanel(0), names: ["A", "B"], seats: seatsOn("AAABB") } },
    2,
  ],
  [
    "one who sits on both panels makes three",
    {
      judges: 6,
      trimAtLeast: 3,
      panels: { ...onePanel(1), names: ["A", "B"], seats: [...seatsOn("AABB"), ...onePanel(1).seats] },
    },
    null,
  ],
  ["a review without settings", { ...reviewed, review: null, judges: 9, trimAtLeast: 4 }, null],
])("too few sheets to trim: %s", (_, change, sheets) => {
  const panels = onePanel(change.judges ?? complete.judges);
  expect(tooFewToTrim({ ...complete, panels, ...change })).toBe(sheets);
});

test.each<[string, object, boolean]>([
  ["a draft heat an hour before the end", {}, true],
  ["an open heat an hour before the end", { stage: "registration" }, true],
  ["a heat at the very end", { startsAt: "2026-11-05T00:00:00Z" }, false],
  ["a heat after it", { startsAt: "2026-11-05T01:00:00Z" }, false],
  ["a heat without a date", { startsAt: null }, false],
  ["a heat whose registration is closed", { stage: "screening" }, false],
  ["a final, for which nobody registers", { kind: "final" }, false],
  ["a review, for which nobody registers", { kind: "preliminary" }, false],
  ["an edition without an end", { endsAt: null }, false],
])("whether it starts before registration ends: %s", (_, change, expected) => {
  const usual = { stage: "draft", kind: "heat", startsAt: "2026-11-04T23:00:00Z", endsAt: "2026-11-05T00:00:00Z" };
  const { stage, kind, startsAt, endsAt } = { ...usual, ...change } as Record<keyof typeof usual, string | null>;
  const at = (instant: string | null) => (instant === null ? null : new Date(instant));
  const round = { stage: stage as RoundStage, kind: kind as RoundKind, startsAt: at(startsAt) };
  expect(startsBeforeRegistrationEnds(round, at(endsAt))).toBe(expected);
});
