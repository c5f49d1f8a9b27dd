import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { readdir, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { precompress } from "~/services/http/precompress.ts";

/**
 * The pages of a build, in BUILD_DIRECTORY: made once for each state of the sources, and kept for a week. A process of its own,
 * with one more for what the browser gets and one for what the server renders by: they are built beside each other.
 */
async function main(): Promise<void> {
  const [half] = process.argv.slice(2);
  if (half) return await buildHalf(half);
  const directory = process.env.BUILD_DIRECTORY ?? "";
  const pages = join(directory, "pages");
  await rm(pages, { recursive: true, force: true });
  await buildHalves();
  for (const each of ["client", "server"]) await rm(join(pages, each, ".vite"), { recursive: true });
  await precompress(browserFolder());
  await writeFile(join(pages, "done"), "");
  await removeOldBuilds(directory);
}

const browserFolder = (): string => join(process.env.BUILD_DIRECTORY ?? "", "pages/client");

/** Vite alone, and not Remix's command, which builds one after the other. */
async function buildHalf(half: string): Promise<void> {
  process.once("disconnect", () => process.exit(1));
  const { build } = await import("vite");
  await build({ logLevel: "error", build: { ssr: half === "server" } });
  // The server's half writes the list of pages (route-list.ts)
  if (half === "browser") await precompress(browserFolder(), /^manifest-/);
}

/** Where one fails the other goes too: it may be waiting for it. So does whoever builds when nobody waits for it any more. */
async function buildHalves(): Promise<void> {
  const halves = ["browser", "server"].map((half) => fork(fileURLToPath(import.meta.url), [half]));
  const stop = (): void => {
    for (const half of halves) half.kill();
  };
  process.once("SIGTERM", () => {
    stop();
    process.exit(1);
  });
  try {
    await Promise.all(halves.map(endOf));
  } finally {
    stop();
  }
}

async function endOf(half: ChildProcess): Promise<void> {
  const [code] = await once(half, "exit");
  // It has said itself what is wrong
  if (code !== 0) throw new Error("The pages could not be built");
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
