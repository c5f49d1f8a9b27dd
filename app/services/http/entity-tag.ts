const gzipped = "-gzip";

/**
 * Of the tags in an If-None-Match header the one that names this answer, compared as RFC 9110 has it (weakly), or null. The
 * same answer gzipped counts too.
 */
export function tagAskedFor(header: string | null | undefined, tag: string): string | null {
  if (!header) return null;
  if (header.trim() === "*") return tag;
  const opaque = (each: string) => each.replace(/^W\//, "");
  const named = header.match(/(W\/)?"[^"]*"/g) ?? [];
  return named.find((each) => [tag, gzippedTag(tag)].some((ours) => opaque(ours) === opaque(each))) ?? null;
}

/** The tag of the same answer gzipped: a strong one stands for the very bytes, so these have another. */
export function gzippedTag(tag: string): string {
  return tag.startsWith("W/") ? tag : tag.replace(/"$/, `${gzipped}"`);
}

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
