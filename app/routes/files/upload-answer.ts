import type { IncomingMessage, ServerResponse } from "node:http";
import type { Actor } from "~/rules/access.ts";
import type { FileStore } from "~/services/files/file-store.ts";
import type { Db } from "~db/client.ts";

/** What every answer about an upload needs. */
export interface UploadParts {
  db: Db;
  files: FileStore;
  actor: Actor | null;
}

/** An answer that a script reads. A body that nobody read to its end would stand before the connection's next request. */
export function answerJson(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  body: object,
  headers: Record<string, string> = {},
): void {
  const json = JSON.stringify(body);
  response.writeHead(status, {
    "Content-Type": "application/json; charset=utf-8",
    "Content-Length": Buffer.byteLength(json),
    "Cache-Control": "no-store",
    ...(request.complete ? {} : { Connection: "close" }),
    ...headers,
  });
  response.end(request.method === "HEAD" ? undefined : json);
}
