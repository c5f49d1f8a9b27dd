import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "esbuild";

// `node app/build/current.mjs ENTRY`: says where the build of the sources as they stand lies. Its folder is named by
// their digest: `node/` is what runs on the server beside the pages, made here within a second; `pages/` is Remix's, made by
// app/build/pages.ts while the database is prepared. For the command line (cli)
// nothing is built; where nothing is, nothing is said.

/** What runs as a process or a thread of its own. */
const entries = [
  "app/start.ts",
  "app/prepare.ts",
  "app/build/pages.ts",
  "app/serve.ts",
  "app/cli.ts",
  "app/services/documents/card-worker.ts",
  "app/services/documents/print-worker.tsx",
  "app/services/files/author-mark-worker.ts",
  "app/services/spreadsheet/workbook-worker.ts",
  "app/services/spreadsheet/workbook-writer.ts",
];

/**
 * The folder for the build of the sources below `root`, whether it is there or not.
 * @param {string} root
 */
export function buildDirectory(root) {
  const files = ["package-lock.json", "vite.config.ts", "remix.config.js", "tsconfig.json"].map((file) =>
    join(root, file),
  );
  for (const folder of ["app", "db", "public"]) {
    const found = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
    const built = found.filter((each) => each.isFile() && !/\.test\.tsx?$/.test(each.name));
    files.push(...built.map((each) => join(each.parentPath, each.name)));
  }
  const hash = createHash("sha256");
  for (const file of files.sort())
    hash
      .update(`${file.slice(root.length)}\0`)
      .update(readFileSync(file))
      .update("\0");
  return join(root, "build", hash.digest("hex").slice(0, 16));
}

/**
 * Puts `node/` into the folder of a build: whole or not at all, whoever else builds the same meanwhile. Answers what went where.
 * @param {string} directory
 */
export async function bundle(directory) {
  const draft = join(directory, `node-${process.pid}`);
  const { metafile } = await build({
    entryPoints: entries,
    outdir: draft,
    entryNames: "[name]",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node24",
    jsx: "automatic",
    logLevel: "error",
    metafile: true,
    plugins: [ours],
  });
  try {
    renameSync(draft, join(directory, "node"));
  } catch (error) {
    if (!existsSync(join(directory, "node"))) throw error;
    rmSync(draft, { recursive: true });
  }
  return metafile;
}

/** Our own modules go into the bundle, `~/` and `~db/` as tsconfig.json has them; packages stay where they are. */
const ours = {
  name: "ours",
  /** @param {import("esbuild").PluginBuild} build */
  setup({ onResolve }) {
    onResolve({ filter: /^~(db)?\// }, ({ path }) => ({
      path: resolve(path.replace(/^~db\//, "db/").replace(/^~\//, "app/")),
    }));
    // As in vite.config.ts
    onResolve({ filter: /^[^.~/]/ }, ({ kind, path }) =>
      kind === "entry-point" || /^@react-email\/(?!render)/.test(path) ? null : { external: true },
    );
  },
};

if (import.meta.main) {
  const directory = buildDirectory("");
  const isThere = existsSync(join(directory, "node"));
  const mayBuild = process.argv[2] !== "cli";
  if (!isThere && mayBuild) {
    mkdirSync(directory, { recursive: true });
    await bundle(directory);
  }
  if (isThere || mayBuild) process.stdout.write(directory);
}
