import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** What needs no database. */
const ruleTests = "app/{rules,primitives,build}/**/*.test.{ts,tsx}";

export default defineConfig({
  resolve: {
    alias: [
      { find: /^~db\//, replacement: `${at("./db")}/` },
      { find: /^~\//, replacement: `${at("./app")}/` },
    ],
  },
  test: {
    setupFiles: ["app/testing/vault.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // A busy machine is slow, not wrong.
    expect: { poll: { timeout: 20_000 } },
    // Two more than the suite is meant for has cores: some tests only wait
    maxWorkers: 4,
    // A worker keeps the modules it has loaded: to load them again took longer than most files' tests.
    isolate: false,
    // What a test changes in them goes back.
    restoreMocks: true,
    unstubEnvs: true,
    projects: [
      {
        extends: true,
        test: {
          name: "desk",
          include: ["{app,db}/**/*.test.{ts,tsx}", "e2e/chaos/*.test.ts"],
          exclude: [ruleTests, "**/node_modules/**"],
          globalSetup: "db/testing/server.ts",
        },
      },
      { extends: true, test: { name: "rules", include: [ruleTests] } },
    ],
  },
});
