import { expect, test } from "vitest";
import type { ConductStep, TakenStep } from "./conduct.ts";
import { pitchOvertimes, secondsText } from "./overtime.ts";

const lengths = { pitchMinutes: 5, defenceMinutes: 3 };
const begin = Date.parse("2026-09-12T01:00:00Z");

/** Steps, each with the second at which it was taken. */
function taken(...steps: [second: number, step: ConductStep][]): TakenStep[] {
  return steps.map(([second, step], at) => ({ seq: at + 1, step, at: new Date(begin + second * 1000) }));
}

const call = (entry: string): ConductStep => ({ type: "call", entry });
const pitch: ConductStep = { type: "start", phase: "pitch" };
const defence: ConductStep = { type: "start", phase: "defence" };
const overtimes = (...steps: [number, ConductStep][]) => pitchOvertimes(taken(...steps), lengths);

test("a pitch that runs beyond its time is told once the defence begins", () => {
  expect(overtimes([0, call("P1")], [0, pitch], [400, { type: "turn-page" }])).toEqual([]);
  expect(overtimes([0, call("P1")], [0, pitch], [334, defence])).toEqual([{ seq: 2, entry: "P1", overMs: 34_000 }]);
  expect(overtimes([0, call("P1")], [0, pitch], [300, defence])).toEqual([]);
});

test.each<[string, ConductStep]>([
  ["its clock is stopped", { type: "pause" }],
  ["the scoring is opened", { type: "open-scoring", entry: "P1" }],
  ["the next project is called", call("P2")],
  ["the screens turn to something else", { type: "show", screen: { name: "waiting" } }],
])("a pitch is over when %s", (_, step) => {
  expect(overtimes([0, call("P1")], [0, pitch], [310, step])).toEqual([{ seq: 2, entry: "P1", overMs: 10_000 }]);
});

test("time in which the clock stood does not count, time that was added is no overtime", () => {
  const stood = overtimes(
    [0, call("P1")],
    [0, pitch],
    [100, { type: "pause" }],
    [200, { type: "resume" }],
    [405, defence],
  );
  expect(stood).toEqual([{ seq: 2, entry: "P1", overMs: 5000 }]);
  expect(overtimes([0, call("P1")], [0, pitch], [290, { type: "add-time", seconds: 30 }], [325, defence])).toEqual([]);
});

test("a stopped pitch that runs on is told again only when it ends", () => {
  const stopped: [number, ConductStep][] = [
    [0, call("P1")],
    [0, pitch],
    [310, { type: "pause" }],
  ];
  expect(overtimes(...stopped, [320, { type: "resume" }])).toEqual([]);
  expect(overtimes(...stopped, [320, { type: "resume" }], [325, defence])).toEqual([
    { seq: 2, entry: "P1", overMs: 15_000 },
  ]);
});

test("a pitch that is begun again counts as it went the last time", () => {
  const again = overtimes([0, call("P1")], [0, pitch], [310, { type: "pause" }], [320, pitch], [620, defence]);
  expect(again).toEqual([]);
});

test("a step that was taken back ended nothing, and began nothing", () => {
  const steps: [number, ConductStep][] = [
    [0, call("P1")],
    [0, pitch],
    [310, defence],
    [311, { type: "undo", seq: 3 }],
  ];
  expect(overtimes(...steps)).toEqual([]);
  expect(overtimes(...steps, [320, defence])).toEqual([{ seq: 2, entry: "P1", overMs: 20_000 }]);
});

test("the defence has no overtime, and each project its own", () => {
  const two = overtimes(
    [0, call("P1")],
    [0, pitch],
    [301, defence],
    [900, call("P2")],
    [900, pitch],
    [1202, { type: "open-scoring", entry: "P2" }],
  );
  expect(two).toEqual([
    { seq: 2, entry: "P1", overMs: 1000 },
    { seq: 5, entry: "P2", overMs: 2000 },
  ]);
});

test("overtime is told in tenths of a second", () => {
  expect([0, 1, 10, 342].map(secondsText)).toEqual(["0.0", "0.1", "1.0", "34.2"]);
});
