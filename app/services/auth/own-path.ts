const here = "http://own.invalid";

/** The path when it leads to a page of this site, else "/": a link from outside must not send people elsewhere. */
export function ownPath(path: string | null | undefined): string {
  if (!path?.startsWith("/") || !URL.canParse(path, here)) return "/";
  const { origin, pathname, search, hash } = new URL(path, here);
  // What a browser makes of the path counts, and "/.//elsewhere" becomes "//elsewhere" only when it is resolved.
  return origin === here && !pathname.startsWith("//") ? pathname + search + hash : "/";
}
