import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { precompress } from "~/services/http/precompress.ts";

/** The pages' half of a build, in BUILD_DIRECTORY: made once for each state of the sources, and kept for a week. A process of its own. */
async function main(): Promise<void> {
  const directory = process.env.BUILD_DIRECTORY ?? "";
  // Rollup makes much that is soon forgotten: with room for it the build takes a tenth less
  const child = spawn(
    process.execPath,
    ["--max-semi-space-size=64", "node_modules/.bin/remix", "vite:build", "--logLevel", "error"],
    { env: { ...process.env, NODE_ENV: "production" }, stdio: ["ignore", "ignore", "inherit"] },
  );
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`The pages could not be built: remix vite:build ended with ${code}`);
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

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
