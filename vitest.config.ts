import { fileURLToPath } from "node:url";
import { defineConfig, type TestProjectInlineConfiguration } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));
const alias = {
  "@/": root,
  // Next replaces this marker at build time; under vitest everything is the server.
  "server-only": fileURLToPath(new URL("./scripts/empty-module.ts", import.meta.url)),
};
/** The agent is tested on real processes that crash, hang and are killed: too slow for the inner loop. */
const PROCESSES = "trainer-bridge/agent/**/*.test.ts";
/** Launchers on the real engines (sshd, Slurm, Ray), which the test set-up installs and starts: minutes. */
const ENGINES = "**/*.engine.test.ts";
/** What only one engine does, and what it must survive: too long for every run of all tests. */
const DEEP = "**/*.deep.engine.test.ts";
/** Tests with real processes on a crowded build machine get a second chance there; a developer sees every flake. */
const retry = process.env.CI ? 1 : 0;
const exclude = ["node_modules/**", ".next*/**", "e2e/**", ".stepwell/**"];

/** Tests on real engines, one file after the other. */
function engines(name: string, include: string[], excluded: string[]): TestProjectInlineConfiguration {
  return {
    resolve: { alias },
    test: {
      name,
      retry,
      include,
      exclude: excluded,
      // Some drive an engine by the real server: its routes and Postgres.
      globalSetup: ["db/testing/global-setup.ts"],
      fileParallelism: false,
      // The first run of a machine installs the engine.
      hookTimeout: 600_000,
    },
  };
}

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          retry,
          include: ["**/*.test.{ts,tsx}"],
          exclude: [...exclude, "**/*.db.test.ts", PROCESSES, ENGINES],
        },
      },
      {
        resolve: { alias },
        test: { name: "process", retry, include: [PROCESSES], exclude: [...exclude, ENGINES] },
      },
      engines("engines", [ENGINES], [...exclude, DEEP]),
      engines("engines-deep", [DEEP], exclude),
      {
        resolve: { alias },
        test: {
          name: "db",
          retry,
          include: ["**/*.db.test.ts"],
          exclude,
          globalSetup: ["db/testing/global-setup.ts"],
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
