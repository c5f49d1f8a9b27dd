import type { ServerBuild } from "@remix-run/node";

/** So many segments of an address say which routes it may lead to. */
const depth = 2;

/**
 * The part of a build that can answer an address: the routes whose path begins as the address does, with those that any address
 * may meet. The router ranks and compiles the paths of all routes that it is given, several times for each request; most of
 * the product's hundred and eighty can be told apart by their first words.
 */
export function partsOf(build: ServerBuild): { find: (pathname: string) => ServerBuild } {
  const top = Object.values(build.routes).flatMap((route) => {
    if (route?.parentId !== "root") return [];
    return [{ id: route.id, segments: segmentsOf(route.path ?? "") }];
  });
  const fixed = Array.from({ length: depth }, (_, at) => new Set(top.flatMap(({ segments }) => segments[at] ?? [])));
  const parts = new Map<string, ServerBuild>();
  // Words that begin no route are one and the same, so that what is kept has an end
  const keyOf = (pathname: string) =>
    segmentsOf(plain(pathname))
      .slice(0, depth)
      .map((segment, at) => (fixed[at]?.has(segment) ? segment : ":"));
  return {
    find: (pathname) => {
      // What the router keeps for itself
      if (segmentsOf(plain(pathname))[0]?.startsWith("__")) return build;
      const key = keyOf(pathname);
      const name = key.join("/");
      const part =
        parts.get(name) ??
        partOf(build, new Set(top.filter((route) => mayMatch(route.segments, key)).map(({ id }) => id)));
      parts.set(name, part);
      return part;
    },
  };
}

function partOf(build: ServerBuild, tops: ReadonlySet<string>): ServerBuild {
  const belongs = (id: string): boolean => {
    const parent = build.routes[id]?.parentId;
    return tops.has(id) || parent === undefined || (parent !== "root" && belongs(parent));
  };
  const own = <T>(routes: Record<string, T>) =>
    Object.fromEntries(Object.entries(routes).filter(([id]) => belongs(id)));
  // Pages are made of these; the browser has the whole list from a file of the build
  return { ...build, routes: own(build.routes), assets: { ...build.assets, routes: own(build.assets.routes) } };
}

/** Whether a route's path may begin an address that begins so; an address that is shorter than the path cannot match it. */
function mayMatch(segments: readonly string[], key: readonly string[]): boolean {
  for (const [at, segment] of segments.slice(0, depth).entries()) {
    if (segment === "*") return true;
    if (!segment.startsWith(":") && segment !== key[at]) return false;
  }
  return true;
}

/** As the router reads it: decoded, in any case, without what asks for a page's data alone. */
function plain(pathname: string): string {
  const path = pathname.replace(/\.data$/, "").replace(/^\/_root$/, "/");
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function segmentsOf(path: string): string[] {
  return path.toLowerCase().split("/").filter(Boolean);
}
