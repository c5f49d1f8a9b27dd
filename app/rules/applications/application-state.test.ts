import { describe, expect, it } from "vitest";
import {
  type ApplicationState,
  applicationStates,
  canStep,
  type EditingFacts,
  editingStateAt,
  isDecidable,
  isWithdrawable,
} from "./application-state.ts";

describe("an application", () => {
  it.each([
    ["draft", ["submitted", "withdrawn"]],
    ["submitted", ["returned", "waiting", "qualified", "ineligible", "withdrawn"]],
    ["returned", ["submitted", "waiting", "qualified", "ineligible", "withdrawn"]],
    ["waiting", ["submitted", "returned", "qualified", "ineligible", "withdrawn"]],
    ["qualified", ["submitted", "waiting", "ineligible", "withdrawn"]],
    ["ineligible", ["submitted", "returned", "waiting", "qualified"]],
    ["withdrawn", []],
  ] as [ApplicationState, ApplicationState[]][])("from %s goes to %j and nowhere else", (from, to) => {
    expect(applicationStates.filter((state) => canStep(from, state))).toEqual(to);
  });

  it("is decided on once it was submitted, and anew while it is not withdrawn", () => {
    expect(applicationStates.filter(isDecidable)).toEqual([
      "submitted",
      "returned",
      "waiting",
      "qualified",
      "ineligible",
    ]);
  });

  it("cannot be withdrawn after a refusal, nor twice", () => {
    expect(applicationStates.filter(isWithdrawable)).toEqual([
      "draft",
      "submitted",
      "returned",
      "waiting",
      "qualified",
    ]);
  });

  const now = new Date("2026-11-24T00:00:00Z");
  it.each<[string, Partial<EditingFacts>, ReturnType<typeof editingStateAt>]>([
    ["a draft, before the deadline", { state: "draft", announcedState: "draft" }, "writable"],
    ["a draft, after it", { state: "draft", announcedState: "draft", open: false }, "deadline-passed"],
    ["submitted, before the deadline", {}, "writable"],
    ["submitted, after it", { open: false }, "deadline-passed"],
    [
      "returned and told so, after the deadline",
      { state: "returned", announcedState: "returned", open: false },
      "writable",
    ],
    [
      "returned, past its own day",
      { state: "returned", announcedState: "returned", returnUntil: now },
      "deadline-passed",
    ],
    ["returned, not told yet", { state: "returned" }, "screening-begun"],
    ["qualified, not told yet", { state: "qualified" }, "screening-begun"],
    ["qualified and told so", { state: "qualified", announcedState: "qualified" }, "ended"],
    ["taken back after it was told", { announcedState: "ineligible" }, "ended"],
    ["told to correct, decided on meanwhile", { state: "qualified", announcedState: "returned" }, "screening-begun"],
    ["withdrawn", { state: "withdrawn", announcedState: "withdrawn" }, "ended"],
  ])("%s", (_, given, answer) => {
    const facts: EditingFacts = {
      state: "submitted",
      announcedState: "submitted",
      open: true,
      returnUntil: null,
      ...given,
    };
    expect(editingStateAt(facts, now)).toBe(answer);
  });
});
