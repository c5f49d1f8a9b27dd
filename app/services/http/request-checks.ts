import type { IncomingMessage, ServerResponse } from "node:http";
import { i18nFor } from "~/locales/i18n.server.ts";
import { importLimits } from "~/rules/exchange/import-limits.ts";
import { type ApiProblem, type ProblemKind, problemStatus } from "~/rules/exchange/public-api.ts";
import { mostBytesOfFile } from "~/rules/files/attachment.ts";
import { isLoopbackHost } from "../env.ts";
import { uploadAddress } from "../files/upload-addresses.ts";
import { type Failure, failureAnswer } from "./failure-page.ts";

export const problemType = "application/problem+json; charset=utf-8";

/** A refusal as a problem document (RFC 9457), in both languages: whoever reads it may read either. */
export function problemOf(kind: ProblemKind): ApiProblem {
  const en = i18nFor("en").t;
  const zh = i18nFor("zh-CN").t;
  return {
    type: `/api#${kind}`,
    status: problemStatus[kind],
    title: en(`api:problem.${kind}.title`),
    detail: en(`api:problem.${kind}.detail`),
    titleZh: zh(`api:problem.${kind}.title`),
    detailZh: zh(`api:problem.${kind}.detail`),
  };
}

const largestBody = 2 * 1024 * 1024;
const mostBytesUnread = 64 * 1024 * 1024;
const forms = /^(application\/x-www-form-urlencoded|multipart\/form-data)\s*(;|$)/i;
/** Addresses that read something else than forms: the mail provider's reports are signed, and read as they came. */
const others: Record<string, { type: RegExp; largest: number }> = {
  "/api/mail-events": { type: /^application\/json\s*(;|$)/i, largest: 256 * 1024 },
};
const withFile = /^multipart\/form-data\s*;/i;
/** Where a spreadsheet of applications is taken in. */
const importAddress = /^\/organize\/editions\/[a-z0-9-]{1,64}\/import(\.data)?$/;
const tusMethods = "POST, HEAD, PATCH, DELETE, OPTIONS";
const hostName = /^([\w.-]+|\[[\d.:a-f]+\])(:\d{1,5})?$/i;

/**
 * Answers, and says true, where a request must not come further: an address that names nothing we could serve, a write
 * that another site started (its Origin or Sec-Fetch-Site says so), or a body that is no form, too large or of unknown
 * length.
 */
export function refusedEarly(request: IncomingMessage, response: ServerResponse): boolean {
  if (!isAddress(request)) return fail(request, response, "bad-address");
  if (request.method === "GET" || request.method === "HEAD") return false;
  if (request.url?.startsWith("/api/v1/")) return onlyRead(request, response);
  const { methods, type, largest } = whatIsRead(request);
  if (!methods.includes(request.method ?? ""))
    return refuse(response, 405, "There is no such method here.", { Allow: methods });
  if (request.method === "OPTIONS") return false;
  if (!sameOrigin(request)) return fail(request, response, "other-site");
  if (request.method === "DELETE") return false;
  const length = request.headers["content-length"];
  if (length === undefined) return refuse(response, 411, "The length of the request is missing.");
  if (Number(length) > largest) {
    // A browser that is still sending does not see an answer after which the line is cut: it is let to its end, unread
    const cut = Number(length) > mostBytesUnread;
    return fail(request, response, "too-large", { cut, values: { megabytes: largest / 1024 ** 2 } });
  }
  if (!type.test(request.headers["content-type"] ?? "")) return refuse(response, 415, "Only forms are read here.");
  return false;
}

/**
 * Answers, and says true, where a request is for another host than the one of BASE_URL: a name that somebody else made lead here
 * is not ours to answer for. Those who ask whether the server is well may use any.
 */
export function refusedHost(request: IncomingMessage, response: ServerResponse, baseUrl: string): boolean {
  const path = request.url?.split("?")[0];
  if (path === "/api/health" || path === "/api/ready") return false;
  const base = new URL(baseUrl);
  const asked = hostOf(request, base.protocol);
  if (asked?.host === base.host) return false;
  if (asked && isLoopbackHost(asked.hostname) && isLoopbackHost(base.hostname)) return false;
  return refuse(response, 421, `This server answers at ${base.origin} alone. 请从 ${base.origin} 访问。`);
}

/** Whether a request comes from this machine by a name of this machine, and nothing on the way says that it was passed on. */
export function isDirect(request: IncomingMessage): boolean {
  const passedOn = ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip"];
  if (passedOn.some((name) => request.headers[name] !== undefined)) return false;
  const asked = hostOf(request, "http:");
  return asked !== null && isLoopbackHost(asked.hostname);
}

/** The same, by the connection itself too: a name is only what somebody says. */
export function isFromThisMachine(request: IncomingMessage): boolean {
  const address = request.socket.remoteAddress?.replace(/^::ffff:/, "") ?? "";
  return isLoopbackHost(address) && isDirect(request);
}

function hostOf({ headers: { host } }: IncomingMessage, protocol: string): URL | null {
  return host !== undefined && hostName.test(host) && URL.canParse(`${protocol}//${host}`)
    ? new URL(`${protocol}//${host}`)
    : null;
}

