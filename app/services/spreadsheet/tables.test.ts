import { readSheet } from "read-excel-file/node";
import { expect, test } from "vitest";
import { bytesOf, rowsOf } from "~/testing/table-file.ts";
import { csvTable } from "./csv.ts";
import { type CellValue, xlsxTable } from "./xlsx.ts";

const header = ["编号", "Title"];

const xlsxOf = (rows: CellValue[][]) => bytesOf(xlsxTable({ name: "a/b:c", widths: [10, 20], rows: rowsOf(rows) }));

test("controls, half characters and endless texts do not break the file", async () => {
  const broken = "a\u0000b\u0007c\ud800d\uffffe";
  const [, row] = await readSheet(await xlsxOf([header, [broken, "字".repeat(40_000)]]));
  expect(row?.[0]).toBe("abc\ufffdde");
  expect(String(row?.[1])).toHaveLength(32_767);
});

test("columns beyond Z keep their places", async () => {
  const wide = Array.from({ length: 60 }, (_, at) => `c${at}`);
  expect(await readSheet(await xlsxOf([wide, wide]))).toEqual([wide, wide]);
});

test("an error in the rows is an error of the file", async () => {
  async function* failing(): AsyncGenerator<CellValue[]> {
    yield header;
    throw new Error("the database is gone");
  }
  await expect(bytesOf(xlsxTable({ name: "x", widths: [], rows: failing() }))).rejects.toThrow("the database is gone");
  await expect(bytesOf(csvTable(failing()))).rejects.toThrow("the database is gone");
});

test("rows are asked for as they are taken, not all at once", async () => {
  let asked = 0;
  async function* many(): AsyncGenerator<CellValue[]> {
    for (; asked < 100_000; asked++) yield [`row ${asked} ${Math.random()}`, "字".repeat(200)];
  }
  for await (const piece of xlsxTable({ name: "x", widths: [], rows: many() })) {
    if (piece.length > 0 && asked > 0) break;
  }
  expect(asked).toBeLessThan(2000);
});
