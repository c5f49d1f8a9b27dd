import { expect, test } from "vitest";
import { slugOfNext, titleOfNext } from "./copied-edition.ts";

test.each([
  ["第六届创业大赛", 6, 7, "第七届创业大赛"],
  ["第九届总决赛", 9, 10, "第十届总决赛"],
  ["第十九届", 19, 20, "第二十届"],
  ["第6届上海城市赛", 6, 7, "第7届上海城市赛"],
  ["The 6th contest", 6, 7, "The 7th contest"],
  ["The 20th contest", 20, 21, "The 21st contest"],
  ["The 16th contest", 6, 7, "The 16th contest"],
  ["上海城市赛", 6, 7, "上海城市赛"],
  ["第六届", null, 7, "第六届"],
])("%s of edition %s is called in edition %s: %s", (title, from, to, called) => {
  expect(titleOfNext(title, from, to)).toBe(called);
});

test.each([
  ["shanghai-6", "6", "7", [], "shanghai-7"],
  ["shanghai", "6", "7", [], "shanghai-7"],
  ["shanghai-6", "6", "7", ["shanghai-7"], "shanghai-7-2"],
  ["shanghai-6", "6", "7", ["shanghai-7", "shanghai-7-2"], "shanghai-7-3"],
  ["a".repeat(64), "6", "7", [], `${"a".repeat(62)}-7`],
])("the address %s of edition %s is in %s, with %j taken: %s", (slug, from, to, taken, made) => {
  expect(slugOfNext(slug, from, to, (slug) => taken.includes(slug))).toBe(made);
});
