import fc from "fast-check";
import { expect, test } from "vitest";
import {
  readAmount,
  readPartScore,
  refusalOfInput,
  whyNotConfirmInputs,
  whyNotDeclineInputs,
} from "./parts-and-adjustments.ts";

const base = { key: "base", label: "基础项目", min: 0, max: 30, step: 0.01, weight: 1 };

test.each([
  ["27", "27"],
  ["27.50", "27.5"],
  ["007", "7"],
  ["0", "0"],
  ["-0", "0"],
  ["２７．５", "27.5"],
  ["27。5", "27.5"],
  ["", null],
  ["  ", null],
])("%j is the score %s of a part", (text, score) => {
  expect(readPartScore(text, base)).toEqual({ score });
});

test.each([
  ["abc", "not-a-decimal"],
  ["1,5", "not-a-decimal"],
  ["1e1", "not-a-decimal"],
  ["-0.01", "below-min"],
  ["30.01", "above-max"],
  ["1.005", "off-step"],
])("%j is none: %s", (text, problem) => {
  expect(readPartScore(text, base)).toEqual({ problem });
});

test("a part may be negative where its minimum is, and steps count from 0 or from the minimum", () => {
  const distance = { ...base, min: -19.5, max: 100, step: 2 };
  expect(readPartScore("-3.5", distance)).toEqual({ score: "-3.5" });
  expect(readPartScore("-4", distance)).toEqual({ score: "-4" });
  expect(readPartScore("-3", distance)).toEqual({ problem: "off-step" });
});

test("whatever is typed is read or refused, and what is read has its value", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 0, max: 3 }), (hundredths, zeros) => {
      const text = `${"0".repeat(zeros)}${(hundredths / 100).toFixed(2)}`;
      const read = readPartScore(text, base);
      expect("score" in read && Number(read.score)).toBe(hundredths / 100);
    }),
  );
  fc.assert(fc.property(fc.string(), (text) => void readPartScore(text, base)));
});

test("an adjustment is typed without a sign; what kind it is says which way it goes", () => {
  expect(readAmount("0.2", "penalty")).toBe(-20);
  expect(readAmount("０．２", "bonus")).toBe(20);
  expect(readAmount("1000", "penalty")).toBe(-100_000);
  for (const text of ["", "0", "0.00", "-0.2", "0.205", "1000.01", "x"]) expect(readAmount(text, "penalty")).toBeNull();
});

test("entered once the list is settled, and not any more once the result is proposed", () => {
  for (const state of ["ready", "judging", "closed"]) expect(refusalOfInput({ state, releaseState: null })).toBeNull();
  for (const state of ["draft", "registration", "screening"])
    expect(refusalOfInput({ state, releaseState: null })).toBe("round-not-open");
  for (const releaseState of ["proposed", "confirmed", "published"])
    expect(refusalOfInput({ state: "closed", releaseState })).toBe("release-fixed");
});

test("what one person entered another one confirms, and not a part of it", () => {
  const entered = [{ enteredById: "a" }, { enteredById: "b" }];
  expect(["a", "b", "c"].map((by) => whyNotConfirmInputs(entered, by))).toEqual(["same-person", "same-person", null]);
});

test("whoever entered something withdraws it; another's is declined by those who may confirm it", () => {
  const own = [{ enteredById: "a" }];
  const mixed = [...own, { enteredById: "b" }];
  const whys = [own, mixed].map((entered) =>
    [false, true].map((confirms) => whyNotDeclineInputs(entered, { declinedBy: "a", confirms })),
  );
  expect(whys).toEqual([
    [null, null],
    ["same-person", null],
  ]);
});
