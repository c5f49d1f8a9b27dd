import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { S3Settings } from "~/services/files/s3-settings.ts";
import { answerOf } from "./answers.ts";
import { Bucket, S3Refusal } from "./objects.ts";
import { checkSignature } from "./signature.ts";
import { errorXml } from "./xml.ts";

export interface S3StandIn {
  settings: S3Settings;
  bucket: Bucket;
  /** "PUT PutObject 200", … of every request, in their order. */
  log: string[];
  stop(): Promise<void>;
}

/**
 * An S3 in this process, as far as the product speaks to one: objects, ranges, copies, lists, uploads in parts. It checks
 * every signature and refuses as S3 does, in status, code and XML.
 */
export async function startS3(name = "contest-files"): Promise<S3StandIn> {
  const key = { id: "AKIASTANDIN", secret: "a secret/that+is=long enough", region: "cn-east-1" };
  const bucket = new Bucket();
  const log: string[] = [];
  const server = createServer((request, response) => {
    void answer(request, response, { key, bucket, name }).then((answered) => log.push(answered));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return {
    settings: {
      endpoint: `http://127.0.0.1:${port}`,
      bucket: name,
      region: key.region,
      accessKeyId: key.id,
      secretAccessKey: key.secret,
      forcePathStyle: true,
    },
    bucket,
    log,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { key, bucket, name }: { key: Parameters<typeof checkSignature>[2]; bucket: Bucket; name: string },
): Promise<string> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const checked = checkSignature(request, body, key);
    if (!checked.ok) throw new S3Refusal(403, checked.code);
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://s3.invalid");
    const [, bucketName, ...rest] = pathname.split("/").map(decodeURIComponent);
    if (bucketName !== name) throw new S3Refusal(404, "NoSuchBucket");
    const {
      operation,
      status = 200,
      headers = {},
      xml,
      bytes,
    } = answerOf(bucket, {
      method: request.method ?? "",
      key: rest.join("/"),
      query: searchParams,
      headers: request.headers,
      body,
    });
    const content = xml === undefined ? bytes : Buffer.from(xml);
    const type = xml === undefined ? {} : { "Content-Type": "application/xml" };
    // An answer to HEAD says how long the object is without bringing it
    response.writeHead(status, { "Content-Length": content?.length ?? 0, ...type, ...headers });
    response.end(request.method === "HEAD" ? undefined : content);
    return `${request.method} ${operation} ${status}`;
  } catch (error) {
    if (!(error instanceof S3Refusal)) {
      response.destroy();
      return `${request.method} broken off`;
    }
    const xml = Buffer.from(errorXml(error.code));
    response.writeHead(error.status, { "Content-Type": "application/xml", "Content-Length": xml.length });
    response.end(request.method === "HEAD" ? undefined : xml);
    return `${request.method} ${error.code} ${error.status}`;
  }
}
