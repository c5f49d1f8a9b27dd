import fc from "fast-check";
import { expect, test } from "vitest";
import { readPartFile } from "./part-file.ts";
import { readPartTable } from "./part-table.ts";

const parts = [
  { key: "base", label: "基础项目", min: 0, max: 30, step: 0.01, weight: 1 },
  { key: "video", label: "视频", min: -5, max: 5, step: 0.5, weight: 2 },
];
const known = { parts, entries: new Set(["P1", "P2", "P3"]) };
const cells = (table: string) =>
  table.split("\n").map((line) => line.split(",").map((text) => ({ text, inexact: false })));
const read = (table: string) => readPartTable(cells(table), known);

test("a row a score, a part by its key or its name", () => {
  expect(read("entry,part,score\nP1,base,27.5\n,,\nP1,视频,-1.5\nP2,base,30")).toEqual({
    ok: true,
    problems: [],
    scores: [
      { entry: "P1", part: "base", score: "27.5" },
      { entry: "P1", part: "video", score: "-1.5" },
      { entry: "P2", part: "base", score: "30" },
    ],
  });
});

test("a row an entry, a column a part; an empty cell says nothing", () => {
  expect(read("编号,项目名称,基础项目,video\nP1,甲,27.5,\nP2,乙,,2")).toEqual({
    ok: true,
    problems: [],
    scores: [
      { entry: "P1", part: "base", score: "27.5" },
      { entry: "P2", part: "video", score: "2" },
    ],
  });
});

test("every flaw is told by row and cell", () => {
  const answer = read("entry,base,video\nP1,31,0.3\nP9,1,1\nP2,x,-6\n,1,\nP2,#REF!,1\nP2,,1");
  expect(answer).toMatchObject({
    ok: true,
    problems: [
      { row: 2, cell: "B2", value: "31", reason: "above-max", part: "基础项目" },
      { row: 2, cell: "C2", value: "0.3", reason: "off-step", part: "视频" },
      { row: 3, cell: "A3", value: "P9", reason: "unknown-entry" },
      { row: 4, cell: "B4", value: "x", reason: "not-a-decimal" },
      { row: 4, cell: "C4", value: "-6", reason: "below-min" },
      { row: 5, cell: "A5", reason: "empty" },
      { row: 6, cell: "B6", reason: "no-result" },
      { row: 7, cell: "C7", reason: "twice" },
    ],
  });
  expect(read("entry,part,score\nP1,base,\nP1,other,1\nP1,,1")).toMatchObject({
    problems: [
      { cell: "C2", reason: "empty" },
      { cell: "B3", reason: "unknown-part" },
      { cell: "B4", reason: "empty" },
    ],
  });
});

test.each([
  ["part,score\nbase,1", { type: "missing-columns", columns: ["entry"] }],
  ["entry,part\nP1,base", { type: "missing-columns", columns: ["score"] }],
  ["entry,base,bonus\nP1,1,2", { type: "unknown-column", columns: ["bonus"] }],
  ["entry,base,基础项目\nP1,1,2", { type: "column-twice", columns: ["基础项目"] }],
  ["entry,title\nP1,甲", { type: "no-parts-named" }],
  ["entry,base\n,", { type: "no-rows" }],
])("a table headed %j is turned away whole", (table, error) => {
  expect(read(table)).toEqual({ ok: false, error });
});

test("whatever is written in a table, it is read or refused", () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.string(), { maxLength: 4 }), { maxLength: 4 }), (rows) => {
      readPartTable(
        rows.map((row) => row.map((text) => ({ text, inexact: false }))),
        known,
      );
    }),
  );
});

test("a file is CSV in UTF-8 or as older table programs write it; what is neither is turned away", async () => {
  const rowsOf = async (bytes: Uint8Array<ArrayBuffer> | string) => {
    const answer = await readPartFile(new Blob([bytes]));
    return answer.ok ? answer.rows.map((row) => row.map(({ text }) => text)) : answer.error.type;
  };
  const rows = [
    ["编号", "基础项目"],
    ["P1", "27.5"],
  ];
  expect(await rowsOf("\ufeff编号,基础项目\r\nP1,27.5\r\n")).toEqual(rows);
  const gbk = Uint8Array.of(0xb1, 0xe0, 0xba, 0xc5, 0x2c, 0xbb, 0xf9, 0xb4, 0xa1, 0xcf, 0xee, 0xc4, 0xbf, 0x0a);
  expect(await rowsOf(new Uint8Array([...gbk, ...new TextEncoder().encode("P1,27.5\n")]))).toEqual(rows);
  expect(await rowsOf('"open')).toBe("not-a-table");
  expect(await rowsOf(Uint8Array.of(1, 0, 2))).toBe("not-a-table");
  expect(await rowsOf("")).toBe("no-file");
  expect(await rowsOf("PK broken")).toBe("not-a-workbook");
});
