import { expect, test } from "vitest";
import { whyNotReopenSheet, whyNotSubmitSheet, whyNotWriteSheet } from "./sheet-lock.ts";

const fresh = {
  recused: false,
  submitted: false,
  round: "judging",
  version: 0,
  writtenOver: 0,
  scoringOpen: true,
} as const;

test.each([
  ["a new sheet", {}, null],
  ["a draft over the stored one", { version: 3, writtenOver: 3 }, null],
  ["a draft over an older one", { version: 3, writtenOver: 2 }, "stale-version"],
  ["a draft over one that is gone", { version: 0, writtenOver: 2 }, "stale-version"],
  ["before the round is judged", { round: "ready" }, "round-not-open"],
  ["after it is closed", { round: "closed" }, "round-not-open"],
  ["an old draft after it is closed", { round: "closed", version: 3, writtenOver: 2 }, "round-not-open"],
  ["what was handed in", { submitted: true, version: 3, writtenOver: 3 }, "sheet-locked"],
  ["what was handed in, after the round is closed", { submitted: true, round: "closed" }, "sheet-locked"],
  ["whoever stepped back", { recused: true, submitted: true, round: "closed" }, "recused"],
] as const)("%s: written and handed in, or not, for the same reason", (_, given, why) => {
  expect(whyNotWriteSheet({ ...fresh, ...given })).toBe(why);
  expect(whyNotSubmitSheet({ ...fresh, ...given })).toBe(why);
});

test("before the conductor opens a project's scoring its sheet is a draft: written, not handed in", () => {
  const early = { ...fresh, scoringOpen: false };
  expect(whyNotWriteSheet(early)).toBe(null);
  expect(whyNotSubmitSheet(early)).toBe("scoring-not-open");
  expect(whyNotSubmitSheet({ ...early, writtenOver: 1 })).toBe("stale-version");
});

const asked = { state: "asked", askedById: "scorer", version: 2 };
const locked = { round: "judging", deliberated: false, sheet: { state: "submitted", version: 2 } } as const;

test.each([
  ["what another one has asked for", asked, locked, null],
  ["one's own request", { ...asked, askedById: "supervisor" }, { ...locked, round: "closed" }, "same-person"],
  ["a request that was decided", { ...asked, state: "declined", askedById: "supervisor" }, locked, "illegal-step"],
  ["after the round is closed", asked, { ...locked, round: "closed" }, "round-not-open"],
  ["once the panel has conferred", asked, { ...locked, deliberated: true }, "entry-held"],
  ["a version that is over", asked, { ...locked, sheet: { state: "submitted", version: 3 } }, "stale-version"],
  ["a sheet that is a draft again", asked, { ...locked, sheet: { state: "draft", version: 2 } }, "stale-version"],
  ["a sheet that is gone", asked, { ...locked, sheet: null }, "stale-version"],
] as const)("a sheet is opened again: %s", (_, reopening, place, why) => {
  expect(whyNotReopenSheet(reopening, place, "supervisor")).toBe(why);
});
