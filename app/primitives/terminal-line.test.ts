import { expect, test } from "vitest";
import { terminalLine } from "./terminal-line.ts";

test("what would steer a terminal is written as its code point, and letters of every script stay", () => {
  expect(terminalLine("\u001b[2J\u009b31m\r\n\u007f")).toBe("\\u{1b}[2J\\u{9b}31m\\u{d}\\u{a}\\u{7f}");
  expect(terminalLine("\u202ecba\u2028\ud800")).toBe("\\u{202e}cba\\u{2028}\\u{d800}");
  expect(terminalLine('项目一 · Élan 𠮷 🏆 "x"')).toBe('项目一 · Élan 𠮷 🏆 "x"');
});
