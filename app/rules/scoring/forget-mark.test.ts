import { expect, test } from "vitest";
import { withForgetMark, withoutForgetMark } from "./forget-mark.ts";

test.each([
  ["/judge", "/judge?forget", "/judge"],
  ["/judge/shanghai-6/3", "/judge/shanghai-6/3?forget", "/judge/shanghai-6/3"],
  ["/judge/shanghai-6/3?review", "/judge/shanghai-6/3?review&forget", "/judge/shanghai-6/3?review="],
])("a new session that leads to %s bears the mark, and the mark goes again", (path, marked, plain) => {
  expect(withForgetMark(path)).toBe(marked);
  expect(withoutForgetMark(new URL(marked, "https://contest.example"))).toBe(plain);
  expect(withoutForgetMark(new URL(path, "https://contest.example"))).toBeNull();
});

test.each(["/", "/organize", "/judges", "/judgement/x", "/apply/judge"])("%s is no judge's page", (path) => {
  expect(withForgetMark(path)).toBe(path);
});
