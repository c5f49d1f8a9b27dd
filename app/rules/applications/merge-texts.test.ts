import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type FieldTexts, mergeTexts, textIn } from "./merge-texts.ts";

const names = ["projectTitle", "summary", "leaderName", "__proto__", "constructor"];
const texts: fc.Arbitrary<FieldTexts> = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...names), fc.constantFrom("", "甲", "乙", "丙")), {
    selector: ([name]) => name,
  })
  .map((pairs) => Object.fromEntries(pairs));

describe("two versions of the same texts", () => {
  it.each<[string, FieldTexts, FieldTexts, FieldTexts, FieldTexts, string[]]>([
    ["nobody wrote", { summary: "甲" }, { summary: "甲" }, { summary: "甲" }, { summary: "甲" }, []],
    ["only this side wrote", { summary: "甲" }, { summary: "乙" }, { summary: "甲" }, { summary: "乙" }, []],
    ["only the other side wrote", { summary: "甲" }, { summary: "甲" }, { summary: "乙" }, { summary: "乙" }, []],
    ["both wrote the same", {}, { summary: "乙" }, { summary: "乙" }, { summary: "乙" }, []],
    ["each wrote another field", {}, { summary: "乙" }, { market: "丙" }, { summary: "乙", market: "丙" }, []],
    ["one emptied what the other left", { summary: "甲" }, {}, { summary: "甲" }, {}, []],
    [
      "both wrote, differently",
      { summary: "甲" },
      { summary: "乙" },
      { summary: "丙" },
      { summary: "丙" },
      ["summary"],
    ],
    ["one emptied what the other rewrote", { summary: "甲" }, {}, { summary: "丙" }, { summary: "丙" }, ["summary"]],
  ])("where %s", (_, base, mine, theirs, merged, disputed) => {
    const found = mergeTexts(base, mine, theirs);
    expect(found.texts).toEqual(merged);
    expect(found.differing.map(({ name }) => name)).toEqual(disputed);
  });

  it("lose nobody's change: it stands in the outcome, or in what is to be chosen from", () => {
    fc.assert(
      fc.property(texts, texts, texts, (base, mine, theirs) => {
        const { texts: merged, differing } = mergeTexts(base, mine, theirs);
        for (const name of names) {
          const dispute = differing.find((each) => each.name === name);
          for (const [side, kept] of [
            [mine, dispute?.mine],
            [theirs, dispute?.theirs],
          ] as const) {
            const changed = textIn(side, name) !== textIn(base, name);
            if (changed) expect([textIn(merged, name), kept]).toContain(textIn(side, name));
          }
        }
      }),
    );
  });

  it("say the same whichever side is called mine, but for who is named first", () => {
    fc.assert(
      fc.property(texts, texts, texts, (base, mine, theirs) => {
        const here = mergeTexts(base, mine, theirs).differing;
        const there = mergeTexts(base, theirs, mine).differing;
        const turned = there.map(({ name, mine, theirs }) => ({ name, mine: theirs, theirs: mine }));
        expect(new Set(here.map((each) => JSON.stringify(each)))).toEqual(
          new Set(turned.map((each) => JSON.stringify(each))),
        );
      }),
    );
  });

  it("have nothing to choose from once one side has taken the other's texts", () => {
    fc.assert(
      fc.property(texts, texts, texts, (base, mine, theirs) => {
        const { texts: merged } = mergeTexts(base, mine, theirs);
        expect(mergeTexts(theirs, merged, theirs).differing).toEqual([]);
      }),
    );
  });
});
