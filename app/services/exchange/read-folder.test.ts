import { describe, expect, test } from "vitest";
import type { Contest } from "~/rules/exchange/contest-folder.ts";
import { problemsOf, round, soundFiles, writeFolder } from "~db/testing/contest-folders.ts";
import { printProblem } from "./folder-problems.ts";
import { readContestFolder } from "./read-folder.ts";

const header = "entry,judge,criterion,score\n";

async function contestOf(changes: Record<string, string | Buffer | undefined>): Promise<Contest> {
  const read = await readContestFolder(writeFolder({ ...soundFiles, ...changes }), ".");
  if (!read.ok) throw new Error(read.problems.map(printProblem).join("\n"));
  return read.folder.contest;
}

const scores = (...rows: string[]) => ({ "scores.csv": header + rows.join("\n") });

describe("a sound folder", () => {
  test("is read with exact marks, and an empty score makes a sheet without that mark", async () => {
    const { marks, sheets, criteria, judges, entries } = await contestOf({});
    expect(criteria.map(({ max, step, factor }) => [max, step, factor])).toEqual([
      [1000, 50, "1"],
      [2000, 100, "0.25"],
    ]);
    expect(judges.map(({ key, name, head }) => [key, name, head])).toEqual([
      ["J1", "First", true],
      ["J2", "Second", false],
    ]);
    expect(entries.map((entry) => entry.title)).toEqual(["One", "Two"]);
    expect([...sheets.entry]).toEqual([0, 0, 1]);
    expect([...sheets.judge]).toEqual([0, 1, 1]);
    expect([...marks.sheet]).toEqual([0, 0, 2]);
    expect([...marks.criterion]).toEqual([0, 1, 1]);
    expect([...marks.mark]).toEqual([850, 1500, 2000]);
  });

  test("may have byte-order marks, CRLF, quoted fields with newlines, blank lines and columns in any order", async () => {
    const { entries, marks } = await contestOf({
      "round.json": `\uFEFF${soundFiles["round.json"]}`,
      "entries.csv": '\uFEFF"title",order,entry,group\r\n"One, the ""first""\r\nof all",2,1,"A"\r\n\r\n项目,,2,\r\n',
      "scores.csv": `\uFEFFscore,criterion,judge,entry\r\n8.50,tech,J1,1`,
    });
    expect(entries).toEqual([
      { key: "1", title: 'One, the "first"\r\nof all', group: "A", order: 2, panel: null },
      { key: "2", title: "项目", group: null, order: null, panel: null },
    ]);
    expect([...marks.mark]).toEqual([850]);
  });

  test("has the judges who scored as its panel where round.json names none", async () => {
    const { judges } = await contestOf(round({ judges: undefined }));
    expect(judges).toEqual([
      { key: "J1", name: "J1", head: false, kind: null, panel: null },
      { key: "J2", name: "J2", head: false, kind: null, panel: null },
    ]);
  });

  test("may list its entries in round.json instead of entries.csv", async () => {
    const entries = [
      { entry: "1", title: "One", group: "A", order: 7, panel: null },
      { entry: "2", title: "Two" },
    ];
    const read = await contestOf({ ...round({ entries }), "entries.csv": undefined });
    expect(read.entries).toEqual([
      { key: "1", title: "One", group: "A", order: 7, panel: null },
      { key: "2", title: "Two", group: null, order: null, panel: null },
    ]);
  });
});

