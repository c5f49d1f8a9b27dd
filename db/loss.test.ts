import { expect, test } from "vitest";
import { isDiskFull } from "./loss.ts";

test.each([
  ["53100", true],
  ["ENOSPC", true],
  ["EDQUOT", true],
  ["EIO", true],
  ["EACCES", false],
  ["57P01", false],
])("%s is a full disk: %s", (code, is) => {
  expect(isDiskFull(Object.assign(new Error("refused"), { code }))).toBe(is);
});
