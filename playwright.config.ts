import { defineConfig } from "@playwright/test";
import { browserLaunch } from "./e2e/browser.ts";

const port = Number(process.env.E2E_PORT ?? 3210);
// Where the product of the tests keeps its data; the tests' own command lines find it there too
process.env.E2E_DATA ??= ".data/e2e";

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  workers: 1,
  timeout: 120_000,
  // A machine that others work on may hold its breath for a while: nothing here is a measure of speed
  expect: { timeout: 30_000 },
  forbidOnly: true,
  reporter: [["list"], ["./e2e/summary.ts"]],
  use: {
    actionTimeout: 30_000,
    navigationTimeout: 30_000,
    baseURL: `http://localhost:${port}`,
    launchOptions: await browserLaunch(),
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    // Takes a third of the time; what the page held is printed with each failure anyway
    trace: process.env.E2E_TRACE ? "retain-on-failure" : "off",
    screenshot: "only-on-failure",
  },
  // The product as people start it, on a data folder of its own that each run makes anew.
  webServer: {
    command: "node --import tsx e2e/fresh-server.ts",
    url: `http://localhost:${port}/api/ready`,
    env: { PORT: String(port), DATA_DIR: process.env.E2E_DATA },
    timeout: 240_000,
    stdout: "ignore",
    stderr: "pipe",
    gracefulShutdown: { signal: "SIGTERM", timeout: 30_000 },
  },
});
