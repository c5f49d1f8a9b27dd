import type { ServerBuild } from "@remix-run/node";

interface Branch {
  fixed: Map<string, Branch>;
  param: { name: string; branch: Branch } | null;
  /** A route ends here. */
  end: boolean;
  /** A route takes whatever follows. */
  rest: boolean;
}

const nowhere = "*";

/**
 * Names an address by the route that answers it ("/organize/rounds/:round/table"), so that what is counted by it has an end:
 * as many names as routes, whatever is asked for. `others` are patterns that are answered before the routes.
 */
export function routeNames(
  build: Pick<ServerBuild, "routes">,
  others: readonly string[] = [],
): (path: string) => string {
  const root = newBranch();
  for (const route of Object.values(build.routes)) {
    const above: string[] = [];
    for (
      let at: typeof route | undefined = route;
      at;
      at = at.parentId === undefined ? undefined : build.routes[at.parentId]
    )
      if (at.path) above.unshift(at.path);
    // A frame without an address of its own answers none
    if (route && (route.path || route.index)) add(root, above.join("/"));
  }
  for (const pattern of others) add(root, pattern);
  return (path) => find(root, segmentsOf(path)) ?? nowhere;
}

function newBranch(): Branch {
  return { fixed: new Map(), param: null, end: false, rest: false };
}

function add(root: Branch, pattern: string): void {
  let branch = root;
  for (const segment of pattern.split("/").filter(Boolean)) {
    if (segment === "*") {
      branch.rest = true;
      return;
    }
    branch = segment.startsWith(":") ? paramOf(branch, segment) : fixedOf(branch, segment.toLowerCase());
  }
  branch.end = true;
}

function paramOf(branch: Branch, name: string): Branch {
  branch.param ??= { name, branch: newBranch() };
  return branch.param.branch;
}

function fixedOf(branch: Branch, word: string): Branch {
  const next = branch.fixed.get(word) ?? newBranch();
  branch.fixed.set(word, next);
  return next;
}

/** As the router ranks: a word before a parameter, and either before the rest. */
function find(branch: Branch, segments: readonly string[], name = "", at = 0): string | undefined {
  const segment = segments[at];
  if (segment === undefined && branch.end) return name || "/";
  if (segment !== undefined) {
    const { param } = branch;
    const next = branch.fixed.get(segment);
    const found =
      (next && find(next, segments, `${name}/${segment}`, at + 1)) ??
      (param ? find(param.branch, segments, `${name}/${param.name}`, at + 1) : undefined);
    if (found !== undefined) return found;
  }
  return branch.rest ? `${name}/*` : undefined;
}

/** As the router reads it: decoded, in any case, without what asks for a page's data alone. */
function segmentsOf(path: string): string[] {
  return path
    .replace(/\.data$/, "")
    .replace(/^\/_root$/, "/")
    .split("/")
    .filter(Boolean)
    .map(decoded);
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment).toLowerCase();
  } catch {
    return segment.toLowerCase();
  }
}
