import { expect, test } from "vitest";
import { compressed, gzippedTag, tagAskedFor } from "./entity-tag.ts";

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

test("an answer that goes out gzipped bears the tag of those bytes", () => {
  const answer = () => new Response("a".repeat(2000), { headers: { ETag: '"a"', "Content-Type": "application/json" } });
  const sent = (encoding: string) =>
    compressed(new Request("http://localhost/", { headers: { "Accept-Encoding": encoding } }), answer());
  expect(sent("gzip").headers.get("ETag")).toBe('"a-gzip"');
  expect(sent("identity").headers.get("ETag")).toBe('"a"');
});
