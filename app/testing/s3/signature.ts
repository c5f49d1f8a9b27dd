import { createHash, createHmac } from "node:crypto";
import type { IncomingMessage } from "node:http";

export interface Key {
  id: string;
  secret: string;
  region: string;
}

export type Checked = { ok: true } | { ok: false; code: string; message: string };

/**
 * Whether the request is signed with the key as AWS Signature Version 4 wants it: the canonical request is built again from
 * what arrived, over the headers that the signature names; `host` and every `x-amz-` header must be among them.
 * Source: "Signature Calculations for the Authorization Header", Amazon S3 API Reference.
 */
export function checkSignature(request: IncomingMessage, body: Buffer, key: Key, at = new Date()): Checked {
  const header = request.headers.authorization;
  if (!header) return refuse("AccessDenied", "The request is not signed.");
  const parts = /^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(header);
  const [id, day, region, service, end] = parts?.[1]?.split("/") ?? [];
  if (!parts || end !== "aws4_request" || service !== "s3" || !day || !region)
    return refuse("AuthorizationHeaderMalformed", "The authorization header cannot be read.");
  if (id !== key.id) return refuse("InvalidAccessKeyId", "The access key is not known.");
  if (region !== key.region) return refuse("AuthorizationHeaderMalformed", `The region is ${key.region}.`);

  const stamp = String(request.headers["x-amz-date"] ?? "");
  const sent = Date.parse(stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
  if (!stamp.startsWith(day) || !(Math.abs(at.getTime() - sent) < 15 * 60_000))
    return refuse("RequestTimeTooSkewed", "The request's time and the server's differ too much.");

  const names = parts[2]?.split(";") ?? [];
  const unsigned = Object.keys(request.headers).find((name) => name.startsWith("x-amz-") && !names.includes(name));
  if (unsigned || !names.includes("host"))
    return refuse("AccessDenied", `The header ${unsigned ?? "host"} is not signed.`);

  const declared = String(request.headers["x-amz-content-sha256"] ?? "");
  if (declared !== "UNSIGNED-PAYLOAD" && declared !== sha256(body))
    return refuse("XAmzContentSHA256Mismatch", "The body is not the one that was signed.");

  const scope = `${day}/${region}/s3/aws4_request`;
  const text = ["AWS4-HMAC-SHA256", stamp, scope, sha256(canonical(request, names, declared))].join("\n");
  const signing = [region, "s3", "aws4_request"].reduce(hmac, hmac(`AWS4${key.secret}`, day));
  if (hmac(signing, text).toString("hex") !== parts[3])
    return refuse("SignatureDoesNotMatch", "The signature is not the one that we compute.");
  return { ok: true };
}

function canonical(request: IncomingMessage, names: string[], payload: string): string {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://s3.invalid");
  const query = [...searchParams]
    .map(([name, value]) => [encoded(name), encoded(value)] as const)
    .sort(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1))
    .map((pair) => pair.join("="))
    .join("&");
  const headers = names.map(
    (name) =>
      `${name}:${String(request.headers[name] ?? "")
        .trim()
        .replace(/ +/g, " ")}\n`,
  );
  const path = pathname.split("/").map((each) => encoded(decodeURIComponent(each)));
  return [request.method, path.join("/"), query, headers.join(""), names.join(";"), payload].join("\n");
}

function encoded(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`);
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

function sha256(data: string | Buffer): string {
  return createHash("sha256").update(data).digest("hex");
}

function refuse(code: string, message: string): Checked {
  return { ok: false, code, message };
}
