import { z } from "zod";

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
export const aboutText = `This is a backup of the contest desk, in the format ${backupFormat}: a plain tar archive.

tables/NAME.NNNN.gz  a table's rows in the text format of PostgreSQL's COPY, cut into pieces and each packed by gzip:
                     "cat tables/NAME.*.gz | gunzip" gives what "COPY NAME (columns) FROM STDIN" takes
files/ID             an uploaded file, as it came
manifest.json        migrations, each table's columns and count of rows, sequences, and every entry's size and SHA-256
SHA256               SHA-256 of every byte before this entry

It holds personal data: keep it as you keep the database. The keys that numbers of identity documents, second factors,
objections and webhooks are sealed under are not in it.
`;

export const entryNames = { about: "ABOUT.txt", manifest: "manifest.json", seal: "SHA256" };
