import { createHash, randomBytes } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { z } from "zod";
import { sha256Hex } from "~/primitives/canonical-json.ts";
import { endOfArchive, headerOf, paddingOf } from "./tar.ts";

export const backupFormat = "contest-desk-backup/1";

const digest = z.string().regex(/^[0-9a-f]{64}$/);
const part = z.object({
  /** The entry of the archive. */
  entry: z.string(),
  /** In bytes, as it lies in the archive. */
  size: z.int().min(0),
  sha256: digest,
});

/** What the last entry but one of a backup says about all the others. */
export const manifest = z.object({
  format: z.literal(backupFormat),
  madeAt: z.iso.datetime(),
  migrations: z.array(z.string()),
  tables: z.array(
    z.object({ name: z.string(), columns: z.array(z.string()), rows: z.int().min(0), parts: z.array(part) }),
  ),
  sequences: z.array(z.object({ name: z.string(), lastValue: z.string().nullable() })),
  files: z.object({
    /** Outside: they stayed in the S3-compatible store that held them. */
    where: z.enum(["inside", "outside"]),
    kept: z.array(part.extend({ id: z.string().regex(/^[0-9a-f]{32}$/) })),
  }),
});

export type Manifest = z.infer<typeof manifest>;
export type Part = z.infer<typeof part>;

/** The first entry, for whoever unpacks the file without this product. */
const aboutText = `This is a backup of the contest desk, in the format ${backupFormat}: a plain tar archive.

tables/NAME.NNNN.gz  a table's rows in the text format of PostgreSQL's COPY, cut into pieces and each packed by gzip:
                     "cat tables/NAME.*.gz | gunzip" gives what "COPY NAME (columns) FROM STDIN" takes
files/ID             an uploaded file, as it came
manifest.json        migrations, each table's columns and count of rows, sequences, and every entry's size and SHA-256
SHA256               SHA-256 of every byte before this entry

It holds personal data: keep it as you keep the database. The keys that numbers of identity documents, second factors,
objections and webhooks are sealed under are not in it.
`;

export const entryNames = { about: "ABOUT.txt", manifest: "manifest.json", seal: "SHA256" };

const pack = promisify(gzip);
/** How many bytes of a table one piece holds, before it is packed. */
const pieceSize = 1 << 22;

export interface ArchiveWriter {
  /** Rows in COPY's text format, as pieces of a table; how many there were. */
  addTable(name: string, bytes: AsyncIterable<Uint8Array>): Promise<{ rows: number; parts: Part[] }>;
  /** Throws when there are not exactly `size` bytes. */
  addFile(entry: string, size: number, bytes: AsyncIterable<Uint8Array>): Promise<Part>;
}

/**
 * Writes a backup to a file that only its owner may read, and that is there only once it is whole and on the disk.
 * `fill` adds the entries and answers the manifest. Never holds more than a piece in memory.
 */
export async function writeArchive(
  file: string,
  at: Date,
  fill: (writer: ArchiveWriter) => Promise<Manifest>,
): Promise<Manifest> {
  const draft = `${file}.${process.pid}-${randomBytes(4).toString("hex")}.part`;
  const out = await open(draft, "wx", 0o600);
  try {
    const seal = createHash("sha256");
    const write = async (bytes: Uint8Array) => {
      seal.update(bytes);
      await out.writeFile(bytes);
    };
    const add = async (entry: string, bytes: Uint8Array): Promise<Part> => {
      await write(headerOf(entry, bytes.length, at));
      await write(bytes);
      await write(paddingOf(bytes.length));
      return { entry, size: bytes.length, sha256: sha256Hex(bytes) };
    };
    await add(entryNames.about, Buffer.from(aboutText));
    const manifest = await fill({
      addTable: async (name, bytes) => {
        const parts: Part[] = [];
        let rows = 0;
        for await (const piece of inPieces(bytes)) {
          rows += countLines(piece);
          const number = String(parts.length + 1).padStart(4, "0");
          parts.push(await add(`tables/${name}.${number}.gz`, await pack(piece)));
        }
        return { rows, parts };
      },
      addFile: async (entry, size, bytes) => {
        const digest = createHash("sha256");
        let written = 0;
        await write(headerOf(entry, size, at));
        for await (const chunk of bytes) {
          written += chunk.length;
          digest.update(chunk);
          await write(chunk);
        }
        if (written !== size) throw new Error(`${entry} has ${written} bytes and was to have ${size}`);
        await write(paddingOf(size));
        return { entry, size, sha256: digest.digest("hex") };
      },
    });
    await add(entryNames.manifest, Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`));
    await out.writeFile(tailOf(seal.digest("hex"), at));
    await out.sync();
    await out.close();
    await rename(draft, file);
    return manifest;
  } catch (error) {
    await out.close().catch(() => undefined);
    await rm(draft, { force: true });
    throw error;
  }
}

/** The end of an archive: the digest of all that is before it. */
export function tailOf(digest: string, at: Date): Buffer {
  const text = Buffer.from(`${digest}\n`);
  return Buffer.concat([headerOf(entryNames.seal, text.length, at), text, paddingOf(text.length), endOfArchive]);
}

async function* inPieces(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    chunks.push(chunk);
    size += chunk.length;
    if (size < pieceSize) continue;
    yield Buffer.concat(chunks);
    chunks = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(chunks);
}

/** In COPY's text format a row is a line, and no value holds a line break. */
function countLines(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines++;
  return lines;
}
