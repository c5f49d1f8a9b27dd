import { readdir, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { cli } from "@remix-run/dev";
import { precompress } from "~/services/http/precompress.ts";

/** The pages' half of a build, in BUILD_DIRECTORY: made once for each state of the sources, and kept for a week. A process of its own. */
async function main(): Promise<void> {
  const directory = process.env.BUILD_DIRECTORY ?? "";
  await cli.run(["vite:build", "--logLevel", "error"]);
  await precompress(join(directory, "pages/client"));
  await writeFile(join(directory, "pages/done"), "");
  await removeOldBuilds(directory);
}

async function removeOldBuilds(current: string): Promise<void> {
  const weekAgo = Date.now() - 7 * 24 * 3600 * 1000;
  for (const name of await readdir(dirname(current))) {
    const folder = join(dirname(current), name);
    if (folder !== current && (await stat(folder)).mtimeMs < weekAgo)
      await rm(folder, { recursive: true, force: true });
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
