import { expect, test } from "vitest";
import { filledIn, paragraphsOf, unknownPlaceholders } from "./mail-words.ts";

const known = ["projectTitle", "link"] as const;

test.each([
  ["{{projectTitle}} {{ link }}", []],
  ["no placeholder, { one brace } either", []],
  ["{{project}} {{project}} {{Link}}", ["project", "Link"]],
  ["{{}}", [""]],
  ["{{constructor}}", ["constructor"]],
  ["{{link", ["{{"]],
  ["link}} {{projectTitle}}", ["}}"]],
  ["{{{link}}}", []],
])("%s names unknown: %j", (text, unknown) => {
  expect(unknownPlaceholders(text, known)).toEqual(unknown);
});

test("a value that looks like a placeholder stays as it is; what has no value leaves nothing", () => {
  expect(filledIn("{{projectTitle}}: {{link}}{{toString}}", { projectTitle: "{{link}} $& $1", link: "x" })).toBe(
    "{{link}} $& $1: x",
  );
});

test("an empty line parts paragraphs, a line end stays one", () => {
  expect(paragraphsOf("a \r\nb\r\n\r\n \r\nc\n\n\n")).toEqual([["a", "b"], ["c"]]);
});
