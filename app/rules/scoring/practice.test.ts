import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Criterion, defaultRubric } from "../rounds/rubric.ts";
import { comparePractice, isReferenceWhole, readReference } from "./practice.ts";

const criterion = (key: string, factor = "1"): Criterion => ({
  key,
  label: key,
  labelEn: null,
  max: 1000,
  step: 50,
  factor,
  bands: [],
});
const criteria = [criterion("a"), criterion("b", "2")];
const reference = { a: { mark: 800, why: "有样机" }, b: { mark: 650, why: null } };

describe("a reference sheet", () => {
  test("has a mark for every criterion, within its bounds, and a sentence where there is one", () => {
    expect(readReference(criteria, { marks: { a: "8", b: "６．５" }, reasons: { a: "有样机", b: "" } })).toEqual({
      reference,
      problems: [],
    });
    const wrong = readReference(criteria, { marks: { a: "10.5" }, reasons: {} });
    expect(wrong.problems.map(({ key, code }) => [key, code])).toEqual([
      ["a", "above-max"],
      ["b", "required"],
    ]);
  });

  test("fits no more once the rubric has another criterion, maximum or step", () => {
    expect(isReferenceWhole(criteria, reference)).toBe(true);
    expect(isReferenceWhole([...criteria, criterion("c")], reference)).toBe(false);
    expect(isReferenceWhole([{ ...criterion("a"), max: 700 }, criterion("b")], reference)).toBe(false);
    expect(isReferenceWhole([{ ...criterion("a"), step: 300 }, criterion("b")], reference)).toBe(false);
    expect(isReferenceWhole([criterion("a")], reference)).toBe(true);
  });
});

describe("a judge's own practice sheet", () => {
  test("stands beside the reference and the panel's mean, by criterion and in total", () => {
    const own = { a: 900, b: 600 };
    const panel = [own, { a: 700, b: 600 }, { a: 850, b: 700 }];
    expect(comparePractice({ criteria, reference, own, panel })).toEqual({
      criteria: [
        { key: "a", why: "有样机", own: "9", reference: "8", fromReference: "+1", mean: "8.17", fromMean: "+0.83" },
        { key: "b", why: null, own: "6", reference: "6.5", fromReference: "−0.5", mean: "6.33", fromMean: "−0.33" },
      ],
      total: { own: "21", reference: "21", fromReference: "0", mean: "20.83", fromMean: "+0.17" },
    });
  });

  test("shows no mean of fewer than three sheets, which would tell what one other judge gave", () => {
    const own = { a: 900, b: 600 };
    const { criteria: lines, total } = comparePractice({ criteria, reference, own, panel: [own, { a: 100, b: 50 }] });
    expect([...lines, total].map(({ mean, fromMean }) => [mean, fromMean])).toEqual([
      [null, null],
      [null, null],
      [null, null],
    ]);
  });

  test("is compared in nothing where there is none, or where the rubric has changed since", () => {
    const panel = [1, 2, 3].map((at) => ({ a: at * 100, b: 600 }));
    expect(comparePractice({ criteria, reference, own: null, panel }).total).toEqual({
      own: null,
      reference: "21",
      fromReference: null,
      mean: "14.00",
      fromMean: null,
    });
    const grown = [...criteria, criterion("c")];
    const { criteria: lines, total } = comparePractice({ criteria: grown, reference, own: { a: 900, b: 600 }, panel });
    expect(lines[2]).toMatchObject({ own: null, reference: null, mean: null });
    expect(total).toMatchObject({ own: null, reference: null, mean: null });
  });

  test("who gave what the reference gives is at no distance, whatever it is", () => {
    const sheet = fc.record(
      Object.fromEntries(
        defaultRubric.map(({ key, max, step }) => [
          key,
          fc.integer({ min: 0, max: max / step }).map((at) => at * step),
        ]),
      ),
    );
    fc.assert(
      fc.property(sheet, (own) => {
        const same = Object.fromEntries(Object.entries(own).map(([key, mark]) => [key, { mark, why: null }]));
        const { criteria: lines, total } = comparePractice({
          criteria: defaultRubric,
          reference: same,
          own,
          panel: [own, own, own],
        });
        expect([...lines, total].every((each) => each.fromReference === "0" && each.fromMean === "0")).toBe(true);
      }),
    );
  });
});
