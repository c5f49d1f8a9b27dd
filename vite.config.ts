import { fileURLToPath } from "node:url";
import { vitePlugin as remix } from "@remix-run/dev";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig } from "vite";
import remixConfig from "./remix.config.js";
import { judgeWorker } from "./vite.judge-worker.ts";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  // The plugin freezes the object it gets.
  plugins: [tailwindcss(), remix({ ...remixConfig }), judgeWorker()],
  resolve: {
    alias: [
      { find: /^~db\//, replacement: `${at("./db")}/` },
      { find: /^~\//, replacement: `${at("./app")}/` },
    ],
  },
  build: { target: "es2022", assetsInlineLimit: 0 },
});
