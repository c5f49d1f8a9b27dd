import { crc32, deflateRawSync, deflateSync } from "node:zlib";

/** A PDF of one page that shows the title (its ASCII letters), padded to at least that many bytes. */
export function samplePdf(title = "sample", leastBytes = 0): Buffer {
  const shown = title.replace(/[^\x20-\x7e]|[()\\]/g, "?");
  const drawing = `BT /F1 24 Tf 60 760 Td (${shown}) Tj ET`;
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    `<< /Length ${drawing.length} >>\nstream\n${drawing}\nendstream`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
  ];
  let text = "%PDF-1.4\n";
  const offsets = objects.map((object, at) => {
    const offset = text.length;
    text += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  text += `%${"-".repeat(Math.max(0, leastBytes - text.length - 200))}\n`;
  const start = text.length;
  const rows = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}`;
  text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(text, "latin1");
}

/** A PNG of one colour; `declared` sizes differ from what its data hold. */
export function samplePng(width = 8, height = 8, declared: [number, number] = [width, height]): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(declared[0], 0);
  header.writeUInt32BE(declared[1], 4);
  header.set([8, 2, 0, 0, 0], 8);
  const row = Buffer.concat([Buffer.of(0), Buffer.alloc(width * 3, 0x35)]);
  const data = deflateSync(Buffer.concat(Array.from({ length: height }, () => row)));
  const signature = Buffer.from("89504e470d0a1a0a", "hex");
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", data), chunk("IEND", Buffer.alloc(0))]);
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const around = Buffer.alloc(8);
  around.writeUInt32BE(data.length, 0);
  around.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([around.subarray(0, 4), body, around.subarray(4)]);
}

/** The head of a JPEG that declares that size, with a few bytes of picture. */
export function sampleJpeg(width = 8, height = 8): Buffer {
  const frame = Buffer.from("ffc0000b080000000001011100", "hex");
  frame.writeUInt16BE(height, 5);
  frame.writeUInt16BE(width, 7);
  const jfif = Buffer.from("ffd8ffe000104a46494600010100000100010000", "hex");
  return Buffer.concat([jfif, frame, Buffer.from("ffda0008010100003f00d2cf20ffd9", "hex")]);
}

export interface ZipPart {
  name: string;
  text?: string;
  /** Declares this many bytes, whatever it unpacks to. */
  declares?: number;
  encrypted?: boolean;
}

/** An archive, with whatever its parts pretend. */
export function sampleZip(parts: ZipPart[], comment = ""): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, text = "", declares, encrypted } of parts) {
    const packed = deflateRawSync(text);
    const bytes = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE((encrypted ? 1 : 0) | 0x800, 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(text), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(declares ?? Buffer.byteLength(text), 18);
    common.writeUInt16LE(bytes.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), common, bytes, packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    central.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x00", "latin1"), common, tail, bytes]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", 0, "latin1");
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  end.writeUInt16LE(Buffer.byteLength(comment), 20);
  return Buffer.concat([...locals, directory, end, Buffer.from(comment)]);
}

const main = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml";

/** A presentation as far as an archive's directory tells, with more parts if wanted. */
export function samplePptx(more: ZipPart[] = [], contentType = main): Buffer {
  const types = `<?xml version="1.0"?><Types><Override PartName="/ppt/presentation.xml" ContentType="${contentType}"/></Types>`;
  return sampleZip([
    { name: "[Content_Types].xml", text: types },
    { name: "ppt/presentation.xml", text: "<p:presentation/>" },
    ...more,
  ]);
}

const offices = {
  docx: {
    part: "word/document.xml",
    main: "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
  },
  xlsx: { part: "xl/workbook.xml", main: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml" },
};

/** A text or a table of an office, as far as an archive's directory tells. */
export function sampleOffice(kind: keyof typeof offices, contentType = offices[kind].main): Buffer {
  const { part } = offices[kind];
  const types = `<?xml version="1.0"?><Types><Override PartName="/${part}" ContentType="${contentType}"/></Types>`;
  return sampleZip([
    { name: "[Content_Types].xml", text: types },
    { name: part, text: "<main/>" },
  ]);
}
