import { expect, it } from "vitest";
import { bandOf, bandRanges } from "./bands.ts";

const bands = [
  { label: "优", floorPercent: 85 },
  { label: "良", floorPercent: 70 },
  { label: "中", floorPercent: 55 },
  { label: "差", floorPercent: 0 },
];

it("gives each band the marks on its step, without a gap or an overlap", () => {
  expect(bandRanges(bands, 3000, 50).map(({ label, text }) => `${label} ${text}`)).toEqual([
    "差 0–16",
    "中 16.5–20.5",
    "良 21–25",
    "优 25.5–30",
  ]);
});

it("begins a band on the next step where its floor lies between two", () => {
  expect(bandRanges(bands, 1000, 100).map(({ text }) => text)).toEqual(["0–5", "6", "7–8", "9–10"]);
});

it.each([
  [0, "差"],
  [2099, "中"],
  [2100, "良"],
  [2500, "良"],
  [2550, "优"],
  [3000, "优"],
])("a mark of %i hundredths of 30 is %s", (mark, label) => {
  expect(bandOf(mark, bandRanges(bands, 3000, 50))?.label).toBe(label);
});
