/**
 * Kills, cuts, fills and misleads everything that the product is made of while it works, and counts what was lost.
 *
 *   npm run bench:faults -- --help
 */
import { writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { ENGINES } from "./faults/engines";
import type { Engine } from "./faults/engines/engine";
import { type FaultOptions, parseFaultOptions, USAGE } from "./faults/options";
import { runOutage } from "./faults/outage";
import { findingsOf, isTrue, readResults, renderOutage, renderResults } from "./faults/report";
import { type FaultResult, runFaults } from "./faults/run";
import { closeWorlds } from "./faults/world";
import { machine } from "./throwaway-database";

/** To be ended with the bench, however that ends. */
const engines = new Set<Engine>();

const CAPACITY = 4;
const BUSY = 8;
const PACE = { trainSteps: 40, stepSeconds: 0.25 };

async function runLauncher(
  launcher: FaultOptions["launcher"][number],
  options: FaultOptions,
): Promise<FaultResult | null> {
  const engine = await ENGINES[launcher]();
  if ("reason" in engine) {
    console.log(`${launcher} is left out: ${engine.reason}`);
    return null;
  }
  engines.add(engine);
  try {
    const { faults, seed, python } = options;
    const real = python === "" ? 0 : options.real;
    const pace = { ...PACE, realPython: python };
    const load = { capacity: CAPACITY, busy: BUSY, real, pace };
    return await runFaults({ launcher, engine, faults, seed, ...load, say: console.log });
  } finally {
    engines.delete(engine);
    await engine.close();
  }
}

async function runAll(options: FaultOptions): Promise<FaultResult[]> {
  if (options.report !== "") return readResults(options.report.split(","));
  if (options.python === "") console.log("--python is not given: only the trainer's stand-in runs.");
  const results: FaultResult[] = [];
  for (const launcher of options.launcher) {
    const result = await runLauncher(launcher, options);
    if (result) results.push(result);
    if (options.json !== "") writeFileSync(options.json, JSON.stringify(results, null, 1));
  }
  return results;
}

async function outage({ python, minutes, json }: FaultOptions): Promise<number> {
  if (python === "") throw new Error("--outage needs --python FILE, a Python with the trainer's packages");
  const result = await runOutage({ python, minutes, say: console.log });
  if (json !== "") writeFileSync(json, JSON.stringify(result, null, 1));
  console.log(renderOutage(result));
  const arrived = result.rounds.every(({ secondsToArrive }) => secondsToArrive !== null);
  return arrived && result.truths.every(isTrue) ? 0 : 1;
}

async function main(argv: readonly string[]): Promise<number> {
  if (argv.includes("--help")) {
    console.log(USAGE);
    return 0;
  }
  const options = parseFaultOptions(argv);
  console.log(`${machine()}; seed ${options.seed}; load ${loadavg()[0]?.toFixed(1)}`);
  if (options.outage) return outage(options);
  const results = await runAll(options);
  const findings = findingsOf(results);
  console.log(`\n${renderResults(results)}\n`);
  for (const finding of findings) console.log(finding);
  return findings.length === 0 ? 0 : 1;
}

async function breakOff(): Promise<void> {
  console.log("broken off: everything that was started is ended");
  await closeWorlds();
  await Promise.all([...engines].map((engine) => engine.close()));
}

for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => void breakOff().finally(() => process.exit(130)));

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
