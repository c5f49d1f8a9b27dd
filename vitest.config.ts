import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: /^~db\//, replacement: `${at("./db")}/` },
      { find: /^~\//, replacement: `${at("./app")}/` },
    ],
  },
  test: {
    include: ["{app,db}/**/*.test.{ts,tsx}"],
    globalSetup: "db/testing/server.ts",
    setupFiles: ["app/testing/vault.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
