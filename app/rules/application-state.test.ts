import { describe, expect, it } from "vitest";
import { type ApplicationState, applicationStates, canStep, isDecidable, isWithdrawable } from "./application-state.ts";

describe("an application", () => {
  it.each([
    ["draft", ["submitted", "withdrawn"]],
    ["submitted", ["qualified", "ineligible", "withdrawn"]],
    ["qualified", ["submitted", "ineligible", "withdrawn"]],
    ["ineligible", ["submitted", "qualified"]],
    ["withdrawn", []],
  ] as [ApplicationState, ApplicationState[]][])("from %s goes to %j and nowhere else", (from, to) => {
    expect(applicationStates.filter((state) => canStep(from, state))).toEqual(to);
  });

  it("is decided on once it was submitted, and anew while it is not withdrawn", () => {
    expect(applicationStates.filter(isDecidable)).toEqual(["submitted", "qualified", "ineligible"]);
  });

  it("cannot be withdrawn after a refusal, nor twice", () => {
    expect(applicationStates.filter(isWithdrawable)).toEqual(["draft", "submitted", "qualified"]);
  });
});