describe("scores.csv is refused with", () => {
  test.each([
    ["an unknown entry", "3,J1,tech,1", 'scores.csv:2:1: unknown entry "3"'],
    ["an unknown judge", "1,J3,tech,1", 'scores.csv:2:2: unknown judge "J3"'],
    ["an unknown criterion", "1,J1,Tech,1", 'scores.csv:2:3: unknown criterion "Tech"'],
    ["an unknown criterion and no score", "1,J1,Tech,", 'scores.csv:2:3: unknown criterion "Tech"'],
    ["a mark above max", "1,J1,tech,10.5", "scores.csv:2:4: mark 10.5 is above the maximum 10 of criterion tech"],
    [
      "a mark far above max",
      `1,J1,tech,${"9".repeat(400)}`,
      `scores.csv:2:4: mark ${"9".repeat(60)}… is above the maximum 10 of criterion tech`,
    ],
    ["a mark off step", "1,J1,tech,8.25", "scores.csv:2:4: mark 8.25 is off the step 0.5 of criterion tech"],
    ["a negative mark", "1,J1,tech,-0.5", "scores.csv:2:4: mark -0.5 is negative"],
    ["three decimals", "1,J1,tech,8.505", "scores.csv:2:4: mark 8.505 has more than two decimals"],
    ["an exponent", "1,J1,tech,1e1", 'scores.csv:2:4: "1e1" is not a decimal such as 8.5'],
    ["foreign digits", "1,J1,tech,٣", 'scores.csv:2:4: "٣" is not a decimal such as 8.5'],
    ["full-width digits", "1,J1,tech,\uFF18", 'scores.csv:2:4: "\uFF18" is not a decimal such as 8.5'],
    ["a decimal comma", '1,J1,tech,"8,5"', 'scores.csv:2:4: "8,5" is not a decimal such as 8.5'],
    ["a blank before the mark", "1,J1,tech, 8", 'scores.csv:2:4: " 8" is not a decimal such as 8.5'],
    ["a blank for a mark", "1,J1,tech, ", 'scores.csv:2:4: " " is not a decimal such as 8.5'],
    ["no digit after the point", "1,J1,tech,8.", 'scores.csv:2:4: "8." is not a decimal such as 8.5'],
    ["a plus sign", "1,J1,tech,+8", 'scores.csv:2:4: "+8" is not a decimal such as 8.5'],
    ["NaN", "1,J1,tech,NaN", 'scores.csv:2:4: "NaN" is not a decimal such as 8.5'],
    ["too few fields", "1,J1,tech", "scores.csv:2:4: the row has 3 fields, the header 4"],
    ["too many fields", "1,J1,tech,8,5", "scores.csv:2:5: the row has 5 fields, the header 4"],
    ["an open quote", '1,J1,tech,"8', "scores.csv:2:4: a quoted field is never closed"],
    ["text behind a quote", '1,J1,tech,"8"x', "scores.csv:2:4: text follows a closing quote"],
    ["a quote within a field", '1,J1,tech,8"', "scores.csv:2:4: a quote stands inside an unquoted field"],
  ])("%s", async (_, row, problem) => {
    expect(await problemsOf(scores(row))).toEqual([problem]);
  });

  test("a duplicate row, marked or empty, naming the line of the first", async () => {
    const rows = ["1,J1,tech,8", "1,J1,team,9", "1,J1,tech,8", "2,J1,tech,", "2,J1,tech,1"];
    expect(await problemsOf(scores(...rows))).toEqual([
      "scores.csv:4:1: a second row for entry 1, judge J1, criterion tech (first in line 2)",
      "scores.csv:6:1: a second row for entry 2, judge J1, criterion tech (first in line 5)",
    ]);
  });

  test("a judge without a key where the panel is whoever scored", async () => {
    expect(await problemsOf({ ...round({ judges: undefined }), ...scores("1,,tech,8") })).toEqual([
      "scores.csv:2:2: the judge's key is empty",
    ]);
  });

  test.each([
    ["unknown columns", "entry,judge,criterion,score,note\n", ['scores.csv:1:5: unknown column "note"']],
    ["a missing column", "entry,judge,score\n", ['scores.csv:1:4: column "criterion" is missing']],
    ["a column twice", "entry,judge,criterion,score,score\n", ['scores.csv:1:5: column "score" is there twice']],
    [
      "no header",
      "1,J1,tech,8\n",
      [
        'scores.csv:1:1: unknown column "1"',
        'scores.csv:1:2: unknown column "J1"',
        'scores.csv:1:3: unknown column "tech"',
        'scores.csv:1:4: unknown column "8"',
        ...["entry", "judge", "criterion", "score"].map((name) => `scores.csv:1:5: column "${name}" is missing`),
      ],
    ],
    ["nothing in it", "", ["scores.csv:1:1: the file is empty: the header entry,judge,criterion,score is missing"]],
    ["no file", undefined, ["scores.csv: the file is missing"]],
  ])("%s", async (_, content, problems) => {
    expect(await problemsOf({ "scores.csv": content })).toEqual(problems);
  });

  test("bytes that are not UTF-8, wherever a chunk of the file ends", async () => {
    const rows = Array.from({ length: 60_000 }, (_, n) => `1,评委${n},tech,8`).join("\n");
    const bytes = Buffer.concat([Buffer.from(`${header}${rows}\n`), Buffer.from([0x31, 0xff, 0x0a])]);
    expect(await problemsOf({ ...round({ judges: undefined }), "scores.csv": bytes })).toEqual([
      "scores.csv:60002:1: the line is not UTF-8",
    ]);
    expect(await problemsOf({ "scores.csv": Buffer.from([...Buffer.from(header), 0xe8]) })).toEqual([
      "scores.csv:2:1: the line is not UTF-8",
    ]);
    expect(await problemsOf(scores("1,J1,tech,\0"))).toEqual(["scores.csv:2:1: the line holds a NUL character"]);
  });

  test("the line as an editor counts it, after newlines in quotes, CRLF and blank lines", async () => {
    const entries = '1,"One\r\ntwo\nthree"\r\n\r\n2,"Two\n"\r\n2,again\r\n';
    expect(await problemsOf({ "entries.csv": `entry,title\r\n${entries}` })).toEqual([
      'entries.csv:8:1: entry "2" is there twice',
    ]);
  });

  test("the first twenty problems only", async () => {
    const rows = Array.from({ length: 1000 }, () => "9,J9,nothing,8");
    const problems = await problemsOf(scores(...rows));
    expect(problems).toHaveLength(20);
    expect(problems.slice(17)).toEqual([
      'scores.csv:7:3: unknown criterion "nothing"',
      'scores.csv:8:1: unknown entry "9"',
      'scores.csv:8:2: unknown judge "J9"',
    ]);
  });
});

