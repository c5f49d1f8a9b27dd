import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { archiveName, contentDisposition, nameOfType, pptx, safeFileName } from "./attachment.ts";

describe("the name of a file", () => {
  it.each([
    ["商业计划书.pdf", "商业计划书.pdf"],
    ["../../etc/passwd", "passwd"],
    ["C:\\Users\\沈\\计划.pdf", "计划.pdf"],
    ["🚀 路演👨‍👩‍👧.pptx", "🚀 路演👨‍👩‍👧.pptx"],
    ["report\u202Efdp.exe", "reportfdp.exe"],
    ["a\u0000b\r\n.pdf", "ab.pdf"],
    ["half \ud800 pair.pdf", "half pair.pdf"],
    ['x<y>:"|?*.pdf', "x_y______.pdf"],
    ["...", ""],
    ["  .hidden. ", "hidden"],
    ["", ""],
    [`${"长".repeat(300)}.pdf`, `${"长".repeat(116)}.pdf`],
  ])("%j is kept as %j", (given, kept) => {
    expect(safeFileName(given)).toBe(kept);
  });

  it.each([
    ["计划.exe", "application/pdf", "计划.exe.pdf"],
    ["计划.PDF", "application/pdf", "计划.PDF"],
    ["照片.jpeg", "image/jpeg", "照片.jpeg"],
    ["照片.png", "image/jpeg", "照片.png.jpg"],
    ["路演", pptx, "路演.pptx"],
  ] as const)("%s of type %s becomes %s", (name, type, expected) => {
    expect(nameOfType(name, type)).toBe(expected);
  });

  it("stays a header of one line that a browser reads back, whatever was given", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (given) => {
        const name = safeFileName(given);
        const header = contentDisposition("attachment", name);
        expect(header).toMatch(/^attachment; filename="[\x20\x21\x23-\x5b\x5d-\x7e]*"; filename\*=UTF-8''[\w.!~%-]*$/);
        expect(decodeURIComponent(header.split("''")[1] ?? "")).toBe(name);
      }),
    );
  });

  it("is one harmless step in an archive, whatever was given", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (given) => {
        const name = archiveName(given);
        expect(name).not.toMatch(/[/\\\p{Cc}\u202a-\u202e\u2066-\u2069]|^\.\.?$|^$|[ .]$/u);
        expect([...name].length).toBeLessThanOrEqual(81);
      }),
    );
    expect(["con", "LPT1.txt", "../../x", "项目/名"].map((each) => archiveName(each))).toEqual([
      "_con",
      "_LPT1.txt",
      "_.._x",
      "项目_名",
    ]);
  });
});
