import { defineConfig } from "@playwright/test";
import { browserLaunch } from "./e2e/browser.ts";
import { product, workers } from "./e2e/product.ts";

/** What takes longest comes first, so that no worker is left with it alone at the end. */
const long = /(first-contest|hostile|heat|start)\.spec\.ts$/;

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  workers,
  timeout: 300_000,
  // A machine that others work on may hold its breath for a while: nothing here is a measure of speed
  expect: { timeout: 30_000 },
  forbidOnly: true,
  reporter: [["list"], ["./e2e/summary.ts"]],
  use: {
    actionTimeout: 30_000,
    navigationTimeout: 30_000,
    baseURL: product.url,
    launchOptions: await browserLaunch(),
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    // Takes a third of the time; what the page held is printed with each failure anyway
    trace: process.env.E2E_TRACE ? "retain-on-failure" : "off",
    screenshot: "only-on-failure",
  },
  projects: [
    { name: "long", testMatch: long },
    { name: "all else", testMatch: /\.spec\.ts$/, testIgnore: long },
  ],
  // The product as people start it, once for each worker, on data folders that each run makes anew.
  webServer: {
    command: "node --import tsx e2e/products.ts",
    wait: { stdout: /The products are up/ },
    timeout: 240_000,
    stdout: "ignore",
    stderr: "pipe",
    gracefulShutdown: { signal: "SIGTERM", timeout: 30_000 },
  },
});
