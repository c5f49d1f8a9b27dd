import { expect, test } from "vitest";
import {
  type EditionSetup,
  type EditionStep,
  nextEditionStep,
  roundsAtDesk,
  roundToTakeOn,
} from "./next-edition-step.ts";

const at = new Date("2026-11-01T00:00:00Z");
const settled: EditionSetup = {
  state: "open",
  applyOpensAt: new Date("2026-09-01T00:00:00Z"),
  applyClosesAt: new Date("2026-10-01T00:00:00Z"),
  retentionOn: "2028-10-01",
  tracks: 3,
  groups: 2,
  eligibility: 4,
  screeners: 1,
  waiting: 0,
  awarded: false,
};
const running = { applyClosesAt: new Date("2026-12-01T00:00:00Z") };
const round = (next: string, kind = "heat") => ({ kind, next });

test.each<[string, Partial<EditionSetup>, ReturnType<typeof round>[], EditionStep]>([
  ["there is nothing yet", { state: "draft", tracks: 0, groups: 0, applyOpensAt: null }, [], "choices"],
  ["there are tracks and no groups", { state: "draft", groups: 0 }, [], "choices"],
  ["it has no dates", { state: "draft", applyClosesAt: null }, [], "dates"],
  ["it has no day of erasure", { state: "draft", retentionOn: null, eligibility: 0 }, [], "retention"],
  ["nobody said who may take part", { state: "draft", eligibility: 0 }, [], "eligibility"],
  ["it has no round", { state: "draft" }, [], "rounds"],
  ["nobody screens", { state: "draft", screeners: 0 }, [round("open-registration")], "people"],
  ["all is settled", { state: "draft" }, [round("open-registration")], "open"],
  ["it was opened without dates", { applyOpensAt: null }, [round("registering")], "dates"],
  [
    "registration has not opened",
    { applyOpensAt: new Date("2026-11-02T00:00:00Z") },
    [round("registering")],
    "await-opening",
  ],
  [
    "it was opened without a day of erasure, and nobody registers yet",
    { retentionOn: null, applyOpensAt: new Date("2026-11-02T00:00:00Z") },
    [round("registering")],
    "retention",
  ],
  ["people register, and it has no day", { ...running, retentionOn: null }, [round("registering")], "retention"],
  ["it has no day, and applications wait", { ...running, retentionOn: null, waiting: 2 }, [round("panel")], "screen"],
  ["it has no day, and a round waits", { ...running, retentionOn: null }, [round("panel")], "round"],
  ["it has no day, and nothing is awarded", { retentionOn: null }, [round("done", "final")], "awards"],
  ["all is done but the day", { retentionOn: null, awarded: true }, [round("done", "final")], "retention"],
  ["applications wait", { ...running, waiting: 2 }, [round("panel")], "screen"],
  ["a round waits for somebody", running, [round("registering"), round("panel")], "round"],
  ["people register and nothing else waits", running, [round("registering")], "registering"],
  ["all results are out and nothing is awarded", {}, [round("done"), round("done", "final")], "awards"],
  ["all is awarded", { awarded: true }, [round("done"), round("done", "final")], "archive"],
  ["there is no final", {}, [round("done")], "archive"],
  ["it is put away", { state: "archived", tracks: 0 }, [], "archived"],
])("when %s", (_, change, rounds, step) => {
  expect(nextEditionStep({ ...settled, ...change }, rounds, at)).toBe(step);
});

test("of several rounds the first that waits for somebody is taken on", () => {
  const rounds = [round("done"), round("registering"), round("await-edition"), round("rubric"), round("judge")];
  expect(roundToTakeOn(rounds)).toBe(rounds[3]);
  expect(roundToTakeOn([round("done")])).toBeUndefined();
});

test("of more rounds than fit those stand whole that are judged, then what is one's own to do, then what waits for others; none is lost", () => {
  const at = (next: string, mine: boolean, day: number) => ({ ...round(next), mine, day });
  const rounds = [
    ...Array.from({ length: 10 }, (_, day) => at("done", false, day)),
    ...Array.from({ length: 10 }, (_, day) => at("propose", false, 10 + day)),
    ...Array.from({ length: 10 }, (_, day) => at("screen", true, 20 + day)),
    at("registering", true, 30),
    at("judge", false, 31),
  ];
  const { whole, others } = roundsAtDesk(rounds);
  const days = (from: number, count: number) => Array.from({ length: count }, (_, day) => from + day);
  expect(whole.map(({ day }) => day)).toEqual([31, ...days(20, 10), ...days(10, 9)]);
  expect(others.map(({ day }) => day)).toEqual([...days(0, 10), 19, 30]);
  expect(roundsAtDesk(rounds.slice(0, 20))).toEqual({ whole: rounds.slice(0, 20), others: [] });
});
