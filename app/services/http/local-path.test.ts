import { expect, test } from "vitest";
import { localPath } from "./guard.ts";

test.each([
  ["/", "/"],
  ["/account", "/account"],
  ["/judge/shanghai?entry=3#sheet", "/judge/shanghai?entry=3#sheet"],
  ["/apply/../judge", "/judge"],
  ["/%E6%8A%A5%E5%90%8D", "/%E6%8A%A5%E5%90%8D"],
])("%s is a page of ours", (path, led) => {
  expect(localPath(path)).toBe(led);
});

test.each([
  "https://evil.example",
  "http://localhost:3000/account",
  "//evil.example",
  "///evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "/\t/evil.example",
  "\t//evil.example",
  " //evil.example",
  "/.//evil.example",
  "/..//evil.example",
  "javascript:alert(1)",
  "data:text/html,x",
  "account",
  "",
  null,
  undefined,
])("%j leads to the start page, never elsewhere", (path) => {
  const led = localPath(path);
  expect(new URL(led, "https://contest.example.org").origin).toBe("https://contest.example.org");
  expect(led).not.toMatch(/evil/);
});
