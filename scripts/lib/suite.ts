import { spawn } from "node:child_process";
import { z } from "zod";

/** What a suite found, by number of checks. */
export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** Where a suite's words go: the terminal, or kept until it has ended. */
export type Show = (chunk: Buffer | string) => void;

export interface Suite {
  name: string;
  /** It mostly waits (for engines): it runs beside the suites after it, and shows its output at its end. */
  beside?: boolean;
  /** It wants the machine for itself: what runs beside is waited for first. */
  alone?: boolean;
  /** @returns counts; notes (such as a reason to skip) are printed by the suite itself */
  run(show: Show): Promise<Counts>;
}

export const ONE_PASSED: Counts = { passed: 1, failed: 0, skipped: 0 };
export const ONE_FAILED: Counts = { passed: 0, failed: 1, skipped: 0 };
export const ONE_SKIPPED: Counts = { passed: 0, failed: 0, skipped: 1 };

export function sum(all: Counts[]): Counts {
  return all.reduce(
    (a, b) => ({
      passed: a.passed + b.passed,
      failed: a.failed + b.failed,
      skipped: a.skipped + b.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}

/** The line that ends a test run; the skipped are named only where there are some. */
export function lastLine(total: Counts): string {
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
  return `${total.passed} passed, ${total.failed} failed${skipped}`;
}

/** A tool that ended badly without naming a failed test has failed all the same. */
export function withExit(counts: Counts, code: number | null): Counts {
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number().default(0),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
});

/** Counts of vitest's JSON report; a file that could not even be loaded counts as one failure. */
export function countVitest(report: unknown): Counts {
  const read = vitestReport.parse(report);
  const broken = read.testResults.filter((f) => f.status === "failed" && f.assertionResults.length === 0);
  return {
    passed: read.numPassedTests,
    failed: read.numFailedTests + broken.length,
    skipped: read.numPendingTests + read.numTodoTests,
  };
}

function attribute(tag: string, name: string): number {
  return Number(new RegExp(`\\b${name}="(\\d+)"`).exec(tag)?.[1] ?? 0);
}

/** Counts of a JUnit file as pytest writes it. */
export function countJunit(xml: string): Counts {
  const suites = xml.match(/<testsuite\b[^>]*>/g) ?? [];
  return sum(
    suites.map((tag) => {
      const failed = attribute(tag, "failures") + attribute(tag, "errors");
      const skipped = attribute(tag, "skipped");
      return { passed: attribute(tag, "tests") - failed - skipped, failed, skipped };
    }),
  );
}

const playwrightReport = z.object({
  stats: z.object({
    expected: z.number(),
    unexpected: z.number(),
    flaky: z.number(),
    skipped: z.number(),
  }),
});

/** Counts of Playwright's JSON report. A test that passed only when repeated is not a failure here. */
export function countPlaywright(report: unknown): Counts {
  const { stats } = playwrightReport.parse(report);
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped };
}

/** Counts of a text that says `N passed, M failed` somewhere, the last time it says so. */
export function countWords(text: string): Counts | null {
  const found = [...text.matchAll(/(\d+) passed, (\d+) failed(?:, (\d+) skipped)?/g)].at(-1);
  if (!found) return null;
  return { passed: Number(found[1]), failed: Number(found[2]), skipped: Number(found[3] ?? 0) };
}

const onTerminal: Show = (chunk) => void process.stdout.write(chunk);

/** Runs a tool with its output shown as it comes; answers its exit code and all it wrote to stdout. */
export function runShown(
  command: string[],
  options: { cwd: string; env?: NodeJS.ProcessEnv },
  show: Show = onTerminal,
): Promise<{ code: number | null; out: string }> {
  const [program = "", ...args] = command;
  return new Promise((resolve) => {
    const child = spawn(program, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    let out = "";
    child.stdout.on("data", (chunk: Buffer) => {
      out += chunk.toString();
      show(chunk);
    });
    child.stderr.on("data", show);
    child.once("error", (error) => {
      show(`${program}: ${error.message}\n`);
      resolve({ code: null, out });
    });
    child.once("close", (code) => resolve({ code, out }));
  });
}

interface Ended {
  line: string;
  counts: Counts;
}

async function runOne(suite: Suite, show: Show): Promise<Ended> {
  show(`\n== ${suite.name}\n`);
  const began = Date.now();
  const counts = await suite.run(show).catch((error: unknown) => {
    show(`${error instanceof Error ? error.stack : String(error)}\n`);
    return ONE_FAILED;
  });
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  const line = `${suite.name.padEnd(12)} ${seconds.padStart(6)} s   ${lastLine(counts)}`;
  show(`-- ${line}\n`);
  return { line, counts };
}

/** Runs a suite whose output is shown in one piece when it has ended. */
async function runBeside(suite: Suite): Promise<Ended> {
  onTerminal(`\n== ${suite.name}: beside the next ones, told at its end\n`);
  const kept: (Buffer | string)[] = [];
  const ended = await runOne(suite, (chunk) => void kept.push(chunk));
  for (const chunk of kept) onTerminal(chunk);
  return ended;
}

/** Runs suites in their order, prints a line for each and the sum at the end. */
export async function runSuites(suites: Suite[]): Promise<Counts> {
  const all: Promise<Ended>[] = [];
  for (const suite of suites) {
    if (suite.alone) await Promise.all(all);
    const running = suite.beside ? runBeside(suite) : runOne(suite, onTerminal);
    all.push(running);
    if (!suite.beside) await running;
  }
  const ended = await Promise.all(all);
  onTerminal(`\n${ended.map(({ line }) => line).join("\n")}\n\n`);
  return sum(ended.map(({ counts }) => counts));
}
