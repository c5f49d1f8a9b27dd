import { strToU8, zipSync } from "fflate";
import { expect, test } from "vitest";
import writeExcelFile from "write-excel-file/node";
import { readWorkbook as readInThread } from "./read-workbook.ts";
import { type ReadTable, parseWorkbook as readWorkbook } from "./unpack-workbook.ts";

const limits = { unpackedBytes: 2_000_000, rows: 100, columns: 50 };

async function workbookOf(rows: (string | number | Date | boolean | null)[][]): Promise<Uint8Array> {
  return await writeExcelFile(rows, { dateFormat: "yyyy-mm-dd" }).toBuffer();
}

/** A workbook whose sheet is the XML given. */
function withSheet(xml: string, more: Record<string, Uint8Array> = {}): Uint8Array {
  const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
  const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  return zipSync({
    "[Content_Types].xml": strToU8("<Types/>"),
    "xl/workbook.xml": strToU8(
      `<workbook ${main} xmlns:r="${relations}"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ),
    "xl/_rels/workbook.xml.rels": strToU8(
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${relations}/styles" Target="styles.xml"/></Relationships>`,
    ),
    "xl/worksheets/sheet1.xml": strToU8(`<worksheet ${main}><sheetData>${xml}</sheetData></worksheet>`),
    ...more,
  });
}

const textsOf = (read: ReadTable) => read.ok && read.rows.map((row) => row.map((cell) => cell.text));

test("words, numbers, dates, truths and gaps are read as words", async () => {
  const rows = [
    ["姓名", "额", "日", "是", null, "x"],
    [" 沈一禾 ", 1200.5, new Date("2024-02-29T00:00:00Z"), true, null, "a\r\nb"],
  ];
  const read = await readWorkbook(await workbookOf(rows), limits);
  expect(read.ok && read.rows.map((row) => row.map((cell) => cell.text))).toEqual([
    ["姓名", "额", "日", "是", "", "x"],
    ["沈一禾", "1200.5", "2024-02-29", "yes", "", "a\nb"],
  ]);
});

test("a number that has lost digits says so; a float is written as people wrote it", async () => {
  const read = await readWorkbook(await workbookOf([[110105194912310020, 35.3, 13800138000]]), limits);
  expect(read.ok && read.rows[0]?.map(({ text, inexact }) => [inexact ? "?" : text, inexact])).toEqual([
    ["?", true],
    ["35.3", false],
    ["13800138000", false],
  ]);
});

test("formulas are read as what they gave; one that failed, or gave nothing yet, is not an empty cell", async () => {
  const read = await readWorkbook(
    withSheet(
      [
        '<row r="1"><c r="A1" t="str"><f>"a"&amp;"b"</f><v>ab</v></c><c r="B1"><f>1+1</f><v>2</v></c>',
        '<c r="C1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="D1"><f>NOW()</f></c>',
        '<c r="E1" t="str"><f t="shared" si="0"/></c><c r="F1" t="b"><f>TRUE</f><v>1</v></c></row>',
      ].join(""),
    ),
    limits,
  );
  expect(textsOf(read)).toEqual([["ab", "2", "#DIV/0!", "#CALC!", "#CALC!", "yes"]]);
});

test("a share is read as people see it, a date as its day whatever it looks like, a merged cell where it begins", async () => {
  const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
  const formats =
    '<numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/><numFmt numFmtId="165" formatCode="0.0%"/>';
  const styles = [0, 9, 165, 14, 164].map((id) => `<xf numFmtId="${id}" xfId="0"/>`).join("");
  const read = await readWorkbook(
    withSheet(
      [
        '<row r="1"><c r="A1" s="1"><v>0.51</v></c><c r="B1" s="2"><f>1/3</f><v>0.353</v></c><c r="C1"><v>0.51</v></c></row>',
        '<row r="3"><c r="A3" s="3"><v>32202</v></c><c r="B3" s="4"><v>32202.75</v></c><c r="C3" s="1" t="inlineStr"><is><t>x</t></is></c></row>',
      ].join(""),
      {
        "xl/styles.xml": strToU8(
          `<styleSheet ${main}><numFmts>${formats}</numFmts><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs>${styles}</cellXfs></styleSheet>`,
        ),
      },
    ),
    limits,
  );
  expect(textsOf(read)).toEqual([
    ["51%", "35.3%", "0.51"],
    ["", "", ""],
    ["1988-02-29", "1988-02-29", "x"],
  ]);
});

