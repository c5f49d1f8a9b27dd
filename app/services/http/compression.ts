import { gzippedTag } from "./entity-tag.ts";

const worthwhile = 1024;

/** The answer gzipped where the browser takes that and the kind of content gains by it. */
export function compressed(request: Request, response: Response): Response {
  const type = response.headers.get("Content-Type") ?? "";
  const length = response.headers.get("Content-Length");
  const takes = /\bgzip\b/.test(request.headers.get("Accept-Encoding") ?? "");
  const gains = /^(text\/(?!event-stream)|application\/json|image\/svg)/.test(type);
  if (!takes || !gains || !response.body || response.headers.has("Content-Encoding")) return response;
  if (length !== null && Number(length) < worthwhile) return response;
  const headers = new Headers(response.headers);
  headers.set("Content-Encoding", "gzip");
  headers.append("Vary", "Accept-Encoding");
  headers.delete("Content-Length");
  const tag = headers.get("ETag");
  if (tag) headers.set("ETag", gzippedTag(tag));
  return new Response(response.body.pipeThrough(new CompressionStream("gzip")), { status: response.status, headers });
}
