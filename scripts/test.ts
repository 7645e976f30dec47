/**
 * `npm test`: every suite, one after the other; the last line is `N passed, N failed`.
 * Names of suites as arguments run those only: `npm test -- unit db`.
 */

import { installLog, preparePython } from "@/trainer-bridge/agent/python/install";
import { openHome, ROOT } from "./lib/home";
import { lastLine, runSuites } from "./lib/suite";
import { allSuites } from "./lib/suites";
import { Terminal } from "./lib/terminal";

async function main(wanted: string[]): Promise<number> {
  const aborter = new AbortController();
  // The packages travel while the quick suites run.
  const python = preparePython({
    root: ROOT,
    extras: ["test"],
    log: installLog(openHome().logs),
    terminal: new Terminal(),
    signal: aborter.signal,
  }).catch((error: unknown) => ({ problem: error instanceof Error ? error.message : String(error) }));
  const suites = allSuites(ROOT, python);
  const unknown = wanted.filter((name) => !suites.some((suite) => suite.name === name));
  if (unknown.length > 0) {
    console.error(
      `No suite is called ${unknown.join(", ")}. There are: ${suites.map((s) => s.name).join(", ")}`,
    );
    return 2;
  }
  const total = await runSuites(suites.filter((suite) => wanted.length === 0 || wanted.includes(suite.name)));
  console.log(lastLine(total));
  return total.failed === 0 ? 0 : 1;
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
