import { crc32, deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { strFromU8, unzipSync } from "fflate";
import { expect, test } from "vitest";
import { type Deflater, type ZippedFile, zip, zipBytes, zipStream } from "./zip.ts";

const lastModified = new Date(2026, 10, 30, 12, 34, 56);

async function* pieces(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield new TextEncoder().encode(text);
}

/** Packs everything at the end. */
function deflater(): Deflater {
  const held: Uint8Array[] = [];
  return (piece, last) => {
    held.push(piece);
    return last ? [deflateRawSync(Buffer.concat(held))] : [];
  };
}

test("files come out as they went in, stored and packed, whole and in pieces", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.string({ minLength: 1, unit: "grapheme" })),
      fc.boolean(),
      async (names, packs) => {
        const made = names.map((name, at): ZippedFile => {
          const bytes = at % 2 === 0 ? new TextEncoder().encode(`in ${at}`) : pieces("in ", "", String(at));
          return {
            name: `凤/${at}_${name.toWellFormed()}`,
            lastModified,
            bytes,
            deflater: packs ? deflater : undefined,
          };
        });
        const read = unzipSync(await zipBytes(made));
        expect(Object.entries(read).map(([name, bytes]) => [name, strFromU8(bytes)])).toEqual(
          made.map(({ name }, at) => [name, `in ${at}`]),
        );
      },
    ),
    { numRuns: 50 },
  );
});

test("a file bears its checksum and its time", async () => {
  const bytes = Buffer.from(await zipBytes([{ name: "a", lastModified, bytes: pieces("123456789") }]));
  const directory = bytes.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
  expect(bytes.readUInt32LE(directory + 16)).toBe(crc32("123456789"));
  const time = bytes.readUInt16LE(directory + 12);
  const day = bytes.readUInt16LE(directory + 14);
  expect([time >> 11, (time >> 5) & 63, (time & 31) * 2]).toEqual([12, 34, 56]);
  expect([(day >> 9) + 1980, (day >> 5) & 15, day & 31]).toEqual([2026, 11, 30]);
});

test("an archive of more files than the old format counts says how many there are", async () => {
  const empty = new Uint8Array();
  const many = Array.from({ length: 65_536 }, (_, at) => ({ name: String(at), lastModified, bytes: empty }));
  const bytes = Buffer.from(await zipBytes(many));
  const end = bytes.length - 22;
  expect(bytes.readUInt16LE(end + 10)).toBe(0xffff);
  expect(bytes.readBigUInt64LE(end - 76 + 32)).toBe(65_536n);
});

test("a file beyond 4 GB bears its sizes in eight bytes, and so does the place of what lies behind it", async () => {
  // It only says that it is large: nobody has to write and read so much
  const large = { length: 5_000_000_000 } as Uint8Array;
  const files = [
    {
      name: "large",
      lastModified,
      bytes: pieces("x"),
      deflater: () => (_: Uint8Array, last: boolean) => (last ? [large] : []),
    },
    { name: "behind", lastModified, bytes: pieces("x") },
  ];
  const rest: Uint8Array[] = [];
  for await (const piece of zip(files)) if (piece !== large) rest.push(piece);
  const bytes = Buffer.concat(rest);
  const directory = bytes.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
  expect([bytes.readUInt16LE(directory + 6), bytes.readUInt32LE(directory + 20)]).toEqual([45, 0xffffffff]);
  const sizes = directory + 46 + "large".length + 4;
  expect([bytes.readBigUInt64LE(sizes), bytes.readBigUInt64LE(sizes + 8)]).toEqual([1n, 5_000_000_000n]);
  const behind = bytes.indexOf(Buffer.from([0x50, 0x4b, 1, 2]), directory + 4);
  expect(bytes.readUInt32LE(behind + 42)).toBe(0xffffffff);
  const offset = 30 + "large".length + 5_000_000_000 + 24;
  expect(bytes.readBigUInt64LE(behind + 46 + "behind".length + 4)).toBe(BigInt(offset));
});

test("a reader that leaves closes the file that was open", async () => {
  const closed: string[] = [];
  async function* endless() {
    try {
      for (;;) yield new Uint8Array(10);
    } finally {
      closed.push("file");
    }
  }
  const reader = zipStream([{ name: "a", lastModified, bytes: endless() }], () => closed.push("told")).getReader();
  for (let read = 0; read < 3; read++) await reader.read();
  await reader.cancel();
  expect(closed).toEqual(["told", "file"]);
});

test("an error in a file is an error of the archive", async () => {
  async function* failing(): AsyncGenerator<Uint8Array> {
    yield new Uint8Array(1);
    throw new Error("the store is gone");
  }
  await expect(zipBytes([{ name: "a", lastModified, bytes: failing() }])).rejects.toThrow("the store is gone");
});
