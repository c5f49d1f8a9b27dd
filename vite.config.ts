import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { vitePlugin as remix } from "@remix-run/dev";
import tailwindcss from "@tailwindcss/vite";
import { build, defineConfig, type Plugin, type Rollup } from "vite";
import { commonChunk } from "./app/build/common-chunk.ts";
import { pureRules } from "./app/build/pure-rules.ts";
import { shortRouteList } from "./app/build/route-list.ts";
import { words } from "./app/build/words.ts";
import remixConfig from "./remix.config.js";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const worker = at("./app/entry.worker.ts");
const pages = /\/app\/(root|entry\.client|routes\/judge\/[a-z]+\/[a-z-]+)\.tsx(\?|$)/;
/** `~/` and `~db/`, as tsconfig.json has them. */
const alias = [
  { find: /^~db\//, replacement: `${at("./db")}/` },
  { find: /^~\//, replacement: `${at("./app")}/` },
];
/** Files of public/ that the judge's pages show. */
const publicFiles = ["/favicon.svg", "/judge.webmanifest", "/sign-out.js"];

export default defineConfig(({ isSsrBuild }) => ({
  // The plugin freezes the object it gets.
  plugins: [
    tailwindcss(),
    remix({ ...remixConfig }),
    words(at("./app")),
    pureRules(at("./app")),
    shortRouteList(),
    judgeWorker(),
  ],
  resolve: { alias },
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    ...(isSsrBuild ? {} : { rollupOptions: { output: { manualChunks: commonChunk() } } }),
  },
  // Where no source lies: a database writes there without end
  server: { watch: { ignored: ["build", ".cache", ".data", "test-results"].map((folder) => at(`./${folder}/**`)) } },
  // Of the parts that mails are built from a few are used: the bundle leaves out the others, which take forty megabytes
  ssr: { noExternal: [/^@react-email\/(?!render)/] },
}));

/**
 * Builds the judge's service worker into /judge-worker.js, beside the client's build and with the names of the scripts and
 * styles that the judge's pages are made of.
 */
function judgeWorker(): Plugin {
  return {
    name: "judge-worker",
    apply: (config, { command }) => command === "build" && !config.build?.ssr,
    writeBundle: async ({ dir = "" }, bundle) => {
      const assets = [...assetsOf(bundle)].sort().map((file) => ({ url: `/${file}`, revision: null }));
      const hash = createHash("sha256").update(JSON.stringify(assets));
      for (const file of [worker, ...publicFiles.map((url) => at(`./public${url}`))]) hash.update(readFileSync(file));
      const version = hash.digest("hex").slice(0, 12);
      const all = [...assets, ...publicFiles.map((url) => ({ url, revision: version }))];
      await build({
        configFile: false,
        logLevel: "error",
        publicDir: false,
        resolve: { alias },
        define: {
          __JUDGE_ASSETS__: JSON.stringify(all),
          __JUDGE_VERSION__: JSON.stringify(version),
          "process.env.NODE_ENV": JSON.stringify("production"),
        },
        build: {
          target: "es2022",
          outDir: dir,
          emptyOutDir: false,
          copyPublicDir: false,
          rollupOptions: { input: worker, output: { format: "iife", entryFileNames: "judge-worker.js" } },
        },
      });
    },
  };
}

/** The chunks of the judge's pages with all that they import, and their styles. */
function assetsOf(bundle: Rollup.OutputBundle): Set<string> {
  const found = new Set<string>();
  const add = (file: string): void => {
    const chunk = bundle[file];
    if (found.has(file) || !chunk) return;
    found.add(file);
    if (chunk.type !== "chunk") return;
    const { importedCss = new Set<string>(), importedAssets = new Set<string>() } = chunk.viteMetadata ?? {};
    // Its words of each language are files that it refers to (app/build/words.ts)
    for (const each of [...chunk.imports, ...chunk.referencedFiles, ...importedCss, ...importedAssets]) add(each);
  };
  for (const [file, chunk] of Object.entries(bundle))
    if (chunk.type === "chunk" && pages.test(chunk.facadeModuleId ?? "")) add(file);
  return found;
}
