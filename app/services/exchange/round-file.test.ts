import { describe, expect, test } from "vitest";
import { problemsOf, round, soundFiles, soundRound } from "~db/testing/contest-folders.ts";

const criterion = soundRound.criteria[0];

describe("round.json is refused with", () => {
  test.each([
    [
      "broken JSON",
      '{\n  "slug": "a",\n  "title" "b"\n}',
      "round.json:3:11: not valid JSON: Expected ':' after property name",
    ],
    ["a comment", '{ // slug\n"slug": "a" }', "round.json:1:3: not valid JSON: Expected property name or '}'"],
    ["a comma too many", '{"slug":"a",}', "round.json:1:13: not valid JSON: Expected double-quoted property name"],
    ["an end too early", '{"slug":\n"a"', "round.json:2:4: not valid JSON: Expected ',' or '}' after property value"],
    ["nothing in it", "", "round.json:1:1: not valid JSON: the text ends too early"],
    ["a property twice", '{"slug":"a",\n "slug":"b"}', 'round.json:2:2: the property "slug" is there twice'],
    ["another kind of value", "[]", "round.json:1:1: must be an object"],
  ])("%s", async (_, content, problem) => {
    expect(await problemsOf({ "round.json": content })).toEqual([problem]);
  });

  const tie = (step: string) => ({ rule: { ...soundRound.rule, ties: [step] } });
  const combine = (changes: object) => ({
    rule: { ...soundRound.rule, combine: { ...soundRound.rule.combine, ...changes } },
  });
  test.each([
    ["no slug", { slug: undefined }, "slug: is missing"],
    [
      "a slug that is no slug",
      { slug: "Heat One" },
      "slug: must be 1 to 64 lower-case letters, digits and hyphens, and not begin with a hyphen",
    ],
    ["no title", { title: "" }, "title: is empty"],
    ["text that cannot be kept", { title: "a\0b" }, "title: holds a character that is not text"],
    ["an unknown property", { city: "上海" }, 'unknown property "city"'],
    [
      "an unknown property deep inside",
      { criteria: [{ ...criterion, weight: 1 }] },
      'criteria[0]: unknown property "weight"',
    ],
    ["no criteria", { criteria: [], ...tie("vote") }, "criteria: must name at least one criterion"],
    [
      "a criterion without a factor",
      { criteria: [{ ...criterion, factor: undefined }] },
      "criteria[0].factor: is missing",
    ],
    ["a criterion without a key", { criteria: [{ ...criterion, key: "" }] }, "criteria[0].key: is empty"],
    [
      "a criterion twice",
      { criteria: [criterion, soundRound.criteria[1], criterion] },
      'criteria[2].key: "tech" is there twice',
    ],
    ["a max of 0", { criteria: [{ ...criterion, max: 0 }] }, "criteria[0].max: must be above 0"],
    [
      "a max in thousandths",
      { criteria: [{ ...criterion, max: 10.005 }] },
      "criteria[0].max: has more than 2 decimals",
    ],
    ["a max beyond measure", { criteria: [{ ...criterion, max: 1e30 }] }, "criteria[0].max: must be below 20000000"],
    ["a max that is no number", { criteria: [{ ...criterion, max: "ten" }] }, "criteria[0].max: must be a decimal"],
    ["a step of 0", { criteria: [{ ...criterion, step: "0.00" }] }, "criteria[0].step: must be above 0"],
    [
      "a factor whose full mark no table holds",
      { criteria: [{ ...criterion, max: 20_000, step: 1, factor: 500.01 }] },
      "criteria[0].factor: times max is above 10000000",
    ],
    [
      "the same below zero",
      { criteria: [{ ...criterion, max: 20_000, step: 1, factor: -500.01 }] },
      "criteria[0].factor: times max is above 10000000",
    ],
    ["a step above max", { criteria: [{ ...criterion, step: 11 }] }, "criteria[0].step: is above max"],
    [
      "a factor too fine",
      { criteria: [{ ...criterion, factor: 1e-7 }] },
      "criteria[0].factor: has more than 6 decimals",
    ],
    ["a judge twice", { judges: [{ key: "J1" }, { key: "J2" }, { key: "J1" }] }, 'judges[2].key: "J1" is there twice'],
    [
      "two heads",
      {
        judges: [
          { key: "J1", head: true },
          { key: "J2", head: true },
        ],
      },
      "judges[1].head: there is a head judge already",
    ],
    [
      "an unknown level",
      { rule: { ...soundRound.rule, level: "panel" } },
      'rule.level: "panel" is none of sheet, criterion',
    ],
    [
      "an atLeast too low",
      combine({ atLeast: 2 }),
      "rule.combine.atLeast: atLeast must leave a value over: at least high + low + 1",
    ],
    [
      "places that are no number",
      { rule: { ...soundRound.rule, places: { total: "2" } } },
      "rule.places.total: must be a number",
    ],
    ["a tie step unknown", tie("alphabet"), 'rule.ties[0]: "alphabet" is no way to part ties'],
    [
      "a tie step for an unknown criterion",
      tie("criterion:market"),
      'rule.ties[0]: names the unknown criterion "market"',
    ],
  ])("%s", async (_, changes, problem) => {
    const [told, ...more] = await problemsOf(round(changes));
    expect(more).toEqual([]);
    expect(told).toMatch(/^round\.json:1:\d+: /);
    expect(told?.replace(/^round\.json:1:\d+: /, "")).toBe(problem);
  });

  test("the place of the flaw, and a number that a double would round told as what it is", async () => {
    const text = String(soundFiles["round.json"]).replace('"step": 0.5', '"step": 0.50000000000000000001');
    const line = text.split("\n").findIndex((each) => each.includes("0.50000000000000000001")) + 1;
    expect(await problemsOf({ "round.json": text })).toEqual([
      `round.json:${line}:15: criteria[0].step: has more than 2 decimals`,
    ]);
  });

  test("bytes that are not UTF-8", async () => {
    const bytes = Buffer.from('{"slug":"a",\n"title":"\xff"}', "latin1");
    expect(await problemsOf({ "round.json": bytes })).toEqual(["round.json:2:1: the line is not UTF-8"]);
  });
});
