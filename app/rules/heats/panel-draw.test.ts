import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { dealRecipe, dealToPanels } from "./panel-draw.ts";

const seed = "0123456789abcdef0123456789abcdef";
const entries = Array.from({ length: 11 }, (_, at) => ({
  key: `WX6-${at}`,
  group: at % 3 === 0 ? "team" : at % 3 === 1 ? "company" : null,
}));

test("no two panels differ by more than one entry, in all and in any group, and every entry has one panel", () => {
  const drawn = fc.array(fc.record({ key: fc.string(), group: fc.constantFrom("a", "b", null) }), { maxLength: 30 });
  fc.assert(
    fc.property(drawn, fc.integer({ min: 2, max: 5 }), fc.stringMatching(/^[0-9a-f]{32}$/), (all, count, anySeed) => {
      const given = [...new Map(all.map((each) => [each.key, each])).values()];
      const panels = Array.from("ABCDE").slice(0, count);
      const dealt = dealToPanels(given, panels, anySeed);
      expect(dealt.map(({ key }) => key).toSorted()).toEqual(given.map(({ key }) => key).toSorted());
      for (const group of [undefined, "a", "b", null]) {
        const keys = new Set(given.filter((each) => group === undefined || each.group === group).map(({ key }) => key));
        const sizes = panels.map((panel) => dealt.filter((each) => each.panel === panel && keys.has(each.key)).length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }
    }),
  );
});

test("the order in which entries are given means nothing, another seed deals otherwise", () => {
  expect(dealToPanels(entries.toReversed(), ["A", "B"], seed)).toEqual(dealToPanels(entries, ["A", "B"], seed));
  expect(dealToPanels(entries, ["A", "B"], `f${seed.slice(1)}`)).not.toEqual(dealToPanels(entries, ["A", "B"], seed));
});

test("ordinary tools deal the same", () => {
  const folder = mkdtempSync(join(tmpdir(), "deal-"));
  writeFileSync(join(folder, "entries.txt"), entries.map(({ key, group }) => `${group ?? "-"}\t${key}\n`).join(""));
  const printed = execFileSync("sh", ["-c", dealRecipe(seed, ["A", "B", "C"])], { cwd: folder, encoding: "utf8" });
  const dealt = dealToPanels(entries, ["A", "B", "C"], seed);
  expect(printed).toBe(dealt.map(({ key, panel }) => `${key} ${panel}\n`).join(""));
});
