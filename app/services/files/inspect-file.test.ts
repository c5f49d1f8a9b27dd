import { createHash, randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { attachmentTypes, pptx } from "~/rules/files/attachment.ts";
import { sampleJpeg, samplePdf, samplePng, samplePptx, sampleZip } from "~db/seed/factories/sample-files.ts";
import { inspectFile } from "./inspect-file.ts";

const sourceOf = (bytes: Buffer, read: number[] = []) => ({
  size: bytes.length,
  bytes: async (from: number, before: number) => {
    read.push(Math.min(before, bytes.length) - from);
    return bytes.subarray(from, before);
  },
  sha256: async () => createHash("sha256").update(bytes).digest("hex"),
});
const verdictOf = async (bytes: Buffer, allowed = attachmentTypes as readonly (typeof attachmentTypes)[number][]) => {
  const found = await inspectFile(sourceOf(bytes), allowed);
  return found.ok ? found.type : found.error.type;
};

const text = (words: string) => Buffer.from(words);
const gif = Buffer.from("47494638396101000100800000000000ffffff2c00000000010001000002024401003b", "hex");
const zip = sampleZip([{ name: "evil.html", text: "<script>alert(1)</script>" }]);
const bomb = Array.from({ length: 40 }, (_, at) => ({ name: `ppt/media/${at}.bin`, text: "", declares: 0x7fffffff }));

describe("what a file is", () => {
  it.each<[string, Buffer, string]>([
    ["a PDF", samplePdf(), "application/pdf"],
    ["a presentation", samplePptx(), pptx],
    ["a JPEG", sampleJpeg(4000, 3000), "image/jpeg"],
    ["a PNG", samplePng(), "image/png"],

    ["nothing", Buffer.alloc(0), "file-type-wrong"],
    ["one byte", Buffer.of(0x25), "file-type-wrong"],
    ["words", text("just words"), "file-type-wrong"],
    ["a web page", text("<!doctype html><script>alert(1)</script>"), "file-type-wrong"],
    [
      "a drawing that can run scripts",
      text('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'),
      "file-type-wrong",
    ],
    ["a program", Buffer.concat([text("MZ"), Buffer.alloc(200)]), "file-type-wrong"],
    ["a GIF", gif, "file-type-wrong"],
    ["a GIF that is an archive too", Buffer.concat([gif, zip]), "file-type-wrong"],
    ["an archive", zip, "file-type-wrong"],
    [
      "a letter of Word",
      sampleZip([{ name: "[Content_Types].xml" }, { name: "word/document.xml" }]),
      "file-type-wrong",
    ],
    ["a spreadsheet that calls its list right", samplePptx([], "application/vnd.ms-excel"), "file-type-wrong"],

    ["a web page that is a PDF further on", Buffer.concat([text("<html><!--"), samplePdf()]), "file-type-wrong"],
    [
      "a PDF that begins as a web page",
      Buffer.concat([text("%PDF-1.4\n<script>alert(1)</script>\n"), samplePdf()]),
      "file-suspicious",
    ],
    [
      "a PDF with a web page behind it",
      Buffer.concat([samplePdf(), text("<script>alert(1)</script>")]),
      "file-suspicious",
    ],
    ["a PDF that is an archive too", Buffer.concat([samplePdf(), zip]), "file-suspicious"],
    [
      "the same with the PDF's end in the archive's comment",
      Buffer.concat([samplePdf(), sampleZip([{ name: "a" }], "%%EOF")]),
      "file-suspicious",
    ],
    [
      "the same with the PDF's end behind the archive",
      Buffer.concat([samplePdf(), zip, text("\n%%EOF\n")]),
      "file-suspicious",
    ],
    ["a PDF that speaks of archives", samplePdf("PK\x05\x06 ends an archive"), "application/pdf"],
    ["half a PDF", samplePdf("half", 4000).subarray(0, 3000), "file-broken"],
    ["a PDF of no known version", Buffer.concat([text("%PDF-x"), samplePdf()]), "file-broken"],

    ["a presentation with macros", samplePptx([{ name: "ppt/vbaProject.bin" }]), "file-suspicious"],
    [
      "one that says so",
      samplePptx([], "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml"),
      "file-suspicious",
    ],
    ["one that unpacks to 80 GB", samplePptx(bomb), "file-suspicious"],
    ["one that leads out of its folder", samplePptx([{ name: "../../etc/passwd" }]), "file-suspicious"],
    ["one with a name twice", samplePptx([{ name: "ppt/Presentation.xml" }]), "file-suspicious"],
    ["one that is locked", samplePptx([{ name: "ppt/slides/slide1.xml", encrypted: true }]), "file-suspicious"],
    ["half a presentation", samplePptx().subarray(0, 200), "file-broken"],
    [
      "one with a program before it",
      Buffer.concat([text("PK\x03\x04"), Buffer.alloc(90), samplePptx()]),
      "file-broken",
    ],
    ["one with something behind it", Buffer.concat([samplePptx(), text("<script>")]), "file-broken"],

    ["a PNG of 60,000 pixels a side", samplePng(1, 1, [60_000, 60_000]), "picture-too-large"],
    ["a PNG of no size", samplePng(1, 1, [0, 9]), "file-broken"],
    ["a PNG that is an archive too", Buffer.concat([samplePng(), zip]), "file-suspicious"],
    ["a PNG with something behind it", Buffer.concat([samplePng(), text("<script>")]), "file-suspicious"],
    ["a JPEG of 60,000 pixels a side", sampleJpeg(60_000, 60_000), "picture-too-large"],
    ["a JPEG that is an archive too", Buffer.concat([sampleJpeg(), zip]), "file-suspicious"],
    ["the same with a byte behind the archive", Buffer.concat([sampleJpeg(), zip, Buffer.of(0)]), "file-suspicious"],
    ["a JPEG that breaks off", sampleJpeg().subarray(0, 24), "file-broken"],
    [
      "a JPEG of nothing but empty segments",
      Buffer.concat([Buffer.from("ffd8", "hex"), ...Array.from({ length: 600 }, () => Buffer.from("ffe00002", "hex"))]),
      "file-suspicious",
    ],
  ])("%s", async (_, bytes, expected) => {
    expect(await verdictOf(bytes)).toBe(expected);
  });

  it("counts only where the kind takes it", async () => {
    expect(await verdictOf(samplePng(), ["application/pdf"])).toBe("file-type-wrong");
    expect(await verdictOf(samplePptx(), ["application/pdf"])).toBe("file-type-wrong");
  });

  it("is answered for any bytes whatever, without reading more than a few pieces", async () => {
    const heads = ["%PDF-1.7\n", "PK\x03\x04", "\xff\xd8\xff\xe0", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR", ""];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...heads), fc.uint8Array({ maxLength: 3000 }), async (head, rest) => {
        const read: number[] = [];
        const bytes = Buffer.concat([Buffer.from(head, "latin1"), rest]);
        const found = await inspectFile(sourceOf(bytes, read), attachmentTypes);
        expect(found.ok ? found.sha256.length : found.error.type.length).toBeGreaterThan(3);
        expect(read.length).toBeLessThan(110);
      }),
      { numRuns: 400 },
    );
  });

  it("is told of a large presentation without reading most of it, but for its digest", async () => {
    const read: number[] = [];
    const large = samplePptx([{ name: "ppt/media/video.mp4", text: randomBytes(6_000_000).toString("latin1") }]);
    const source = sourceOf(large, read);
    expect((await inspectFile(source, attachmentTypes)).ok).toBe(true);
    expect(read.reduce((sum, each) => sum + each, 0)).toBeLessThan(400_000);
  });
});
