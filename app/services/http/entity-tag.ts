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
