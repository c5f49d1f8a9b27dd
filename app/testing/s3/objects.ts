import { createHash, randomBytes } from "node:crypto";

export interface StoredObject {
  body: Buffer;
  etag: string;
  type: string;
  metadata: Record<string, string>;
  changedAt: Date;
}

interface Part {
  body: Buffer;
  etag: string;
}

export interface Multipart {
  key: string;
  uploadId: string;
  begunAt: Date;
  type: string;
  metadata: Record<string, string>;
  parts: Map<number, Part>;
}

/** A refusal in the words of S3: its code, and the status that belongs to it. */
export class S3Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
  ) {
    super(code);
  }
}

const leastPart = 5 * 1024 * 1024;

/** One bucket, in memory. Every method throws the refusal that S3 would answer. */
export class Bucket {
  readonly objects = new Map<string, StoredObject>();
  readonly multiparts = new Map<string, Multipart>();

  put(key: string, body: Buffer, type: string, metadata: Record<string, string>): StoredObject {
    const object = { body, etag: etagOf(body), type, metadata, changedAt: new Date() };
    this.objects.set(key, object);
    return object;
  }

  get(key: string): StoredObject {
    const object = this.objects.get(key);
    if (!object) throw new S3Refusal(404, "NoSuchKey");
    return object;
  }

  /** In the order of the keys' bytes, as S3 lists them. */
  keysUnder(prefix: string): string[] {
    return [...this.objects.keys()].filter((key) => key.startsWith(prefix)).sort((a, b) => (a < b ? -1 : 1));
  }

  begin(key: string, type: string, metadata: Record<string, string>): Multipart {
    const uploadId = randomBytes(16).toString("base64url");
    const multipart = { key, uploadId, begunAt: new Date(), type, metadata, parts: new Map<number, Part>() };
    this.multiparts.set(uploadId, multipart);
    return multipart;
  }

  multipart(key: string, uploadId: string): Multipart {
    const found = this.multiparts.get(uploadId);
    if (found?.key !== key) throw new S3Refusal(404, "NoSuchUpload");
    return found;
  }

  addPart(key: string, uploadId: string, number: number, body: Buffer): Part {
    if (!(number >= 1 && number <= 10_000)) throw new S3Refusal(400, "InvalidArgument");
    const part = { body, etag: etagOf(body) };
    this.multipart(key, uploadId).parts.set(number, part);
    return part;
  }

  /** Every part but the last has at least 5 MiB, and they are named in their order, each with its own tag. */
  complete(key: string, uploadId: string, named: { number: number; etag: string }[]): StoredObject {
    const multipart = this.multipart(key, uploadId);
    if (named.length === 0) throw new S3Refusal(400, "MalformedXML");
    const parts = named.map(({ number, etag }, at) => {
      if (at > 0 && number <= (named[at - 1]?.number ?? 0)) throw new S3Refusal(400, "InvalidPartOrder");
      const part = multipart.parts.get(number);
      if (part?.etag !== etag) throw new S3Refusal(400, "InvalidPart");
      if (at < named.length - 1 && part.body.length < leastPart) throw new S3Refusal(400, "EntityTooSmall");
      return part;
    });
    this.multiparts.delete(uploadId);
    const object = this.put(key, Buffer.concat(parts.map(({ body }) => body)), multipart.type, multipart.metadata);
    object.etag = `"${createHash("md5")
      .update(Buffer.concat(parts.map(({ etag }) => Buffer.from(etag.slice(1, -1), "hex"))))
      .digest("hex")}-${parts.length}"`;
    return object;
  }
}

function etagOf(body: Buffer): string {
  return `"${createHash("md5").update(body).digest("hex")}"`;
}
