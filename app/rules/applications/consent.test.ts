import { expect, test } from "vitest";
import { digestOf } from "~/primitives/canonical-json.ts";
import { consents, consentText, consentVersion } from "./consent.ts";

/** What people have agreed to: add a line for a new version, and never change one that stands here. */
const digests: Record<string, string> = {
  "2026-11": "5998ef32fe6ed53f14d0ce6e3b740cb07666bedc1c99fff108209807d95b65c4",
};

test("no word of a version changes: other words are another version", () => {
  const now = Object.fromEntries(Object.entries(consents).map(([version, text]) => [version, digestOf(text)]));
  expect(now).toEqual(digests);
});

test("the version in use is there, and says the same number of things in both languages", () => {
  expect(consentText(consentVersion, "zh-CN").length).toBeGreaterThan(3);
  expect(consentText(consentVersion, "en")).toHaveLength(consentText(consentVersion, "zh-CN").length);
  expect(consentText("2001-01", "en")).toEqual([]);
});
