import { expect, test } from "vitest";
import type { Standing } from "../standings/standing.ts";
import { type ConductStep, conductOf } from "./conduct.ts";
import { type ConductedEntry, hasAllSheets, likelyStep, nextToCall, revealCues } from "./conduct-next.ts";
import { revealSteps } from "./reveal.ts";

const entry = (key: string, given: Partial<ConductedEntry> = {}): ConductedEntry => ({
  key,
  number: key,
  drawn: true,
  title: `项目${key}`,
  titleEn: null,
  group: null,
  groupEn: null,
  out: false,
  asked: 3,
  submitted: 0,
  recused: 0,
  ...given,
});
const entries = [entry("1"), entry("2", { out: true }), entry("3")];
const facts = {
  state: "judging",
  entries,
  scoresOnStage: true,
  freezeAfter: null,
  openTogether: null,
  defenceMinutes: 7,
} as const;
const after = (...steps: ConductStep[]) =>
  conductOf(
    steps.map((step, at) => ({ seq: at + 1, step, at: new Date(at * 1000) })),
    { pitchMinutes: 8, defenceMinutes: 7 },
  );

const call: ConductStep = { type: "call", entry: "1" };
const pitch: ConductStep = { type: "start", phase: "pitch" };
const defence: ConductStep = { type: "start", phase: "defence" };
const open: ConductStep = { type: "open-scoring", entry: "1" };
const score: ConductStep = { type: "show", screen: { name: "score", entry: "1" } };

test.each<[string, ConductStep[], Partial<typeof facts> | object, ConductStep | null]>([
  ["the first project is called", [], {}, call],
  ["then its pitch begins", [call], {}, pitch],
  ["after the pitch the defence", [call, pitch], {}, defence],
  ["a clock that was paused goes on first", [call, pitch, { type: "pause" }], {}, { type: "resume" }],
  ["then the scoring opens", [call, pitch, defence], {}, open],
  ["where there is no defence, after the pitch", [call, pitch], { defenceMinutes: 0 }, open],
  ["then the score is shown", [call, pitch, defence, open], {}, score],
  [
    "then the next project comes, without who is absent",
    [call, pitch, defence, open, score],
    {},
    { type: "call", entry: "3" },
  ],
  [
    "where the first open together, the next one is called instead",
    [call, pitch, defence],
    { openTogether: 2 },
    { type: "call", entry: "3" },
  ],
  ["so it does beyond the freeze", [call, pitch, defence, open], { freezeAfter: 0 }, { type: "call", entry: "3" }],
  [
    "so it does where no score is shown",
    [call, pitch, defence, open],
    { scoresOnStage: false },
    { type: "call", entry: "3" },
  ],
  [
    "or where the round is not being judged yet",
    [call, pitch, defence],
    { state: "ready" },
    { type: "call", entry: "3" },
  ],
])("%s", (_what, steps, other, step) => {
  expect(likelyStep(after(...steps), { ...facts, ...other })).toEqual(step);
});

test("after the last project nothing is next", () => {
  const all = after(call, { type: "call", entry: "3" }, { type: "start", phase: "pitch" }, defence, {
    type: "open-scoring",
    entry: "3",
  });
  expect(nextToCall(entries, all)).toBeNull();
  expect(likelyStep(all, { ...facts, scoresOnStage: false })).toBeNull();
});

test("who was called out of turn does not hide who has not been on stage yet", () => {
  expect(nextToCall(entries, after({ type: "call", entry: "3" }))?.key).toBe("1");
});

test("once the order is drawn, whoever has no place in it is not called by itself", () => {
  const late = [entry("1"), entry("2", { drawn: false })];
  expect(nextToCall(late, after({ type: "call", entry: "1" }))).toBeNull();
  const undrawn = late.map((each) => ({ ...each, drawn: false }));
  expect(nextToCall(undrawn, after({ type: "call", entry: "1" }))?.key).toBe("2");
});

test("all sheets are in when every judge who has not recused has handed in", () => {
  expect(hasAllSheets({ asked: 6, submitted: 5 })).toBe(false);
  expect(hasAllSheets({ asked: 6, submitted: 6 })).toBe(true);
});

test("the ceremony's cues name ranks and prizes, and no project", () => {
  const standing = (key: string, rank: number | null): Standing =>
    ({ entry: key, rank, total: "88.88", shared: false, dropped: [] }) as unknown as Standing;
  const standings = [standing("9", 1), standing("4", 2), standing("7", 3), standing("5", null)];
  const prizes = [{ title: "一等奖", titleEn: null, from: 1, to: 1 }];
  const cues = revealCues(revealSteps(standings, prizes), standings);
  expect(cues.map((cue) => (cue.kind === "place" ? cue.rank : cue.kind))).toEqual(["title", 3, 2, "prize", 1, "all"]);
  expect(JSON.stringify(cues)).not.toMatch(/88|"entry"/);
});
