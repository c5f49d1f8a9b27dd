import type { IncomingMessage, ServerResponse } from "node:http";

const largestBody = 2 * 1024 * 1024;

/**
 * Answers, and says true, where a request must not come further: a write that another site started (its Origin or
 * Sec-Fetch-Site says so), or a body that is too large or of unknown length.
 */
export function refusedEarly(request: IncomingMessage, response: ServerResponse): boolean {
  if (request.method === "GET" || request.method === "HEAD") return false;
  if (!sameOrigin(request)) return refuse(response, 403, "This form was sent from another site. 来源不符,已拒绝。");
  const length = request.headers["content-length"];
  if (length === undefined) return refuse(response, 411, "The length of the request is missing.");
  if (Number(length) > largestBody) return refuse(response, 413, "The request is too large (2 MB at most). 内容过大。");
  return false;
}

function sameOrigin({ headers }: IncomingMessage): boolean {
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none") return false;
  if (headers.origin === undefined) return site !== undefined || headers.cookie === undefined;
  try {
    return new URL(headers.origin).host === headers.host;
  } catch {
    return false;
  }
}

function refuse(response: ServerResponse, status: number, message: string): true {
  response.writeHead(status, { "Content-Type": "text/plain; charset=utf-8", Connection: "close" }).end(`${message}\n`);
  return true;
}
