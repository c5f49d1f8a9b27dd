import { expect, test } from "vitest";
import type { ConductStep, TakenStep } from "./conduct.ts";
import { conductOfAll, entriesOnStage, stageOfPanel } from "./stages.ts";

const lengths = { pitchMinutes: 8, defenceMinutes: 7 };
/** Steps taken one a minute, the first in that minute of the hour. */
const taken = (minute: number, ...steps: ConductStep[]): TakenStep[] =>
  steps.map((step, at) => ({ seq: at + 1, step, at: new Date(Date.UTC(2026, 10, 20, 1, minute + at)) }));
const call = (entry: string): ConductStep => ({ type: "call", entry });
const open = (entry: string): ConductStep => ({ type: "open-scoring", entry });

test.each([
  [[], null, null],
  [[], "A", undefined],
  [["A", "B"], null, "A"],
  [["A", "B"], "B", "B"],
  [["A", "B"], "C", undefined],
])("of the panels %o, asked for %o, the stage is %o's", (panels, asked, stage) => {
  expect(stageOfPanel(panels, asked)).toBe(stage);
});

test("a panel's stage has the entries of that panel, the one stage of a round has all", () => {
  const entries = ["1", "2", "3"].map((key) => ({ key }));
  const panelOf = new Map([
    ["1", "A"],
    ["2", "B"],
  ]);
  expect(entriesOnStage(entries, { panelOf }, "B")).toEqual([{ key: "2" }]);
  expect(entriesOnStage(entries, { panelOf }, null)).toEqual(entries);
});

test("of all stages together: what is open and called on any, and who came on stage last", () => {
  const a = taken(0, call("1"), open("1"), call("3"));
  const b = taken(1, call("2"));
  expect(conductOfAll([a, b], lengths)).toMatchObject({ onStage: "3", opened: ["1"], called: ["2", "1", "3"] });
  expect(conductOfAll([a, taken(9, call("2"))], lengths)).toMatchObject({ onStage: "2", called: ["1", "3", "2"] });
  expect(conductOfAll([], lengths)).toMatchObject({ onStage: null, seq: 0, opened: [], called: [] });
});
