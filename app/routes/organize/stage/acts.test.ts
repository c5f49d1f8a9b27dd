import { expect, test } from "vitest";
import { type ConductStep, conductOf } from "~/rules/stage/conduct.ts";
import type { ConductPicture } from "~/services/live/stage-picture.ts";
import { readStep } from "./read-step.ts";
import { actsOf, type ConductAct, isPossible, keys } from "./use-conduct.ts";

const entry = (key: string) => ({
  key,
  number: key,
  drawn: true,
  title: key,
  titleEn: null,
  group: null,
  groupEn: null,
  out: false,
  asked: 3,
  submitted: 0,
  recused: 0,
});

function picture(steps: ConductStep[], other: Partial<ConductPicture> = {}): ConductPicture {
  const taken = steps.map((step, at) => ({ seq: at + 1, step, at: new Date(at * 1000) }));
  return {
    revision: 1,
    state: "judging",
    scoringByProject: false,
    warnSeconds: 60,
    scoresOnStage: true,
    scoreboardOnStage: true,
    freezeAfter: null,
    openTogether: null,
    defenceMinutes: 7,
    cues: null,
    overtimes: [],
    entries: [entry("1"), entry("2")],
    conduct: conductOf(taken, { pitchMinutes: 8, defenceMinutes: 7 }),
    ...other,
  };
}
const possible = (given: ConductPicture) => {
  const acts = actsOf(given);
  return (Object.keys(acts) as ConductAct[]).filter((act) => isPossible(given, acts[act])).sort();
};

const call: ConductStep = { type: "call", entry: "1" };
const start: ConductStep = { type: "start", phase: "pitch" };
const reveal = (step: number): ConductStep => ({ type: "show", screen: { name: "reveal", step } });
const closed: Partial<ConductPicture> = {
  state: "closed",
  cues: [{ kind: "title" }, { kind: "place", rank: 1 }, { kind: "all" }],
};

test("no two acts share a key", () => {
  expect(new Set(Object.values(keys)).size).toBe(Object.keys(keys).length);
});

test("the space bar starts, pauses and resumes the clock of the phase that is on", () => {
  const toggle = (...steps: ConductStep[]) => actsOf(picture(steps)).toggle;
  expect(toggle(call)).toEqual(start);
  expect(toggle(call, start)).toEqual({ type: "pause" });
  expect(toggle(call, start, { type: "pause" })).toEqual({ type: "resume" });
  expect(toggle(call, start, { type: "start", phase: "defence" })).toEqual({ type: "pause" });
});

test("before the first project only it can be called, and the screens changed", () => {
  expect(possible(picture([]))).toEqual(["next", "scoreboard", "waiting"]);
});

test("each act means the step of this picture, and what is not possible is not taken", () => {
  const acts = actsOf(picture([call, start]));
  expect(acts).toMatchObject({
    next: { type: "call", entry: "2" },
    open: { type: "open-scoring", entry: "1" },
    undo: { type: "undo", seq: 2 },
    plus30: { type: "add-time", seconds: 30 },
    minus60: { type: "add-time", seconds: -60 },
  });
  expect(possible(picture([call, start, { type: "open-scoring", entry: "1" }]))).not.toContain("open");
  expect(possible(picture([call], { scoresOnStage: false, scoreboardOnStage: false }))).not.toContain("score");
  const opened = [call, { type: "open-scoring", entry: "1" }] satisfies ConductStep[];
  expect(possible(picture(opened, { freezeAfter: 1 }))).toContain("score");
  expect(possible(picture(opened, { freezeAfter: 0 }))).not.toContain("score");
});

test("the ceremony goes from its first step to its last and back; there is none before the round is closed", () => {
  expect(actsOf(picture([reveal(0)], closed))).toMatchObject({ forward: reveal(1), back: null, reveal: reveal(0) });
  expect(actsOf(picture([reveal(2)], closed))).toMatchObject({ forward: null, back: reveal(1) });
  expect(actsOf(picture([call]))).toMatchObject({ forward: null, back: null, reveal: null });
  expect(possible(picture([call, start], closed))).not.toContain("toggle");
});

test("what a form sends becomes the command's input, with what was typed or chosen beside the step", () => {
  const form = (fields: Record<string, string>) => {
    const data = new FormData();
    for (const [name, value] of Object.entries(fields)) data.set(name, value);
    return readStep(data, "beijing-6");
  };
  expect(form({ after: "3", step: JSON.stringify(call) })).toEqual({ round: "beijing-6", after: 3, step: call });
  const message = { type: "show", screen: { name: "message", text: "" } };
  expect(form({ after: "0", step: JSON.stringify(message), text: "茶歇", textEn: "Break" }).step).toEqual({
    ...message,
    screen: { name: "message", text: "茶歇", textEn: "Break" },
  });
  expect(form({ after: "0", step: JSON.stringify(reveal(0)), to: "2" }).step).toEqual(reveal(2));
  for (const broken of ["", "{", "null", "7", '"x"']) expect(form({ after: "0", step: broken }).step).toBeUndefined();
  expect(form({ step: "" }).after).toBeNaN();
});