describe("entries.csv is refused with", () => {
  test.each([
    ["an entry twice", "entry,title\n1,a\n1,b\n2,c\n", 'entries.csv:3:1: entry "1" is there twice'],
    [
      "a line break in a key",
      'entry,title\n"1\n",a\n1,b\n2,c\n',
      "entries.csv:2:1: the entry's key holds a character that is not text",
    ],
    ["an empty key", "entry,title\n,a\n1,b\n2,c\n", "entries.csv:2:1: the entry's key is empty"],
    ["an unknown column", "entry,title,city\n1,a,b\n", 'entries.csv:1:3: unknown column "city"'],
    [
      "an order of words",
      "entry,title,order\n1,a,first\n2,b,2\n",
      'entries.csv:2:3: order "first" is not a whole number from 1',
    ],
    ["an order of 0", "entry,title,order\n1,a,0\n2,b,2\n", 'entries.csv:2:3: order "0" is not a whole number from 1'],
    [
      "a broken order",
      "entry,title,order\n1,a,1.5\n2,b,2\n",
      'entries.csv:2:3: order "1.5" is not a whole number from 1',
    ],
    [
      "an order beyond counting",
      "entry,title,order\n1,a,9999999999\n2,b,\n",
      'entries.csv:2:3: order "9999999999" is not a whole number from 1',
    ],
    ["an order twice", "entry,title,order\n1,a,2\n2,b,2\n", "entries.csv:3:3: order 2 is there twice"],
    ["no file", undefined, "entries.csv: the file is missing, and round.json lists no entries"],
  ])("%s", async (_, content, problem) => {
    expect(await problemsOf({ "entries.csv": content })).toEqual([problem]);
  });

  test("entries in round.json besides", async () => {
    expect(await problemsOf(round({ entries: [] }))).toEqual([
      expect.stringMatching(/^round\.json:1:\d+: entries stand both here and in entries\.csv: keep one of the two$/),
    ]);
  });
});

test("a problem is told in one line that steers no terminal", () => {
  expect(printProblem({ file: "round.json", line: 2, reason: 'unknown property "\u009b2J\n"' })).toBe(
    'round.json:2: unknown property "\\u{9b}2J\\u{a}"',
  );
});
