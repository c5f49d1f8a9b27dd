import { describe, expect, it } from "vitest";
import { print } from "~/primitives/fraction.ts";
import { formatTotal, lackingMarks, readMarks, runningTotal } from "./sheet.ts";

const tech = { key: "tech", label: "技术与产品", max: 3000, step: 50, factor: "1" };
const team = { key: "team", label: "创业团队", max: 2000, step: 100, factor: "0.15" };
const rubric = [tech, team];

describe("a written mark", () => {
  it.each([
    ["25.5", 2550],
    [" 25.50 ", 2550],
    ["0", 0],
    ["30", 3000],
    ["007", 700],
    ["25.5", 2550],
    ["25。5", 2550],
  ])("%s is read", (text, mark) => {
    expect(readMarks(rubric, { tech: text })).toEqual({ marks: { tech: mark }, problems: [] });
  });

  it.each([
    ["30.5", "above-max", "mark 30.5 is above the maximum 30 of criterion tech"],
    ["25.3", "off-step", "mark 25.3 is off the step 0.5 of criterion tech"],
    ["25.125", "too-many-decimals", "mark 25.125 has more than two decimals"],
    ["-1", "negative", "mark -1 is negative"],
    ["25,5", "not-a-decimal", '"25,5" is not a decimal such as 8.5'],
    ["1e1", "not-a-decimal", '"1e1" is not a decimal such as 8.5'],
    ["二十", "not-a-decimal", '"二十" is not a decimal such as 8.5'],
  ])("%s is refused as %s, naming the criterion and what is allowed", (text, code, reason) => {
    expect(readMarks(rubric, { tech: text, team: "20" })).toEqual({
      marks: { team: 2000 },
      problems: [{ key: "tech", code, message: `技术与产品 (tech): ${reason}; allowed are 0 to 30 in steps of 0.5.` }],
    });
  });

  it("is lacking where it is blank", () => {
    expect(readMarks(rubric, { tech: "  ", team: "" })).toEqual({ marks: {}, problems: [] });
  });

  it("of a criterion that the rubric does not have is refused, whatever its name", () => {
    const written = JSON.parse('{ "__proto__": "5", "price": "" }');
    expect(readMarks(rubric, written).problems.map((each) => [each.key, each.code])).toEqual([
      ["__proto__", "unknown-criterion"],
      ["price", "unknown-criterion"],
    ]);
  });
});

describe("a sheet", () => {
  it("lacks what is not marked; a zero is a mark", () => {
    expect(lackingMarks(rubric, { tech: 0 })).toEqual([
      { key: "team", code: "required", message: "创业团队 (team): no mark yet; allowed are 0 to 20 in steps of 1." },
    ]);
    expect(lackingMarks(rubric, { tech: 0, team: 1 })).toEqual([]);
  });

  it.each([
    [{}, "0", "0.00"],
    [{ tech: 2550 }, "25.5", "25.50"],
    [{ tech: 2550, team: 1700 }, "28.05", "28.05"],
    [{ team: 100 }, "0.15", "0.15"],
  ])("%j runs up to %s", (marks, exact, rounded) => {
    expect(print(runningTotal(rubric, marks), undefined)).toBe(exact);
    expect(formatTotal(rubric, marks, null)).toBe(exact);
    expect(formatTotal(rubric, marks, 2)).toBe(rounded);
  });

  it("adds tenths without losing any, and rounds half-up", () => {
    const tenths = ["a", "b", "c"].map((key) => ({ key, factor: "0.1" }));
    expect(print(runningTotal(tenths, { a: 100, b: 100, c: 100 }), undefined)).toBe("0.3");
    expect(formatTotal([{ key: "a", factor: "0.125" }], { a: 2300 }, 2)).toBe("2.88");
  });
});
