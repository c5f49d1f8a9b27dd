import fc from "fast-check";
import { expect, test } from "vitest";
import { breakLines } from "./line-break.ts";

/** A Chinese character is as wide as two others. */
const widthOf = (text: string) =>
  [...text].reduce((sum, each) => sum + (/[\p{Script=Han}\u3000-\u303f\uff00-\uffef]/u.test(each) ? 2 : 1), 0);
const lines = (text: string, width: number) => breakLines(text, width, widthOf);

test.each([
  ["湖州吴兴全球高层次人才创业大赛", 10, ["湖州吴兴全", "球高层次人", "才创业大赛"]],
  // A closing mark stays with the character before it, an opening one with the one after
  ["技术领先，产品成熟。", 8, ["技术领", "先，产品", "成熟。"]],
  ["基于（新型）材料", 6, ["基于", "（新", "型）材", "料"]],
  ["a reactive platform", 10, ["a reactive", "platform"]],
  ["平台Reactive与数字123.45分", 12, ["平台Reactive", "与数字123.45", "分"]],
  ["abcdefghijkl", 5, ["abcde", "fghij", "kl"]],
  ["一行\n二行", 20, ["一行", "二行"]],
  ["", 20, [""]],
  ["𠮷野家", 4, ["𠮷野", "家"]],
])("%s", (text, width, expected) => {
  expect(lines(text, width)).toEqual(expected);
});

test("no line is too wide, and nothing but space is lost at its ends", () => {
  const character = fc.constantFrom(..."产品，。（）《》ab 1.,-𠮷é".split(/(?:)/u));
  fc.assert(
    fc.property(fc.array(character, { maxLength: 80 }), fc.integer({ min: 4, max: 30 }), (characters, width) => {
      const text = characters.join("");
      const broken = lines(text, width);
      for (const line of broken) expect(widthOf(line)).toBeLessThanOrEqual(width);
      expect(broken.join("").replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
    }),
  );
});
