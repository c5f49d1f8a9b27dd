import { expect, test } from "vitest";
import type { ApplicationState } from "../applications/application-state.ts";
import { type ErasableEntry, type ErasureOutcome, erasureOutcome } from "./erasure.ts";

const open: ErasableEntry = { removable: true, settled: false };
const judged: ErasableEntry = { removable: false, settled: false };
const published: ErasableEntry = { removable: false, settled: true };

test.each<[ApplicationState, ErasableEntry[], ErasureOutcome]>([
  ["draft", [], "withdraw"],
  ["submitted", [], "withdraw"],
  ["returned", [], "withdraw"],
  ["waiting", [], "withdraw"],
  ["ineligible", [], "erase"],
  ["withdrawn", [], "erase"],
  ["qualified", [open], "withdraw"],
  ["qualified", [judged], "wait"],
  ["qualified", [published], "keep-result"],
  ["qualified", [published, judged], "wait"],
  ["qualified", [published, open], "keep-result"],
  ["withdrawn", [judged], "wait"],
])("%s with entries %j: %s", (state, entries, fate) => {
  expect(erasureOutcome(state, entries)).toBe(fate);
});
