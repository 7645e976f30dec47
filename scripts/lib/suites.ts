import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Prepared } from "@/trainer-bridge/agent/python/install";
import { findBrowser } from "./browser";
import {
  type Counts,
  countJunit,
  countPlaywright,
  countVitest,
  countWords,
  ONE_FAILED,
  ONE_PASSED,
  ONE_SKIPPED,
  runShown,
  type Suite,
  sum,
  withExit,
} from "./suite";

const NODE = process.execPath;
const bin = {
  biome: ["node_modules/@biomejs/biome/bin/biome"],
  tsc: ["node_modules/typescript/bin/tsc"],
  next: ["node_modules/next/dist/bin/next"],
  vitest: ["node_modules/vitest/vitest.mjs"],
  knip: ["node_modules/knip/bin/knip.js"],
  playwright: ["node_modules/@playwright/test/cli.js"],
  tsx: ["--import", "tsx"],
};

/** A suite that is one check: the tool's exit code. */
function toolSuite(name: string, root: string, commands: string[][]): Suite {
  return {
    name,
    run: async () => {
      for (const command of commands) {
        const { code } = await runShown([NODE, ...command], { cwd: root });
        if (code !== 0) return ONE_FAILED;
      }
      return ONE_PASSED;
    },
  };
}

/** Gives a tool a scratch file for its report, and counts what it wrote there. */
async function counted(
  run: (file: string) => Promise<{ code: number | null }>,
  count: (text: string) => Counts,
): Promise<Counts> {
  const dir = mkdtempSync(join(tmpdir(), "stepwell-report-"));
  const file = join(dir, "report");
  try {
    const { code } = await run(file);
    if (!existsSync(file)) return ONE_FAILED;
    return withExit(count(readFileSync(file, "utf8")), code);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function vitestSuite(project: "unit" | "process" | "db" | "engines", root: string): Suite {
  return {
    name: project,
    run: (show) =>
      counted(
        (file) =>
          runShown(
            [
              NODE,
              ...bin.vitest,
              "run",
              "--project",
              project,
              "--reporter=dot",
              "--reporter=json",
              `--outputFile.json=${file}`,
            ],
            { cwd: root },
            show,
          ),
        (text) => countVitest(JSON.parse(text)),
      ),
  };
}

function pythonSuite(root: string, python: Promise<Prepared>): Suite {
  return {
    name: "python",
    run: async () => {
      const found = await python;
      if ("problem" in found) {
        console.error(found.problem);
        return ONE_FAILED;
      }
      const cwd = join(root, "trainer-bridge", "trainer");
      return counted(
        (file) =>
          runShown([found.python, "-m", "pytest", "--junitxml", file], {
            cwd,
            env: { ...process.env, PYTHONPATH: cwd },
          }),
        countJunit,
      );
    },
  };
}

/** Our own reference values; those beside the checkout too, where there are any. */
export function goldenFiles(root: string): { files: string[]; note: string | null } {
  const own = join(root, "trainer-bridge", "contracts", "golden");
  const shared = join(root, "..", "shared", "golden");
  const pick = (dir: string) =>
    ["rewards.json", "statistics.json"].map((f) => join(dir, f)).filter((f) => existsSync(f));
  const files = [...pick(own), ...pick(shared)];
  return {
    files,
    note: existsSync(shared) ? null : "no reference values beside the checkout: own ones only",
  };
}

function goldenSuite(root: string, python: Promise<Prepared>): Suite {
  return {
    name: "golden",
    run: async () => {
      const { files, note } = goldenFiles(root);
      if (note) console.log(note);
      const results: Counts[] = [];
      const found = await python;
      const runs = "problem" in found ? [[]] : [[], ["--python"]];
      for (const flags of runs) {
        const env = "problem" in found ? process.env : { ...process.env, STEPWELL_PYTHON: found.python };
        const command = [NODE, ...bin.tsx, "scripts/golden.ts", ...files, ...flags];
        const { code, out } = await runShown(command, { cwd: root, env });
        results.push(withExit(countWords(out) ?? ONE_FAILED, code));
      }
      if ("problem" in found) console.error(found.problem);
      return sum(results);
    },
  };
}

function hasJourneys(root: string): boolean {
  const dir = join(root, "e2e");
  return existsSync(dir) && readdirSync(dir, { recursive: true }).some((f) => String(f).endsWith(".e2e.ts"));
}

function browserSuite(root: string, python: Promise<Prepared>): Suite {
  return {
    name: "browser",
    run: async () => {
      if (!hasJourneys(root)) {
        console.log("skipped: there are no journeys in e2e/");
        return ONE_SKIPPED;
      }
      const browser = await findBrowser({ install: true, say: (text) => console.log(text) });
      if ("problem" in browser) {
        console.log(`skipped: ${browser.problem}`);
        return ONE_SKIPPED;
      }
      const found = await python;
      const env = {
        ...process.env,
        ...(browser.path ? { STEPWELL_CHROMIUM: browser.path } : {}),
        ...("problem" in found ? {} : { STEPWELL_PYTHON: found.python }),
      };
      return counted(
        (file) =>
          runShown([NODE, ...bin.playwright, "test", "--reporter=list,json"], {
            cwd: root,
            env: { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: file },
          }),
        (text) => countPlaywright(JSON.parse(text)),
      );
    },
  };
}

/** Checks that take seconds: the inner loop. */
export function quickSuites(root: string): Suite[] {
  return [
    // Import cycles and the directions between folders are lint rules.
    toolSuite("lint", root, [[...bin.biome, "ci", "."]]),
    // A fresh clone lacks the types that Next writes.
    toolSuite("types", root, [
      [...bin.next, "typegen"],
      [...bin.tsc, "--noEmit"],
    ]),
    toolSuite("contracts", root, [[...bin.tsx, "scripts/contracts.ts", "--check"]]),
    vitestSuite("unit", root),
  ];
}

/** Everything, cheapest first. */
export function allSuites(root: string, python: Promise<Prepared>): Suite[] {
  return [
    ...quickSuites(root),
    toolSuite("knip", root, [[...bin.knip, "--no-progress"]]),
    vitestSuite("process", root),
    vitestSuite("db", root),
    { ...vitestSuite("engines", root), beside: true },
    pythonSuite(root, python),
    goldenSuite(root, python),
    { ...browserSuite(root, python), alone: true },
  ];
}
