import { expect, test } from "vitest";
import { clockText, readClock } from "./clock.ts";
import { type ConductFacts, type ConductStep, conductOf, refusalOfConductStep, type TakenStep } from "./conduct.ts";
import { pageAt } from "./paging.ts";

const lengths = { pitchMinutes: 8, defenceMinutes: 7 };
const noon = Date.UTC(2026, 10, 23, 4);

/** Steps that were taken at so many seconds past noon. */
function taken(...steps: [seconds: number, step: ConductStep][]): TakenStep[] {
  return steps.map(([seconds, step], at) => ({ seq: at + 1, step, at: new Date(noon + seconds * 1000) }));
}

const call: ConductStep = { type: "call", entry: "7" };
const pitch: ConductStep = { type: "start", phase: "pitch" };
const at = (seconds: number) => noon + seconds * 1000;
const left = (steps: TakenStep[], seconds: number) => {
  const { clock } = conductOf(steps, lengths);
  return clock && clockText(readClock(clock, at(seconds), 60).leftMs);
};

test("before the first step nobody is on stage and the screens wait", () => {
  expect(conductOf([], lengths)).toEqual({
    seq: 0,
    onStage: null,
    clock: null,
    screen: { name: "waiting" },
    paging: null,
    opened: [],
    called: [],
    last: null,
  });
});

test("a call brings a project on stage with its pitch clock standing, and the clock runs from its start", () => {
  const steps = taken([0, call], [10, pitch]);
  expect(conductOf(steps.slice(0, 1), lengths)).toMatchObject({ onStage: "7", screen: { name: "presenting" } });
  expect(left(steps.slice(0, 1), 600)).toBe("8:00");
  expect(left(steps, 10)).toBe("8:00");
  expect(left(steps, 70)).toBe("7:00");
  expect(left(steps, 490)).toBe("0:00");
  expect(left(steps, 497)).toBe("-0:07");
  expect(left(steps, 500_000)).toBe("-99:59");
});

test("a pause stops the clock, a resumption goes on from there, and added time lengthens it", () => {
  const steps = taken([0, call], [0, pitch], [60, { type: "pause" }], [200, { type: "resume" }]);
  expect(left(steps.slice(0, 3), 500)).toBe("7:00");
  expect(left(steps, 260)).toBe("6:00");
  const longer = [...steps, { seq: 5, step: { type: "add-time", seconds: 90 }, at: new Date(at(260)) } as TakenStep];
  expect(left(longer, 260)).toBe("7:30");
});

test("the defence has its own length", () => {
  expect(left(taken([0, call], [0, pitch], [480, { type: "start", phase: "defence" }]), 540)).toBe("6:00");
});

test("every step can be taken back, one after the other: a pause that was undone never happened", () => {
  const steps = taken([0, call], [0, pitch], [60, { type: "pause" }], [90, { type: "undo", seq: 3 }]);
  expect(left(steps, 120)).toBe("6:00");
  const again = [...steps, { seq: 5, step: { type: "undo", seq: 2 }, at: new Date(at(130)) } as TakenStep];
  expect(left(again, 500)).toBe("8:00");
  expect(conductOf(again, lengths)).toMatchObject({ seq: 5, onStage: "7", last: { seq: 1, step: call } });
  const all = [...again, { seq: 6, step: { type: "undo", seq: 1 }, at: new Date(at(140)) } as TakenStep];
  expect(conductOf(all, lengths)).toMatchObject({ seq: 6, onStage: null, clock: null, last: null, called: [] });
});

test("a call that was undone brings back who was there, with the clock as it ran on", () => {
  const steps = taken([0, call], [0, pitch], [60, { type: "call", entry: "8" }], [70, { type: "undo", seq: 3 }]);
  expect(conductOf(steps, lengths)).toMatchObject({ onStage: "7", called: ["7"] });
  expect(left(steps, 120)).toBe("6:00");
});

test("a list opens on its first page when its screen is shown, turns from there, and by hand at once", () => {
  const board: ConductStep = { type: "show", screen: { name: "scoreboard" } };
  const page = (steps: TakenStep[], seconds: number) => {
    const { paging } = conductOf(steps, lengths);
    return paging && pageAt(paging, at(seconds));
  };
  const shown = taken([0, call], [43, board]);
  expect([42, 43, 52, 53, 63].map((seconds) => page(shown, seconds))).toEqual([0, 0, 0, 1, 2]);
  const turned = taken([0, call], [43, board], [47, { type: "turn-page" }]);
  expect([47, 56, 57].map((seconds) => page(turned, seconds))).toEqual([1, 1, 2]);
  const again = taken([0, call], [43, board], [47, { type: "turn-page" }], [50, board]);
  expect(page(again, 50)).toBe(0);
  const undone = taken([0, call], [43, board], [47, { type: "turn-page" }], [48, { type: "undo", seq: 3 }]);
  expect([48, 53].map((seconds) => page(undone, seconds))).toEqual([0, 1]);
});

