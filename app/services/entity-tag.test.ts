import { expect, test } from "vitest";
import { gzippedTag, tagAskedFor } from "./entity-tag.ts";

test.each([
  ['"a"', '"a"', '"a"'],
  ['W/"a"', '"a"', 'W/"a"'],
  ['"b", "a-gzip"', '"a"', '"a-gzip"'],
  ['"a"', 'W/"a"', '"a"'],
  ["*", '"a"', '"a"'],
  ['"b"', '"a"', null],
  ["a", '"a"', null],
  ["", '"a"', null],
  [null, '"a"', null],
])("asked with %s, the answer %s is named by %s", (header, tag, named) => {
  expect(tagAskedFor(header, tag)).toBe(named);
});

test("other bytes have another strong tag, and the same weak one", () => {
  expect([gzippedTag('"a"'), gzippedTag('W/"a"')]).toEqual(['"a-gzip"', 'W/"a"']);
});
