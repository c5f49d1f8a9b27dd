import { expect, test } from "vitest";
import { whyNotCheckPaper } from "./paper-sheet.ts";

const entered = { state: "entered", enteredById: "scorer" };
const free = { round: "judging", recused: false, sheet: null } as const;
const check = { checkedBy: "supervisor", writtenOver: 0 };
const draft = { state: "draft", version: 2 };

test.each([
  ["another person has entered it", entered, free, check, null],
  ["over the draft that the page showed", entered, { ...free, sheet: draft }, { ...check, writtenOver: 2 }, null],
  ["one's own entry", entered, free, { ...check, checkedBy: "scorer" }, "same-person"],
  [
    "one's own entry, after the round is closed",
    entered,
    { ...free, round: "closed" },
    { ...check, checkedBy: "scorer" },
    "same-person",
  ],
  ["nothing entered yet", { state: "photographed", enteredById: null }, free, check, "stale-version"],
  ["one that was checked", { ...entered, state: "checked" }, free, { ...check, checkedBy: "scorer" }, "stale-version"],
  ["after the round is closed", entered, { ...free, round: "closed" }, check, "round-not-open"],
  ["the judge has stepped back", entered, { ...free, recused: true }, check, "recused"],
  ["a sheet was handed in", entered, { ...free, sheet: { ...draft, state: "submitted" } }, check, "sheet-locked"],
  ["a draft that the page did not show", entered, { ...free, sheet: draft }, check, "draft-there"],
  [
    "another draft than the page showed",
    entered,
    { ...free, sheet: draft },
    { ...check, writtenOver: 1 },
    "stale-version",
  ],
  ["a draft that is gone", entered, free, { ...check, writtenOver: 1 }, "stale-version"],
] as const)("a sheet on paper is checked: %s", (_, paper, place, by, why) => {
  expect(whyNotCheckPaper(paper, place, by)).toBe(why);
});
