import { expect, it } from "vitest";
import { pairingAlphabet, readPairingCode, tabletSessionEnd } from "./pairing.ts";

it.each([
  ["34679ACD", "34679ACD"],
  [" 3467 9acd ", "34679ACD"],
  ["３４６７-９ＡＣＤ", "34679ACD"],
  ["34679AC", null],
  ["34679ACDE", null],
  ["34679ACO", null],
  ["34679AC0", null],
  ["", null],
])("what is typed as %j is read as %j", (typed, code) => {
  expect(readPairingCode(typed)).toBe(code);
});

it("has no signs that are taken for each other", () => {
  expect(pairingAlphabet).not.toMatch(/[0O1IL2Z5S8BU]/);
  expect(new Set(pairingAlphabet).size).toBe(pairingAlphabet.length);
});

it.each([
  ["in the morning: with the day", "2026-11-25T01:00:00Z", "Asia/Shanghai", "2026-11-25T16:00:00Z"],
  ["in the evening: six hours later", "2026-11-25T13:30:00Z", "Asia/Shanghai", "2026-11-25T19:30:00Z"],
  ["exactly six hours before midnight", "2026-11-25T10:00:00Z", "Asia/Shanghai", "2026-11-25T16:00:00Z"],
  ["where the heat lies abroad", "2026-11-25T14:00:00Z", "Europe/Paris", "2026-11-25T23:00:00Z"],
  ["at the end of a year", "2026-12-31T02:00:00Z", "Asia/Shanghai", "2026-12-31T16:00:00Z"],
  ["where that midnight is skipped", "2026-03-28T12:00:00Z", "Asia/Beirut", "2026-03-28T22:00:00Z"],
])("a tablet that is paired %s", (_, pairedAt, zone, end) => {
  expect(tabletSessionEnd(new Date(pairedAt), zone)).toEqual(new Date(end));
});
