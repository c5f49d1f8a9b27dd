import type { Readable } from "node:stream";
import {
  AbortMultipartUploadCommand,
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  NotFound,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
  type S3ClientConfig,
} from "@aws-sdk/client-s3";
import { type MetadataValue, S3Store as TusS3Store } from "@tus/s3-store";
import { LRUCache } from "lru-cache";
import { type FileStore, idOfKey, type Stored, storedFileKey, uploadKey, uploadMilliseconds } from "./file-store.ts";
import type { S3Settings } from "./s3-settings.ts";

/** S3 takes no smaller part but the last; the pages send pieces of this size, so that each is a part. */
const partSize = 5 * 1024 * 1024;

/** Files in a bucket of an S3-compatible store. */
export function openS3Store(settings: S3Settings): FileStore {
  const { bucket: Bucket } = settings;
  const config = clientConfig(settings);
  const client = new S3Client(config);
  const uploads = new TusS3Store({
    partSize,
    useTags: false,
    expirationPeriodInMilliseconds: uploadMilliseconds,
    cache: smallCache(),
    s3ClientConfig: { ...config, bucket: Bucket },
  });

  const sizeOf = async (Key: string) =>
    await client.send(new HeadObjectCommand({ Bucket, Key })).then(
      ({ ContentLength }) => ContentLength ?? 0,
      (error: unknown) => {
        if (error instanceof NotFound) return null;
        throw error;
      },
    );
  const remove = async (Key: string) => void (await client.send(new DeleteObjectCommand({ Bucket, Key })));
  const removeUpload = async (id: string) => {
    const Key = uploadKey(id);
    for await (const each of findMultipartUploads(client, Bucket, Key))
      await client.send(new AbortMultipartUploadCommand({ Bucket, Key: each.key, UploadId: each.uploadId }));
    for (const end of ["", ".part", ".info"]) await remove(Key + end);
  };

  return {
    uploads,
    sizeOf,
    read: async (Key, range) => {
      const Range = range && `bytes=${range.from}-${range.to}`;
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key, Range }));
      // In Node the body is a Readable with methods added
      return Body as Readable;
    },
    keep: async (id) => {
      if ((await sizeOf(storedFileKey(id))) === null)
        await client.send(
          new CopyObjectCommand({ Bucket, Key: storedFileKey(id), CopySource: `${Bucket}/${uploadKey(id)}` }),
        );
      await removeUpload(id);
    },
    put: async (id, bytes) => {
      await client.send(new PutObjectCommand({ Bucket, Key: storedFileKey(id), Body: bytes }));
    },
    remove: async (id) => await remove(storedFileKey(id)),
    removeUpload,
    list: async function* (of): AsyncGenerator<Stored> {
      for await (const page of paginateListObjectsV2({ client }, { Bucket, Prefix: `${of}/` }))
        for (const { Key = "", LastModified = new Date() } of page.Contents ?? []) {
          const id = idOfKey(Key);
          if (id !== null) yield { id, changedAt: LastModified };
        }
      if (of === "kept") return;
      for await (const { key, begunAt } of findMultipartUploads(client, Bucket, "uploads/")) {
        const id = idOfKey(key);
        if (id !== null) yield { id, changedAt: begunAt };
      }
    },
  };
}

function clientConfig(settings: S3Settings): S3ClientConfig {
  return {
    endpoint: settings.endpoint,
    region: settings.region,
    forcePathStyle: settings.forcePathStyle,
    credentials: { accessKeyId: settings.accessKeyId, secretAccessKey: settings.secretAccessKey },
    // Checksums that not every compatible store knows are sent where S3 itself asks for them only
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 120_000 },
  };
}

/** What tus remembers of uploads under way: bounded, since not all of them end. */
function smallCache() {
  const known = new LRUCache<string, MetadataValue>({ max: 500 });
  return {
    get: async (key: string) => known.get(key),
    set: async (key: string, value: MetadataValue) => void known.set(key, value),
    delete: async (key: string) => void known.delete(key),
  };
}

export interface MultipartUpload {
  key: string;
  uploadId: string;
  begunAt: Date;
}

/** The uploads in parts, under names that begin so, that were neither completed nor given up. */
async function* findMultipartUploads(
  client: S3Client,
  bucket: string,
  prefix: string,
): AsyncGenerator<MultipartUpload> {
  let after: { KeyMarker?: string; UploadIdMarker?: string } = {};
  for (;;) {
    const page = await client.send(new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: prefix, ...after }));
    for (const { Key, UploadId, Initiated = new Date() } of page.Uploads ?? [])
      if (Key && UploadId) yield { key: Key, uploadId: UploadId, begunAt: Initiated };
    if (!page.IsTruncated) return;
    after = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker };
  }
}
