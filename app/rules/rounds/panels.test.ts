import { expect, test } from "vitest";
import { findPanelLacks, lacksHead, type PanelSetup, panelKeys, readPanelKeys } from "./panels.ts";

const kinds = [
  { key: "expert", label: "专业评委" },
  { key: "media", label: "媒体评委" },
];
/** Seats as "A:expert" or "B", "*" for who sits on all; a head with "!" behind. */
const seats = (...words: string[]) =>
  words.map((word) => {
    const [panel, kind] = word.replace("!", "").split(":");
    return { panel: panel === "*" ? null : (panel ?? ""), kind: kind ?? null, head: word.endsWith("!") };
  });
const setup = (given: Partial<PanelSetup>): PanelSetup => ({
  names: ["A", "B"],
  seats: seats("A", "B"),
  unplaced: 0,
  kinds: [],
  composition: {},
  coefficient: false,
  ...given,
});

test.each<[string, Partial<PanelSetup>, ReturnType<typeof findPanelLacks>]>([
  ["two panels with a judge each", {}, []],
  ["one panel for everything", { names: [], seats: seats("*"), unplaced: 9 }, []],
  ["an entry without a panel", { unplaced: 2 }, [{ type: "entries", count: 2 }]],
  ["a rule with a coefficient and no panels", { names: [], unplaced: 9, coefficient: true }, [{ type: "panels" }]],
  ["a panel without judges", { seats: seats("A") }, [{ type: "judges", panel: "B" }]],
  ["a judge who sits on all of them", { seats: seats("*") }, []],
  [
    "a judge without a kind",
    { names: [], kinds, seats: seats("*:expert", "*:media", "*") },
    [{ type: "kindless", count: 1 }],
  ],
  [
    "a kind that the rule does not have",
    { names: [], kinds, seats: seats("*:expert", "*:media", "*:old") },
    [{ type: "kindless", count: 1 }],
  ],
  [
    "a panel without a kind",
    { kinds, seats: seats("A:expert", "A:media", "B:expert") },
    [{ type: "kind", panel: "B", kind: "媒体评委", count: 1 }],
  ],
  ["a kind that sits on all", { kinds, seats: seats("A:expert", "B:expert", "*:media") }, []],
  [
    "fewer than the composition asks",
    { names: [], kinds, composition: { expert: 3 }, seats: seats("*:expert", "*:media") },
    [{ type: "kind", panel: null, kind: "专业评委", count: 2 }],
  ],
  [
    "the composition of every panel",
    {
      kinds,
      composition: { expert: 2, media: 1 },
      seats: seats("A:expert", "A:expert", "A:media", "B:expert", "B:media"),
    },
    [{ type: "kind", panel: "B", kind: "专业评委", count: 1 }],
  ],
  ["a composition of kinds that the rule no longer has", { composition: { expert: 9 } }, []],
])("what panels lack: %s", (_, given, lacks) => {
  expect(findPanelLacks(setup(given))).toEqual(lacks);
});

test.each([
  [["A!", "B"], true],
  [["A!", "B!"], false],
  [["A!", "B", "*!"], false],
])("whether a panel lacks a head judge among %o: %s", (words, lacking) => {
  expect(lacksHead(setup({ seats: seats(...words) }))).toBe(lacking);
});

test("panels are named in one field, each once and short", () => {
  expect(readPanelKeys(" A，B、 C,  D ")).toEqual(["A", "B", "C", "D"]);
  expect(readPanelKeys("  ")).toEqual([]);
  expect(panelKeys.safeParse(["A", "A"]).success).toBe(false);
  expect(panelKeys.safeParse(["A".repeat(21)]).success).toBe(false);
});
