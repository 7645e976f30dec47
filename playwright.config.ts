import { defineConfig } from "@playwright/test";

/** The browser that scripts/lib/browser.ts found; without it Playwright takes its own. */
const executablePath = process.env.STEPWELL_CHROMIUM;

export default defineConfig({
  testDir: "e2e",
  testMatch: "**/*.e2e.ts",
  globalSetup: "./e2e/support/global-setup.ts",
  // One server, one trainer and two cores: more workers would only wait for each other.
  workers: 1,
  fullyParallel: false,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env.CI),
  // As in vitest.config.ts: a second chance on a crowded build machine, none for a developer.
  retries: process.env.CI ? 1 : 0,
  reporter: "list",
  outputDir: "test-results",
  use: {
    browserName: "chromium",
    viewport: { width: 1280, height: 800 },
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
    ...(executablePath ? { launchOptions: { executablePath } } : {}),
  },
});