test("what opens together is open together, and closed together by the undo", () => {
  const together: ConductStep = { type: "open-scoring", entry: "8", together: ["7"] };
  expect(conductOf(taken([0, together]), lengths).opened).toEqual(["7", "8"]);
  expect(conductOf(taken([0, together], [1, { type: "undo", seq: 1 }]), lengths).opened).toEqual([]);
});

const facts: ConductFacts = {
  state: "judging",
  entries: ["7", "8"],
  scoresOnStage: true,
  scoreboardOnStage: true,
  freezeAfter: null,
  openTogether: null,
};
const nine = Array.from({ length: 9 }, (_, each) => String(each));
const onStage = taken([0, call]);
const running = taken([0, call], [0, pitch]);
const open: ConductStep = { type: "open-scoring", entry: "7" };
const show = (screen: Extract<ConductStep, { type: "show" }>["screen"]): ConductStep => ({ type: "show", screen });
const score = show({ name: "score", entry: "7" });

test.each<[string, TakenStep[], ConductStep, Partial<ConductFacts>, string | null]>([
  ["a clock needs somebody on stage", [], pitch, {}, "nobody-on-stage"],
  ["a running clock is not started again", running, pitch, {}, "clock-runs"],
  ["the defence may be started while the pitch runs", running, { type: "start", phase: "defence" }, {}, null],
  ["a standing clock is not paused", onStage, { type: "pause" }, {}, "clock-stands"],
  ["a running clock is not resumed", running, { type: "resume" }, {}, "clock-runs"],
  ["time is added to a clock that is there", [], { type: "add-time", seconds: 30 }, {}, "nobody-on-stage"],
  ["nobody is called who is not there", [], { type: "call", entry: "9" }, {}, "no-such-entry"],
  ["scoring opens while the round is being judged", [], open, {}, null],
  ["scoring does not open before", [], open, { state: "ready" }, "round-not-judging"],
  ["scoring does not open for who is not there", [], { type: "open-scoring", entry: "9" }, {}, "no-such-entry"],
  ["scoring opens once", taken([0, open]), open, {}, "already-open"],
  [
    "where the first open together, none opens before all were on stage",
    onStage,
    open,
    { openTogether: 2 },
    "opens-together",
  ],
  ["once they were, it opens", taken([0, call], [1, { type: "call", entry: "8" }]), open, { openTogether: 2 }, null],
  [
    "who is not among the first opens alone",
    [],
    { type: "open-scoring", entry: "9" },
    { entries: ["7", "8", "9"], openTogether: 2 },
    null,
  ],
  ["only the last step is undone", running, { type: "undo", seq: 1 }, {}, "nothing-to-undo"],
  ["the last step is undone", running, { type: "undo", seq: 2 }, {}, null],
  ["there is nothing to undo", [], { type: "undo", seq: 1 }, {}, "nothing-to-undo"],
  ["a score is shown where the round shows scores", [], score, {}, null],
  ["no score is shown where it does not", [], score, { scoresOnStage: false }, "not-on-stage-screens"],
  ["before the freeze a score is shown", taken([0, open]), score, { freezeAfter: 1 }, null],
  [
    "beyond it none",
    taken([0, { type: "open-scoring", entry: "8" }], [1, open]),
    score,
    { freezeAfter: 1 },
    "beyond-freeze",
  ],
  ["nor, with a freeze, one whose scoring was never opened", [], score, { freezeAfter: 5 }, "beyond-freeze"],
  ["not even in a round that is closed", taken([0, open]), score, { freezeAfter: 0, state: "closed" }, "beyond-freeze"],
  [
    "nor a scoreboard where the round has none",
    [],
    show({ name: "scoreboard" }),
    { scoreboardOnStage: false },
    "not-on-stage-screens",
  ],
  ["a list on the screens is turned", [], { type: "turn-page" }, { entries: nine }, null],
  ["a list that fits has nothing to turn to", [], { type: "turn-page" }, {}, "no-pages"],
  ["where there is no list there is nothing to turn", onStage, { type: "turn-page" }, { entries: nine }, "no-pages"],
  ["the ceremony waits for the end", [], show({ name: "reveal", step: 0 }), {}, "not-closed"],
  ["the ceremony begins once the round is closed", [], show({ name: "reveal", step: 0 }), { state: "closed" }, null],
])("%s", (_what, steps, step, other, refusal) => {
  expect(refusalOfConductStep(conductOf(steps, lengths), step, { ...facts, ...other })).toBe(refusal);
});
