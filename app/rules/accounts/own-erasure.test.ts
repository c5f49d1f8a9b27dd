import { expect, test } from "vitest";
import type { ApplicationState } from "../applications/application-state.ts";
import { type OwnEntry, type OwnFate, ownFate } from "./personal-data.ts";

const open: OwnEntry = { removable: true, settled: false };
const judged: OwnEntry = { removable: false, settled: false };
const published: OwnEntry = { removable: false, settled: true };

test.each<[ApplicationState, OwnEntry[], OwnFate]>([
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
  expect(ownFate(state, entries)).toBe(fate);
});