test.each([
  ["nothing", new Uint8Array()],
  ["a text", strToU8("name,title\n1,2\n")],
  ["a PDF", strToU8("%PDF-1.7 …")],
  ["another archive", zipSync({ "a.xml": strToU8("<a/>") })],
  ["half an archive", withSheet('<row r="1"/>').subarray(0, 200)],
  ["broken XML", withSheet('<row r="1"><c r="A1"')],
  ["an old workbook", new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])],
  ["a place that is none", withSheet('<row r="1"><c r="A1&#65;"><v>1</v></c></row>')],
  ["a place hidden behind a sign", withSheet('<row r="1"><c x=">" r="A999999999"><v>1</v></c></row>')],
  ["a column far out", withSheet('<row r="1"><c r="XFD1"><v>1</v></c></row>')],
])("%s is no workbook", async (_, bytes) => {
  expect(await readWorkbook(bytes, limits)).toEqual({ ok: false, why: "not-a-workbook" });
});

test("a zip bomb is not unpacked beyond the limit, whatever it says of itself", async () => {
  const bomb = withSheet("", { "xl/sharedStrings.xml": new Uint8Array(24_000_000) });
  expect(bomb.length).toBeLessThan(100_000);
  const lying = Buffer.from(bomb);
  // The declared sizes, in local headers and directory alike, are made small
  const size = Buffer.from(new Uint32Array([24_000_000]).buffer);
  for (let at = lying.indexOf(size); at >= 0; at = lying.indexOf(size, at + 1)) lying.writeUInt32LE(100, at);
  for (const bytes of [bomb, lying]) {
    expect(await readWorkbook(bytes, limits)).toEqual({ ok: false, why: "too-large" });
  }
});

test("a sheet of 10,001 rows is refused where fewer are taken", async () => {
  const rows = Array.from({ length: 10_001 }, (_, at) => `<row r="${at + 1}"><c r="A${at + 1}"><v>1</v></c></row>`);
  expect(await readWorkbook(withSheet(rows.join("")), { ...limits, rows: 2000 })).toEqual({
    ok: false,
    why: "too-many-rows",
  });
});

test("rows without end and cells far below are refused before anything is filled", async () => {
  const many = withSheet("<row/>".repeat(600));
  const far = withSheet('<row r="1"><c r="A1"><v>1</v></c></row><row r="1000000"><c r="A1000000"><v>1</v></c></row>');
  for (const bytes of [many, far])
    expect(await readWorkbook(bytes, limits)).toEqual({ ok: false, why: "too-many-rows" });
});

test("a small file whose sheet opens a million tags and closes none is refused in time that grows with its length alone", async () => {
  const bytes = withSheet("<c ".repeat(700_000));
  expect(bytes.length).toBeLessThan(20_000);
  expect(await readWorkbook(bytes, { unpackedBytes: 48_000_000, rows: 2000, columns: 200 })).toEqual({
    ok: false,
    why: "not-a-workbook",
  });
});

test("a workbook is read in a thread, whose end for lack of time or memory is a refusal", async () => {
  const bytes = await workbookOf([["姓名", 1.5]]);
  const read = await readInThread(bytes, limits);
  expect(textsOf(read)).toEqual([["姓名", "1.5"]]);
  expect(await readInThread(bytes, limits, 1)).toEqual({ ok: false, why: "not-a-workbook" });
});

test("the loop of whoever asks goes on while a workbook is read", async () => {
  const rows = Array.from({ length: 1500 }, (_, at) => [`第${at}行`, at, "词".repeat(200)]);
  const bytes = await workbookOf(rows);
  let turns = 0;
  const counting = setInterval(() => turns++, 5);
  const read = await readInThread(bytes, { unpackedBytes: 48_000_000, rows: 2000, columns: 200 });
  clearInterval(counting);
  expect(read.ok && read.rows.length).toBe(1500);
  expect(turns).toBeGreaterThan(10);
});
