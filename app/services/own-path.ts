/** The path when it leads to a page of this site, else "/": a link from outside must not send people elsewhere. */
export function ownPath(path: string | null | undefined): string {
  if (!path?.startsWith("/")) return "/";
  try {
    const url = new URL(path, "http://own.invalid");
    return url.host === "own.invalid" && !path.startsWith("//") && !path.includes("\\")
      ? url.pathname + url.search + url.hash
      : "/";
  } catch {
    return "/";
  }
}
