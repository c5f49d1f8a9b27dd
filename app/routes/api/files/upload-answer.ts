import type { IncomingMessage, ServerResponse } from "node:http";
import type { AppLoadContext } from "@remix-run/node";
import type { Actor } from "~/rules/accounts/access.ts";
import type {} from "~/services/auth/request-context.ts";

/** What every answer about an upload needs. */
export interface UploadParts extends Pick<AppLoadContext, "db" | "files"> {
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
