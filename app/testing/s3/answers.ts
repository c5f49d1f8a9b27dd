import type { IncomingHttpHeaders } from "node:http";
import { type Bucket, S3Refusal, type StoredObject } from "./objects.ts";
import { type Content, textsOf, xmlOf } from "./xml.ts";

interface Asked {
  method: string;
  /** "" for the bucket itself. */
  key: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

interface Answer {
  operation: string;
  status?: number;
  headers?: Record<string, string | number>;
  xml?: string;
  bytes?: Buffer;
}

/** What S3 does and answers for a request whose signature is right. */
export function answerOf(bucket: Bucket, request: Asked): Answer {
  const { method, key, query } = request;
  const uploadId = query.get("uploadId");
  if (!key) {
    if (method === "GET" && query.get("list-type") === "2") return list(bucket, query);
    if (method === "GET" && query.has("uploads")) return listMultiparts(bucket, query);
    if (method === "POST" && query.has("delete")) return removeMany(bucket, request);
  } else if (uploadId !== null) {
    if (method === "PUT") return addPart(bucket, request, uploadId);
    if (method === "GET") return listParts(bucket, request, uploadId);
    if (method === "POST") return complete(bucket, request, uploadId);
    if (method === "DELETE") return abort(bucket, request, uploadId);
  } else {
    if (method === "POST" && query.has("uploads")) return begin(bucket, request);
    if (method === "PUT" && request.headers["x-amz-copy-source"]) return copy(bucket, request);
    if (method === "PUT") return put(bucket, request);
    if (method === "GET" || method === "HEAD") return get(bucket, request);
    if (method === "DELETE") {
      bucket.objects.delete(key);
      return { operation: "DeleteObject", status: 204 };
    }
  }
  throw new S3Refusal(501, "NotImplemented");
}

function put(bucket: Bucket, { key, body, headers }: Asked): Answer {
  const { etag } = bucket.put(key, body, headers["content-type"] ?? "binary/octet-stream", metadataOf(headers));
  return { operation: "PutObject", headers: { ETag: etag } };
}

function get(bucket: Bucket, { method, key, headers }: Asked): Answer {
  const object = bucket.get(key);
  const operation = method === "HEAD" ? "HeadObject" : "GetObject";
  const range = rangeOf(headers.range, object.body.length);
  if (!range) return { operation, headers: headersOf(object), bytes: object.body };
  const bytes = object.body.subarray(range.from, range.to + 1);
  const Range = `bytes ${range.from}-${range.to}/${object.body.length}`;
  return { operation, status: 206, headers: { ...headersOf(object, bytes), "Content-Range": Range }, bytes };
}

function rangeOf(header: string | undefined, size: number): { from: number; to: number } | null {
  const [, from = "", to = ""] = /^bytes=(\d*)-(\d*)$/.exec(header ?? "") ?? [];
  if (from === "" && to === "") return null;
  const first = from === "" ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === "" || to === "" ? size - 1 : Math.min(Number(to), size - 1);
  if (first >= size || last < first) throw new S3Refusal(416, "InvalidRange");
  return { from: first, to: last };
}

function copy(bucket: Bucket, { key, headers }: Asked): Answer {
  const [, ...source] = decodeURIComponent(String(headers["x-amz-copy-source"])).replace(/^\//, "").split("/");
  const { body, type, metadata } = bucket.get(source.join("/"));
  const { etag, changedAt } = bucket.put(key, body, type, metadata);
  const xml = xmlOf("CopyObjectResult", { ETag: etag, LastModified: changedAt.toISOString() });
  return { operation: "CopyObject", xml };
}

function removeMany(bucket: Bucket, { body, headers }: Asked): Answer {
  // S3 asks here for a digest of the body
  const digest = Object.keys(headers).some((name) => name === "content-md5" || name.startsWith("x-amz-checksum-"));
  if (!digest) throw new S3Refusal(400, "InvalidRequest");
  const keys = textsOf(body.toString(), "Key");
  for (const key of keys) bucket.objects.delete(key);
  return { operation: "DeleteObjects", xml: xmlOf("DeleteResult", { Deleted: keys.map((Key) => ({ Key })) }) };
}

function list(bucket: Bucket, query: URLSearchParams): Answer {
  const prefix = query.get("prefix") ?? "";
  const most = Number(query.get("max-keys") ?? 1000);
  const after = query.get("continuation-token") ?? query.get("start-after") ?? "";
  const rest = bucket.keysUnder(prefix).filter((key) => key > after);
  const page = rest.slice(0, most);
  const truncated = rest.length > page.length;
  const Contents = page.map((Key): Content => {
    const { etag, body, changedAt } = bucket.get(Key);
    return { Key, LastModified: changedAt.toISOString(), ETag: etag, Size: body.length, StorageClass: "STANDARD" };
  });
  const more = truncated ? { NextContinuationToken: page.at(-1) } : {};
  const xml = xmlOf("ListBucketResult", {
    Prefix: prefix,
    KeyCount: page.length,
    IsTruncated: truncated,
    ...more,
    Contents,
  });
  return { operation: "ListObjectsV2", xml };
}

function listMultiparts(bucket: Bucket, query: URLSearchParams): Answer {
  const prefix = query.get("prefix") ?? "";
  const Upload = [...bucket.multiparts.values()]
    .filter(({ key }) => key.startsWith(prefix))
    .map(({ key, uploadId, begunAt }) => ({ Key: key, UploadId: uploadId, Initiated: begunAt.toISOString() }));
  return {
    operation: "ListMultipartUploads",
    xml: xmlOf("ListMultipartUploadsResult", { Prefix: prefix, IsTruncated: false, Upload }),
  };
}

function begin(bucket: Bucket, { key, headers }: Asked): Answer {
  const { uploadId } = bucket.begin(key, headers["content-type"] ?? "binary/octet-stream", metadataOf(headers));
  const xml = xmlOf("InitiateMultipartUploadResult", { Key: key, UploadId: uploadId });
  return { operation: "CreateMultipartUpload", xml };
}

function addPart(bucket: Bucket, { key, query, body }: Asked, uploadId: string): Answer {
  const { etag } = bucket.addPart(key, uploadId, Number(query.get("partNumber")), body);
  return { operation: "UploadPart", headers: { ETag: etag } };
}

function listParts(bucket: Bucket, { key }: Asked, uploadId: string): Answer {
  const Part = [...bucket.multipart(key, uploadId).parts]
    .sort(([a], [b]) => a - b)
    .map(([PartNumber, { etag, body }]) => ({ PartNumber, ETag: etag, Size: body.length }));
  return { operation: "ListParts", xml: xmlOf("ListPartsResult", { UploadId: uploadId, IsTruncated: false, Part }) };
}

function complete(bucket: Bucket, { key, body }: Asked, uploadId: string): Answer {
  const tags = textsOf(body.toString(), "ETag");
  const named = textsOf(body.toString(), "PartNumber").map((number, at) => ({
    number: Number(number),
    etag: tags[at] ?? "",
  }));
  const { etag } = bucket.complete(key, uploadId, named);
  return {
    operation: "CompleteMultipartUpload",
    xml: xmlOf("CompleteMultipartUploadResult", { Key: key, ETag: etag }),
  };
}

function abort(bucket: Bucket, { key }: Asked, uploadId: string): Answer {
  bucket.multiparts.delete(bucket.multipart(key, uploadId).uploadId);
  return { operation: "AbortMultipartUpload", status: 204 };
}

function headersOf(object: StoredObject, bytes = object.body): Record<string, string | number> {
  const metadata = Object.entries(object.metadata).map(([name, value]) => [`x-amz-meta-${name}`, value]);
  return {
    "Content-Length": bytes.length,
    "Content-Type": object.type,
    ETag: object.etag,
    "Last-Modified": object.changedAt.toUTCString(),
    "Accept-Ranges": "bytes",
    ...Object.fromEntries(metadata),
  };
}

function metadataOf(headers: IncomingHttpHeaders): Record<string, string> {
  const own = Object.entries(headers).filter(([name]) => name.startsWith("x-amz-meta-"));
  return Object.fromEntries(own.map(([name, value]) => [name.slice("x-amz-meta-".length), String(value)]));
}
