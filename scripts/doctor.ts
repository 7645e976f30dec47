/** `npm run doctor`: what is here, what is missing, how to mend it. Exit 1 if something needed is missing. */
import {
  checkBrowser,
  checkBuild,
  checkDatabase,
  checkDevice,
  checkDisk,
  checkNode,
  checkPackages,
  checkPython,
  checkRunning,
  type Finding,
} from "./lib/doctor-checks";
import { openHome, ROOT } from "./lib/home";

const WORD = { ok: "ok     ", missing: "MISSING", note: "note   " } as const;

async function examine(): Promise<Finding[]> {
  const home = openHome();
  const [database, python, device, browser, running] = await Promise.all([
    checkDatabase(),
    checkPython(ROOT),
    checkDevice(ROOT),
    checkBrowser(),
    checkRunning(home),
  ]);
  const machine = [checkNode(ROOT), checkPackages(ROOT), database, python, device, browser];
  return [...machine, checkDisk(home), checkBuild(ROOT), ...running];
}

function show(findings: Finding[]): void {
  const width = Math.max(...findings.map((f) => f.name.length));
  for (const f of findings) {
    console.log(`${WORD[f.state]}  ${f.name.padEnd(width)}  ${f.found}`);
    if (f.fix) console.log(`${" ".repeat(width + 11)}${f.fix}`);
  }
  const missing = findings.filter((f) => f.state === "missing").length;
  console.log(missing === 0 ? "\nEverything needed is here." : `\n${missing} missing.`);
}

examine().then(
  (findings) => {
    if (process.argv.includes("--json")) console.log(JSON.stringify(findings, null, 2));
    else show(findings);
    process.exit(findings.some((f) => f.state === "missing") ? 1 : 0);
  },
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
