import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { Upload } from "@tus/server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type S3StandIn, startS3 } from "~/testing/s3/stand-in.ts";
import { openDiskStore } from "./disk-store.ts";
import { type FileStore, storedFileKey, uploadKey } from "./file-store.ts";
import { openS3Store } from "./s3-store.ts";

const newId = () => randomBytes(16).toString("hex");
const mebibyte = 1024 * 1024;

let directory: string;
let s3: S3StandIn;
const stores: Record<string, FileStore> = {};
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "files-"));
  s3 = await startS3();
  stores.disk = openDiskStore(directory);
  stores.s3 = openS3Store(s3.settings);
});
afterAll(async () => {
  await s3.stop();
  await rm(directory, { recursive: true });
});

describe.each(["disk", "s3"])("files on %s", (name) => {
  const store = (): FileStore => stores[name] as FileStore;
  const begin = async (size: number) => {
    const id = newId();
    await store().uploads.create(new Upload({ id: uploadKey(id), size, offset: 0, metadata: {} }));
    return id;
  };
  const send = (id: string, bytes: Buffer, offset: number) =>
    store().uploads.write(Readable.from([bytes]), uploadKey(id), offset);
  const listed = async (of: "kept" | "uploads") => {
    const ids = new Set<string>();
    for await (const { id, changedAt } of store().list(of)) {
      expect(Math.abs(changedAt.getTime() - Date.now())).toBeLessThan(60_000);
      ids.add(id);
    }
    return ids;
  };

  it("takes an upload in pieces of any size, and keeps it whole", async () => {
    const bytes = randomBytes(11 * mebibyte + 17);
    const id = await begin(bytes.length);
    let offset = 0;
    for (const size of [1, 100_000, 5 * mebibyte, 3 * mebibyte, 4 * mebibyte]) {
      offset = await send(id, bytes.subarray(offset, offset + size), offset);
      expect((await store().uploads.getUpload(uploadKey(id))).offset).toBe(offset);
    }
    expect(offset).toBe(bytes.length);
    expect(await store().sizeOf(storedFileKey(id))).toBeNull();
    await store().keep(id);
    await store().keep(id);
    expect(await store().sizeOf(storedFileKey(id))).toBe(bytes.length);
    expect((await buffer(await store().read(storedFileKey(id)))).equals(bytes)).toBe(true);
    expect(await listed("uploads")).not.toContain(id);
    expect(await listed("kept")).toContain(id);
  });

  it("reads the bytes of a range, both ends included", async () => {
    const id = newId();
    await store().put(id, Buffer.from("0123456789"));
    const read = async (from: number, to: number) =>
      String(await buffer(await store().read(storedFileKey(id), { from, to })));
    expect([await read(0, 0), await read(3, 5), await read(9, 9)]).toEqual(["0", "345", "9"]);
  });

  it("has no file that was removed, and does not mind removing it again", async () => {
    const id = newId();
    await store().put(id, Buffer.from("x"));
    for (let times = 0; times < 2; times++) await store().remove(id);
    expect(await store().sizeOf(storedFileKey(id))).toBeNull();
    await expect(store().read(storedFileKey(id))).rejects.toThrow();
    expect(await listed("kept")).not.toContain(id);
  });

  it("lists an unfinished upload, and removes all of it", async () => {
    const id = await begin(20 * mebibyte);
    await send(id, randomBytes(6 * mebibyte), 0);
    expect(await listed("uploads")).toContain(id);
    for (let times = 0; times < 2; times++) await store().removeUpload(id);
    expect(await listed("uploads")).not.toContain(id);
    await expect(store().keep(id)).rejects.toThrow();
  });
});

describe("the stand-in for S3", () => {
  const get = (change: Partial<S3StandIn["settings"]>) =>
    openS3Store({ ...s3.settings, ...change }).read(storedFileKey(newId()));

  it("refuses as S3 does: a wrong secret, key, region or bucket, and a file that is not there", async () => {
    await expect(get({ secretAccessKey: "another" })).rejects.toMatchObject({ name: "SignatureDoesNotMatch" });
    await expect(get({ accessKeyId: "AKIANOBODY" })).rejects.toMatchObject({ name: "InvalidAccessKeyId" });
    await expect(get({ region: "eu-west-9" })).rejects.toMatchObject({ name: "AuthorizationHeaderMalformed" });
    await expect(get({ bucket: "another-bucket" })).rejects.toMatchObject({ name: "NoSuchBucket" });
    await expect(get({})).rejects.toMatchObject({ name: "NoSuchKey", $metadata: { httpStatusCode: 404 } });
    const unsigned = await fetch(`${s3.settings.endpoint}/${s3.settings.bucket}/kept/x`);
    expect([unsigned.status, await unsigned.text()]).toEqual([
      403,
      expect.stringContaining("<Code>AccessDenied</Code>"),
    ]);
  });

  it("leaves nothing behind in the bucket but what is kept", async () => {
    expect(s3.log.filter((line) => / 50\d$|broken/.test(line))).toEqual([]);
    expect([...s3.bucket.objects.keys()].filter((key) => !key.startsWith("kept/"))).toEqual([]);
    expect(s3.bucket.multiparts.size).toBe(0);
  });
});
