import { parse } from "csv-parse/sync";
import { readSheet } from "read-excel-file/node";
import { expect, test } from "vitest";
import { bytesOf, rowsOf } from "~/testing/table-file.ts";
import { csvTable } from "./csv.ts";
import { looksLikeFormula, tableText } from "./formula-guard.ts";
import { xlsxTable } from "./xlsx.ts";

const header = ["编号", "Title"];
const hostile = [
  "=1+1",
  "+SUM(A1)",
  "-2+3",
  "@cmd",
  "\t=1",
  "\r=1",
  "\n=1",
  "  =1+1",
  "＝HYPERLINK(1)",
  "＋1",
  "－1",
  "＠x",
  "\u200b=1",
  "\ufeff=1",
  "=cmd|' /C calc'!A0",
  '=HYPERLINK("http://evil")',
];
const harmless = [
  "12",
  "-5",
  "+8",
  "-5.25",
  "a=b",
  "凤栖吴兴",
  "2024-02-30",
  "a\nb",
  'say "x", y',
  "<b>&amp;</b>",
  "‮rtl",
];

test.each(hostile)("%j looks like a formula", (words) => {
  expect(looksLikeFormula(words)).toBe(true);
});

test.each(harmless)("%j does not", (words) => {
  expect(looksLikeFormula(words)).toBe(false);
});

test("a CSV gives back what was written, with a quote before what looks like a formula", async () => {
  const rows = [...hostile, ...harmless].map((words) => [words, 1]);
  const bytes = await bytesOf(csvTable(rowsOf([header, ...rows])));
  expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
  expect(bytes.toString()).toContain("编号,Title\r\n");
  const read: string[][] = parse(bytes, { bom: true, recordDelimiter: "\r\n" });
  expect(read.slice(1).map(([words]) => words)).toEqual([...hostile.map((words) => `'${words}`), ...harmless]);
});

test("an XLSX gives back every text as it is, and none of it as a formula", async () => {
  const rows = [...hostile, ...harmless].map((words) => [words, 12.5]);
  const bytes = await bytesOf(xlsxTable({ name: "a/b:c", widths: [10, 20], rows: rowsOf([header, ...rows]) }));
  const read = await readSheet(bytes, { trim: false });
  expect(read[0]).toEqual(header);
  expect(read.slice(1)).toEqual(rows);
  expect(bytes.toString("latin1")).not.toContain("<f>");
});

test("words lose controls and half characters", () => {
  expect(tableText("a\u0000b\u0007c\ud800d\uffffe")).toBe("abc\ufffdde");
});
