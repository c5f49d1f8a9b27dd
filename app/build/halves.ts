import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Plugin } from "vite";

/** The module by which the server knows what each page loads in the browser. Remix makes it of the browser's build. */
const serverManifest = "\0virtual:remix/server-manifest";

/**
 * Lets both halves of the pages, the browser's and the server's, be built beside each other, in a process each: of all the
 * server's modules this one alone waits until the browser's half lies in `directory`, which was empty before.
 */
export function besideEachOther(directory: string): Plugin[] {
  const built = join(directory, "client/.vite/built");
  return [
    {
      name: "browser-is-built",
      apply: (config, { command }) => command === "build" && !config.build?.ssr,
      writeBundle: { order: "post", sequential: true, handler: () => writeFileSync(built, "") },
    },
    {
      name: "wait-for-browser",
      enforce: "pre",
      apply: (config, { command }) => command === "build" && Boolean(config.build?.ssr),
      async load(id) {
        if (id === serverManifest) while (!existsSync(built)) await wait(20);
        return null;
      },
    },
  ];
}