/** The public interface is read alone; a script on another site may ask first whether it may say what it has. */
function onlyRead(request: IncomingMessage, response: ServerResponse): true {
  const open = { "Access-Control-Allow-Origin": "*", Allow: "GET, HEAD, OPTIONS" };
  if (request.method === "OPTIONS") {
    const mayAsk = { "Access-Control-Allow-Methods": "GET, HEAD", "Access-Control-Allow-Headers": "If-None-Match" };
    response.writeHead(204, { ...open, ...mayAsk, "Access-Control-Max-Age": "86400" }).end();
  } else {
    const plain = { "Content-Type": problemType, "Cache-Control": "no-store", Connection: "close" };
    response.writeHead(405, { ...open, ...plain }).end(JSON.stringify(problemOf("no-such-method")));
  }
  return true;
}

/** Which methods the address has and, of those that bring something, of what type and how large (in bytes). */
function whatIsRead(request: IncomingMessage): { methods: string; type: RegExp; largest: number } {
  const path = request.url?.split("?")[0] ?? "";
  const methods = "GET, POST";
  const other = others[path];
  if (other) return { methods, ...other };
  const upload = uploadAddress(request.url);
  // The declared size of an upload bounds it further; its beginning need not bring any of it
  if (upload?.by === "tus")
    return { methods: tusMethods, type: /^(application\/offset\+octet-stream)?$/, largest: mostBytesOfFile };
  if (upload && withFile.test(request.headers["content-type"] ?? ""))
    return { methods, type: withFile, largest: mostBytesOfFile + largestBody };
  if (importAddress.test(path)) return { methods, type: withFile, largest: importLimits.fileBytes + largestBody };
  return { methods, type: forms, largest: largestBody };
}

/** Whether the request brings more than any form without a file: something that only those may send who are signed in. */
export function isLarge({ headers }: Request): boolean {
  return Number(headers.get("content-length") ?? 0) > largestBody;
}

/** More fields than any page of ours sends. Reading a form takes time that grows with the square of their number. */
const mostFields = 2000;

/**
 * Why the form that a request brings cannot be read: it has too many fields (counted while the body comes, before anything is
 * made of them), or it is one in parts that breaks off or was never one. Null when it can be; the request stays readable.
 */
export async function whyUnreadable(request: Request): Promise<"too-many-fields" | "broken-form" | null> {
  const type = request.headers.get("content-type") ?? "";
  if (!forms.test(type)) return null;
  const boundary = /;\s*boundary=(?:"([^"]*)"|([^\s;]*))/i.exec(type);
  const separator = /^multipart/i.test(type) ? `--${boundary?.[1] ?? boundary?.[2] ?? ""}` : "&";
  if (await occursMoreThan(mostFields, separator, request.clone())) return "too-many-fields";
  if (separator === "&") return null;
  return await request
    .clone()
    .formData()
    .then(
      () => null,
      () => "broken-form",
    );
}

/** Lets what is still being sent go by unread: who is still sending sees no answer after which the line is cut. */
export function letPass(request: Request, incoming: IncomingMessage, response: ServerResponse): void {
  if (incoming.complete) return;
  if (Number(incoming.headers["content-length"]) > mostBytesUnread) response.setHeader("Connection", "close");
  void request.body?.cancel();
  incoming.resume();
}

/** Whether the body holds the separator more often than that; what comes after is not waited for. */
async function occursMoreThan(most: number, separator: string, { body }: Request): Promise<boolean> {
  const pieces = body?.getReader();
  let count = 0;
  let before = Buffer.alloc(0);
  // Not by `for await`: leaving that would wait for the other half of the clone to be given up too
  for (let piece = await pieces?.read(); piece?.value; piece = await pieces?.read()) {
    const bytes = Buffer.concat([before, piece.value]);
    let from = 0;
    for (let at = bytes.indexOf(separator); at >= 0; at = bytes.indexOf(separator, from)) {
      from = at + separator.length;
      if (++count > most) {
        void pieces?.cancel();
        return true;
      }
    }
    // A separator may lie across two pieces
    before = bytes.subarray(Math.max(from, bytes.length - separator.length + 1));
  }
  return false;
}

/**
 * A path of ours on a host's name. It must decode, and holds neither a NUL, which PostgreSQL does not take as text and no name
 * that we gave contains, nor a backslash, which some readers of addresses take for a slash.
 */
function isAddress({ url = "", headers: { host } }: IncomingMessage): boolean {
  if (!url.startsWith("/") || (host !== undefined && !hostName.test(host))) return false;
  try {
    return !/[\0\\]/.test(decodeURIComponent(url.split("?")[0] ?? "")) && !url.includes("%00");
  } catch {
    return false;
  }
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

function refuse(response: ServerResponse, status: number, message: string, headers: Record<string, string> = {}): true {
  const plain = { "Content-Type": "text/plain; charset=utf-8", Connection: "close", ...headers };
  response.writeHead(status, plain).end(`${message}\n`);
  return true;
}

/** Refuses what a person's browser may have sent, in the product's face. */
function fail(
  request: IncomingMessage,
  response: ServerResponse,
  failure: Failure,
  { cut = true, values }: { cut?: boolean; values?: { megabytes: number } } = {},
): true {
  const { status, headers, body } = failureAnswer(request.headers, failure, values);
  response.writeHead(status, { ...headers, ...(cut ? { Connection: "close" } : {}) }).end(body);
  return true;
}
