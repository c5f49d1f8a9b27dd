import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  belongs,
  defaultChains,
  type IndustryChain,
  industryChainsSchema,
  keywordsIn,
  matchesOf,
  readStoredChains,
  withKeys,
} from "./industry-chain.ts";

const chain = (key: string, more: Partial<IndustryChain> = {}): IndustryChain => ({
  key,
  title: `链${key}`,
  titleEn: null,
  tracks: [],
  keywords: [],
  ...more,
});
const project = (more: object = {}) => ({ track: "photonics", title: "", titleEn: "", summary: "", ...more });
const chains = [
  chain("a", { tracks: [{ track: "photonics", weight: "related" }], keywords: ["芯片"] }),
  chain("b", { tracks: [{ track: "photonics", weight: "core" }] }),
  chain("c", { keywords: ["AI", "芯片", "optical chip"] }),
];

describe("a project belongs", () => {
  test("to the chains of its track, those at whose core it is first", () => {
    expect(matchesOf(project(), chains).map(({ chain: key, by }) => [key, by])).toEqual([
      ["b", "core"],
      ["a", "related"],
    ]);
  });

  test("to none by words alone: they are a hint, and say where they stand", () => {
    const found = matchesOf(project({ track: null, title: "光互连芯片", summary: "低功耗 ＡＩ 芯片" }), chains);
    expect(found).toEqual([
      {
        chain: "c",
        by: "words",
        words: [
          { word: "AI", in: ["summary"] },
          { word: "芯片", in: ["title", "summary"] },
        ],
      },
      { chain: "a", by: "words", words: [{ word: "芯片", in: ["title", "summary"] }] },
    ]);
    expect(found.some(belongs)).toBe(false);
  });

  test("to none where neither its track nor a word is named", () => {
    expect(matchesOf(project({ track: "beauty", title: "敏感肌" }), chains)).toEqual([]);
    expect(matchesOf(project({ track: null }), [chain("d", { keywords: ["芯片"] })])).toEqual([]);
  });
});

test.each([
  ["AI", "email platform", false],
  ["AI", "An ai-native tool", true],
  ["AI", "工业AI大模型", true],
  ["AI", "AI2 chips", false],
  ["AI", "said: ai", true],
  ["5G", "15G link", false],
  ["optical chip", "Optical  Chip maker", true],
  ["芯片", "光芯片组", true],
])("«%s» in «%s»: %s", (word, titleEn, expected) => {
  const found = matchesOf(project({ track: null, titleEn }), [chain("x", { keywords: [word] })]);
  expect(found.length > 0).toBe(expected);
});

test("keywords are parted by commas of both scripts, and the same one counts once", () => {
  expect(keywordsIn("芯片，光纤、AI, ai ；\n optical   chip;")).toEqual(["芯片", "光纤", "AI", "optical chip"]);
});

test("new chains get keys that no other has", () => {
  const keys = withKeys([chain("chain-2"), chain(""), chain("x"), chain("")]).map(({ key }) => key);
  expect(keys).toEqual(["chain-2", "chain-1", "x", "chain-3"]);
});

test("two chains of one name, a track named twice, and what is too much are refused where they stand", () => {
  const twice = [
    chain("a", { title: "同名" }),
    chain("b", {
      title: "同名",
      tracks: [
        { track: "t", weight: "core" },
        { track: "t", weight: "related" },
      ],
    }),
  ];
  const refused = industryChainsSchema.safeParse(twice);
  expect(refused.error?.issues.map(({ path }) => path.join("."))).toEqual(["1.title", "1.tracks.1"]);
  expect(industryChainsSchema.safeParse(Array.from({ length: 31 }, (_, at) => chain(`c${at}`))).success).toBe(false);
  expect(readStoredChains(twice)).toEqual([]);
  expect(readStoredChains("nothing")).toEqual([]);
});

test("the example takes the tracks that an edition has, and is one that can be kept", () => {
  const example = defaultChains([{ key: "light", title: "光电通信" }]);
  expect(readStoredChains(example)).toEqual(example);
  expect(example.flatMap(({ tracks }) => tracks)).toEqual([{ track: "light", weight: "core" }]);
});

const someChain = fc.record({
  tracks: fc.uniqueArray(
    fc.record({ track: fc.constantFrom("x", "y", "z"), weight: fc.constantFrom("core" as const, "related" as const) }),
    { selector: ({ track }) => track },
  ),
  keywords: fc.uniqueArray(fc.constantFrom("光", "芯片", "ai", "5g"), { maxLength: 3 }),
});
const someProject = fc.record({
  track: fc.constantFrom("x", "y", null),
  title: fc.string({ unit: fc.constantFrom("光", "芯", "片", "a", "i", " ") }),
  titleEn: fc.string({ maxLength: 8 }),
  summary: fc.string({ unit: fc.constantFrom("5", "g", "芯", "片", " ") }),
});

test("it belongs to exactly the chains that name its track, and more words never take it out or put it in", () => {
  fc.assert(
    fc.property(fc.array(someChain, { maxLength: 6 }), someProject, (parts, about) => {
      const all = parts.map((part, at) => chain(`c${at}`, part));
      const matches = matchesOf(about, all);
      const named = all.filter(({ tracks }) => tracks.some(({ track }) => track === about.track)).map(({ key }) => key);
      const into = matches.filter(belongs).map((match) => match.chain);
      expect([...into].sort()).toEqual([...named].sort());
      const wordless = matchesOf({ ...about, title: "", titleEn: "", summary: "" }, all);
      expect(wordless.map((match) => match.chain).sort()).toEqual([...named].sort());
      const ranks = matches.map(({ by }) => ["core", "related", "words"].indexOf(by));
      expect(ranks).toEqual([...ranks].sort());
    }),
  );
});
