import { deflateSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { pptx } from "~/rules/files/attachment.ts";
import { authorNeedles } from "~/rules/review/blind.ts";
import { print } from "~/services/documents/print.ts";
import { summaryPaper } from "~/testing/sample-paper.ts";
import { sampleJpeg, samplePdf, samplePng, samplePptx } from "~db/seed/factories/sample-files.ts";
import { authorMarks } from "./author-marks.ts";
import { findAuthorMarks } from "./find-author-marks.ts";

const answers = { leaderName: "沈一禾", companyName: "浙江芯禾光电科技有限公司", leaderEmail: "shen@xinhe.example" };
type Type = Parameters<typeof findAuthorMarks>[0]["type"];
const marksIn = async (bytes: Uint8Array, type: Type) =>
  await authorMarks(Buffer.from(bytes), type, authorNeedles(answers));
const inThread = async (bytes: Uint8Array, type: Type, patience?: number) =>
  await findAuthorMarks({ read: async () => new Uint8Array(bytes), type, answers }, patience);

const xmp = (inside: string) => `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF>${inside}</rdf:RDF></x:xmpmeta>`;

/** A PDF with an information dictionary, packet and annotations, written in the way that most programs do: a table of references at its end. */
function pdf(given: { info?: string; packet?: string; annotation?: string; more?: string } = {}): Buffer {
  const { info = "", packet = "", annotation = "", more = "" } = given;
  const objects = [
    `<< /Type /Catalog /Pages 2 0 R ${packet ? "/Metadata 6 0 R" : ""} ${more} >>`,
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] ${annotation ? "/Annots [5 0 R]" : ""} >>`,
    `<< ${info} >>`,
    annotation || "<< >>",
    `<< /Type /Metadata /Subtype /XML /Length ${Buffer.byteLength(packet)} >>\nstream\n${packet}\nendstream`,
  ];
  let text = "%PDF-1.7\n";
  const rows = objects.map((object, at) => {
    const offset = Buffer.byteLength(text);
    text += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(offset).padStart(10, "0")} 00000 n \n`;
  });
  const start = Buffer.byteLength(text);
  text += `xref\n0 7\n0000000000 65535 f \n${rows.join("")}trailer\n<< /Size 7 /Root 1 0 R /Info 4 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(text);
}

/** The same saved with all that it has of objects packed, as newer programs do: nothing of it stands in clear. */
function packedPdf(info: string): Buffer {
  const objects = ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [] /Count 0 >>", `<< ${info} >>`];
  let head = "";
  let body = "";
  objects.forEach((object, at) => {
    head += `${at + 1} ${body.length} `;
    body += `${object} `;
  });
  const packed = deflateSync(head + body);
  const first = Buffer.concat([
    Buffer.from(
      `%PDF-1.5\n4 0 obj\n<< /Type /ObjStm /N 3 /First ${head.length} /Filter /FlateDecode /Length ${packed.length} >>\nstream\n`,
    ),
    packed,
    Buffer.from("\nendstream\nendobj\n"),
  ]);
  const rows = Buffer.from([0, 0, 0, 0, 2, 0, 4, 0, 2, 0, 4, 1, 2, 0, 4, 2, 1, 0, 9, 0, 1, 0, 0, 0]);
  rows.writeUInt16BE(first.length, 21);
  return Buffer.concat([
    first,
    Buffer.from("5 0 obj\n<< /Type /XRef /Size 6 /W [1 2 1] /Root 1 0 R /Info 3 0 R /Length 24 >>\nstream\n"),
    rows,
    Buffer.from(`\nendstream\nendobj\nstartxref\n${first.length}\n%%EOF\n`),
  ]);
}

const hex = (text: string) => `<feff${Buffer.from(text, "utf16le").swap16().toString("hex")}>`;

describe("PDF", () => {
  let ours: Uint8Array;
  beforeAll(async () => {
    ours = await print(summaryPaper({ round: "上海" }));
  });

  it.each<[string, Buffer, { place: string; text: string }[]]>([
    ["nobody", samplePdf(), []],
    ["only programs", pdf({ info: "/Producer (WPS Office www.wps.cn) /Creator (Writer)" }), []],
    ["an author", pdf({ info: `/Author ${hex("沈一禾")}` }), [{ place: "author", text: "沈一禾" }]],
    ["an author in letters", pdf({ info: "/Author (Shen \\(Yihe\\))" }), [{ place: "author", text: "Shen (Yihe)" }]],
    ["an author that is packed", packedPdf(`/Author ${hex("李四")}`), [{ place: "author", text: "李四" }]],
    ["nobody, packed", packedPdf("/Producer (x)"), []],
    [
      "the applicant's name in the title",
      pdf({ info: `/Title ${hex("芯禾光电科技商业计划书")}` }),
      [{ place: "property", text: "芯禾光电科技商业计划书" }],
    ],
    ["another title", pdf({ info: `/Title ${hex("商业计划书")}` }), []],
    ["a company of Word", pdf({ info: `/Company ${hex("某公司")}` }), [{ place: "company", text: "某公司" }]],
    [
      "a packet with a creator",
      pdf({ packet: xmp("<dc:creator><rdf:Seq><rdf:li>王五 &amp; 沈</rdf:li></rdf:Seq></dc:creator>") }),
      [{ place: "xmp", text: "王五 & 沈" }],
    ],
    [
      "an empty packet",
      pdf({ packet: xmp("<dc:creator><rdf:Seq/></dc:creator><pdf:Producer>WPS</pdf:Producer>") }),
      [],
    ],
    [
      "a comment",
      pdf({ annotation: `<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /T ${hex("赵六")} /Contents (x) >>` }),
      [{ place: "comment", text: "赵六" }],
    ],
    [
      "an author whom a later version took out",
      Buffer.concat([pdf({ info: "/Author (Old Name)" }), pdf()]),
      [{ place: "author", text: "Old Name" }],
    ],
  ])("tells of %s", async (_, bytes, marks) => {
    expect(await marksIn(bytes, "application/pdf")).toEqual(marks);
  });

  it("made here names nobody", async () => {
    expect(await marksIn(ours, "application/pdf")).toEqual([]);
  });

  it("is looked at in a thread; what is broken or takes too long is not taken for nameless", async () => {
    const named = pdf({ info: "/Author (x)" });
    expect(await inThread(named, "application/pdf")).toEqual([{ place: "author", text: "x" }]);
    expect(await inThread(Buffer.from("%PDF-1.4\nnothing\n%%EOF"), "application/pdf")).toBeNull();
    expect(await inThread(named, "application/pdf", 1)).toBeNull();
  });

  it("that opens a hundred thousand strings, packets and names is looked at in time that grows with its length", async () => {
    const hostile = [
      "/Author (".repeat(100_000),
      "<x:xmpmeta><dc:creator ".repeat(40_000),
      "<dc:creator>".repeat(80_000),
    ];
    const began = performance.now();
    await inThread(
      Buffer.concat([Buffer.from("%PDF-1.4\n"), ...hostile.map((each) => Buffer.from(each))]),
      "application/pdf",
    );
    expect(performance.now() - began).toBeLessThan(20_000);
  }, 60_000);
});

describe("presentation", () => {
  const core = (inside: string) => ({
    name: "docProps/core.xml",
    text: `<cp:coreProperties>${inside}</cp:coreProperties>`,
  });
  it.each([
    ["nobody", [], []],
    ["emptied properties", [core("<dc:creator></dc:creator><cp:lastModifiedBy/>")], []],
    ["its author", [core("<dc:creator>沈一禾</dc:creator>")], [{ place: "author", text: "沈一禾" }]],
    ["who changed it", [core("<cp:lastModifiedBy>李四</cp:lastModifiedBy>")], [{ place: "changed-by", text: "李四" }]],
    [
      "a company",
      [{ name: "docProps/app.xml", text: "<Properties><Company>芯禾</Company><Manager>王总</Manager></Properties>" }],
      [
        { place: "company", text: "芯禾" },
        { place: "manager", text: "王总" },
      ],
    ],
    [
      "what WPS writes",
      [
        {
          name: "docProps/custom.xml",
          text: '<Properties><property name="KSOProductBuildVer"><vt:lpwstr>2052-12.1</vt:lpwstr></property></Properties>',
        },
      ],
      [],
    ],
    [
      "a property with the applicant",
      [
        {
          name: "docProps/custom.xml",
          text: "<Properties><property><vt:lpwstr>沈 一 禾</vt:lpwstr></property></Properties>",
        },
      ],
      [{ place: "property", text: "沈 一 禾" }],
    ],
    [
      "who commented",
      [
        {
          name: "ppt/commentAuthors.xml",
          text: '<p:cmAuthorLst><p:cmAuthor id="1" name="赵六" initials="Z"/></p:cmAuthorLst>',
        },
      ],
      [{ place: "comment", text: "赵六" }],
    ],
  ])("tells of %s", async (_, parts, marks) => {
    expect(await marksIn(samplePptx(parts), pptx)).toEqual(marks);
  });

  it("that unpacks to more than anybody looks at is not taken", async () => {
    const bomb = samplePptx([{ name: "docProps/core.xml", text: "<x/>".repeat(12_000_000), declares: 100 }]);
    expect(bomb.length).toBeLessThan(1_000_000);
    expect(await inThread(bomb, pptx)).toBeNull();
  }, 60_000);
});

/** EXIF with these tags, in either order of bytes. */
function exif(tags: [id: number, kind: number, value: Buffer][], little = true): Buffer {
  const at = 8 + 2 + tags.length * 12 + 4;
  const head = Buffer.alloc(at);
  head.write(little ? "II" : "MM", 0, "latin1");
  const short = (value: number, to: number) => (little ? head.writeUInt16LE(value, to) : head.writeUInt16BE(value, to));
  const long = (value: number, to: number) => (little ? head.writeUInt32LE(value, to) : head.writeUInt32BE(value, to));
  short(42, 2);
  long(8, 4);
  short(tags.length, 8);
  let rest = Buffer.alloc(0);
  tags.forEach(([id, kind, value], index) => {
    const from = 10 + index * 12;
    short(id, from);
    short(kind, from + 2);
    long(kind === 4 ? 1 : value.length, from + 4);
    if (kind === 4 || value.length <= 4) value.copy(head, from + 8);
    else {
      long(at + rest.length, from + 8);
      rest = Buffer.concat([rest, value]);
    }
  });
  return Buffer.concat([head, rest]);
}

function jpegWith(marker: number, body: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  const plain = sampleJpeg();
  return Buffer.concat([plain.subarray(0, 2), head, body, plain.subarray(2)]);
}

function pngWith(type: string, body: Buffer): Buffer {
  const around = Buffer.alloc(8);
  around.writeUInt32BE(body.length, 0);
  around.write(type, 4, "latin1");
  const plain = samplePng();
  const at = plain.length - 12;
  return Buffer.concat([plain.subarray(0, at), around, body, Buffer.alloc(4), plain.subarray(at)]);
}

describe("picture", () => {
  const app1 = (tags: Parameters<typeof exif>[0], little = true) =>
    jpegWith(0xe1, Buffer.concat([Buffer.from("Exif\0\0", "latin1"), exif(tags, little)]));
  const gps = Buffer.from([8, 0, 0, 0]);
  const iptc = Buffer.concat([
    Buffer.from("Photoshop 3.0\0", "latin1"),
    Buffer.from([0x1c, 2, 80, 0, 6]),
    Buffer.from("赵六"),
  ]);
  it.each<[string, Buffer, { place: string; text: string }[]]>([
    ["nobody", sampleJpeg(), []],
    ["a camera alone", app1([[0x010f, 2, Buffer.from("HUAWEI\0")]]), []],
    ["its artist", app1([[0x013b, 2, Buffer.from("沈一禾\0")]], false), [{ place: "picture", text: "沈一禾" }]],
    [
      "an author of Windows",
      app1([[0x9c9d, 1, Buffer.from("李四\0", "utf16le")]]),
      [{ place: "picture", text: "李四" }],
    ],
    [
      "an author in the encoding of Chinese Windows",
      app1([[0x013b, 2, Buffer.from("c9f2d2bbbacc00", "hex")]]),
      [{ place: "picture", text: "沈一禾" }],
    ],
    [
      "where it was taken",
      app1([
        [0x8825, 4, gps],
        [0x010f, 2, Buffer.from("x")],
      ]),
      [{ place: "location", text: "GPS" }],
    ],
    [
      "a packet",
      jpegWith(0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0${xmp('<rdf:Description photoshop:Credit="王五"/>')}`)),
      [{ place: "xmp", text: "王五" }],
    ],
    ["a photographer of a press", jpegWith(0xed, iptc), [{ place: "picture", text: "赵六" }]],
    [
      "a comment with the applicant",
      jpegWith(0xfe, Buffer.from("by shen@xinhe.example")),
      [{ place: "picture", text: "by shen@xinhe.example" }],
    ],
    ["a comment of a program", jpegWith(0xfe, Buffer.from("CREATOR: gd-jpeg v1.0")), []],
  ])("as JPEG tells of %s", async (_, bytes, marks) => {
    expect(await marksIn(bytes, "image/jpeg")).toEqual(marks);
  });

  it.each<[string, Buffer, { place: string; text: string }[]]>([
    ["nobody", samplePng(), []],
    ["a program", pngWith("tEXt", Buffer.from("Software\0Snipaste")), []],
    ["its author", pngWith("tEXt", Buffer.from("Author\0Shen Yihe")), [{ place: "picture", text: "Shen Yihe" }]],
    [
      "an author that is packed",
      pngWith("zTXt", Buffer.concat([Buffer.from("Author\0\0"), deflateSync("沈一禾")])),
      [{ place: "picture", text: "沈一禾" }],
    ],
    [
      "a packet",
      pngWith("iTXt", Buffer.from(`XML:com.adobe.xmp\0\0\0\0\0${xmp("<dc:creator>王五</dc:creator>")}`)),
      [{ place: "xmp", text: "王五" }],
    ],
    [
      "an artist",
      pngWith("eXIf", exif([[0x013b, 2, Buffer.from("赵六六\0")]])),
      [{ place: "picture", text: "赵六六" }],
    ],
  ])("as PNG tells of %s", async (_, bytes, marks) => {
    expect(await marksIn(bytes, "image/png")).toEqual(marks);
  });
});
