import { expect, test } from "vitest";
import type { Rule } from "../standings/rule.ts";
import type { Standing } from "../standings/standing.ts";
import { conductOf } from "./conduct.ts";
import { type StageFacts, stageView } from "./stage-view.ts";

const entry = {
  key: "1",
  number: "1",
  drawn: true,
  title: "甲",
  titleEn: null,
  group: null,
  groupEn: null,
  out: false,
};
const standing: Standing = {
  rank: 1,
  shared: false,
  entry: "1",
  title: "甲",
  group: null,
  total: "87.33",
  sheets: 1,
  counted: 1,
  dropped: [],
  partedBy: null,
  criteria: {},
};
const round = {
  slug: "final",
  title: "决赛",
  titleEn: null,
  city: null,
  cityEn: null,
  rehearsal: false,
  warnSeconds: 60,
  startsAt: null,
  timeZone: "Asia/Shanghai",
};

/** What the hall sees of one project whose score is announced, by that rule. */
function shown(more: { rule?: Pick<Rule, "parts" | "normalise" | "coefficient">; closed?: boolean }, own?: string) {
  const facts: StageFacts = {
    round,
    conduct: conductOf([], { pitchMinutes: 8, defenceMinutes: 5 }),
    entries: [entry],
    visible: { programme: true, draw: false, score: "1", scoreboard: ["1"], reveal: null, figures: "live" },
    drawnAt: null,
    draw: null,
    freezes: false,
    standings: [{ ...standing, ...(own !== undefined && { own }) }],
    board: { judges: [], sheets: [], recusals: [] },
    criteria: [],
    prizes: [],
    ...more,
  };
  const { score, scoreboard } = stageView(facts);
  return { own: score?.own, total: score?.total, score: score?.provisional, board: scoreboard?.provisional };
}

test.each<[string, Pick<Rule, "parts" | "normalise" | "coefficient">, boolean]>([
  ["plain means", {}, false],
  ["standard scores", { normalise: { method: "standard-score", mean: 50, sd: 10 } }, true],
  ["a coefficient of the panels", { coefficient: { of: "entries", high: 0, low: 0 } }, true],
])("by %s a score in the hall says whether others may move it yet, until all are in", (_name, rule, provisional) => {
  expect(shown({ rule, closed: false })).toMatchObject({ score: provisional, board: provisional });
  expect(shown({ rule, closed: true })).toMatchObject({ score: false, board: false });
});

test("where earlier rounds are carried, the hall sees the round's own total beside the overall one", () => {
  expect(shown({ rule: {} }, "86.88")).toMatchObject({ own: "86.88", total: "87.33" });
  expect(shown({ rule: {} })).toMatchObject({ own: null, total: "87.33" });
});
