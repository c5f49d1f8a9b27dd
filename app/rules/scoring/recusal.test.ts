import { expect, test } from "vitest";
import { recusedAt, whyNotRecuse } from "./recusal.ts";

test.each([
  ["before the scoring opens", { recused: false, submitted: false, round: "ready" }, null],
  ["while it is open", { recused: false, submitted: false, round: "judging" }, null],
  ["once it is closed", { recused: false, submitted: false, round: "closed" }, "round-not-open"],
  ["twice", { recused: true, submitted: false, round: "closed" }, "recused"],
  ["after the sheet was handed in", { recused: false, submitted: true, round: "closed" }, "sheet-locked"],
] as const)("a judge who steps back %s", (_, place, why) => {
  expect(whyNotRecuse(place)).toBe(why);
});

test("a recusal is from one entry, by one judge", () => {
  const recused = recusedAt([{ entry: "1", judge: "J2" }]);
  const places = [
    { entry: "1", judge: "J2" },
    { entry: "1", judge: "J1" },
    { entry: "2", judge: "J2" },
  ];
  expect(places.map(recused)).toEqual([true, false, false]);
});
