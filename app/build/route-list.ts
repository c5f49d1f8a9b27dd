import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import type { Plugin } from "vite";

interface Route {
  id: string;
  parentId?: string;
  path?: string;
  index?: boolean;
  module: string;
  css?: string[];
  [flag: string]: unknown;
}

interface Manifest {
  entry: { module: string; imports: string[] };
  routes: Record<string, Route>;
  url: string;
  version: string;
}

const flags = ["hasAction", "hasLoader", "hasClientAction", "hasClientLoader", "hasErrorBoundary"] as const;

/**
 * Remix gives the browser a list of all pages with everything that each imports, 12 kB of every page's weight. Of the
 * imports the browser needs those alone that the page already names in its links, so they are read from there, and the rest
 * is written without repeating itself. The server keeps the long list.
 */
export function shortRouteList(): Plugin {
  let folder = "";
  return {
    name: "short-route-list",
    apply: (config, { command }) => command === "build" && Boolean(config.build?.ssr),
    writeBundle({ dir = "" }) {
      folder = join(dir, "../client/assets");
      const name = readdirSync(folder).find((file) => /^manifest-[0-9a-f]+\.js$/.test(file));
      if (!name) throw new Error(`There is no list of pages in ${folder}`);
      const file = join(folder, name);
      const short = shortened(readList(readFileSync(file, "utf8")));
      writeFileSync(file, short);
    },
  };
}

/** What the browser has in the end, from the script that makes it. */
export function readList(script: string, preloaded: readonly string[] = []): Manifest {
  const window: { __remixManifest?: Manifest } = {};
  const links = preloaded.map((href) => ({ getAttribute: () => href }));
  runInNewContext(script, { window, document: { querySelectorAll: () => links } });
  if (!window.__remixManifest) throw new Error("This is no list of pages");
  return window.__remixManifest;
}

/** The list as a script that writes it out again; each page's imports stand in the page itself. */
export function shortened({ entry, routes, url, version }: Manifest): string {
  const rows = Object.values(routes).map((route) => {
    const set = flags.reduce((sum, flag, at) => sum + (route[flag] ? 2 ** at : 0), route.index ? 32 : 0);
    const row: unknown[] = [route.id, route.path ?? 0, set, route.module.replace(/^\/assets\/|\.js$/g, "")];
    if (route.parentId !== undefined && route.parentId !== "root") row[4] = route.parentId;
    if (route.css?.length) row[5] = route.css;
    return row;
  });
  return `{const routes={};for(const[id,path,set,module,parent,css]of ${JSON.stringify(rows)}){const one=routes[id]={id,${flags
    .map((flag, at) => `${flag}:!!(set&${2 ** at})`)
    .join(
      ",",
    )},module:"/assets/"+module+".js",imports:[]};if(id!=="root")one.parentId=parent||"root";if(path!==0)one.path=path;if(set&32)one.index=true;if(css)one.css=css}
const[,,...imports]=Array.from(document.querySelectorAll("link[rel=modulepreload]"),(link)=>link.getAttribute("href"));
window.__remixManifest=${JSON.stringify({ url, version }).slice(0, -1)},entry:{module:${JSON.stringify(entry.module)},imports},routes}}`;
}
