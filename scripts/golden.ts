import { spawnSync } from "node:child_process";
import { homedir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { failuresOf } from "./golden/evaluate";
import { GoldenFileError, readGoldenFile } from "./golden/file";

const USAGE = `npm run golden -- FILE… [--python]
  evaluates every case of golden files (rewards, statistics, traces, what-if) against the TypeScript functions;
  --python evaluates them against the trainer's instead.
  Exit status: 0 all passed, 1 a case failed, 2 a file could not be used.`;

/** Runs every case of every file; prints failing ids with what was got and expected. */
function runTypeScript(files: readonly string[]): number {
  let passed = 0;
  let failed = 0;
  // All files are read first: a broken one must not hide behind a page of results.
  for (const { file, cases } of files.map((file) => ({ file, cases: readGoldenFile(file) }))) {
    for (const golden of cases) {
      const failures = failuresOf(golden);
      if (failures.length === 0) passed += 1;
      else {
        failed += 1;
        console.log(`FAILED ${golden.id} (${file})`);
        for (const failure of failures) console.log(`  ${failure}`);
      }
    }
  }
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

/** The same files through the trainer's own command, with the environment that the quickstart prepares. */
function runPython(files: readonly string[]): number {
  const python = process.env.STEPWELL_PYTHON ?? join(homedir(), ".cache/stepwell/python/bin/python");
  const trainer = fileURLToPath(new URL("../trainer-bridge/trainer", import.meta.url));
  const path = [trainer, process.env.PYTHONPATH].filter(Boolean).join(delimiter);
  const { status, error } = spawnSync(
    python,
    ["-m", "stepwell_trainer", "golden", ...files.map((f) => resolve(f))],
    {
      stdio: "inherit",
      env: { ...process.env, PYTHONPATH: path },
    },
  );
  if (error) {
    console.error(`${python} could not be started: ${error.message}`);
    console.error("Run `npm run quickstart` once, or name an interpreter in STEPWELL_PYTHON.");
    return 2;
  }
  return status ?? 1;
}

function main(argv: readonly string[]): number {
  const files = argv.filter((argument) => !argument.startsWith("-"));
  const unknown = argv.find((argument) => argument.startsWith("-") && argument !== "--python");
  if (unknown !== undefined || files.length === 0) {
    console.error(unknown === undefined ? USAGE : `unknown option ${unknown}\n${USAGE}`);
    return 2;
  }
  try {
    return argv.includes("--python") ? runPython(files) : runTypeScript(files);
  } catch (error) {
    if (!(error instanceof GoldenFileError)) throw error;
    console.error(error.message);
    return 2;
  }
}

process.exitCode = main(process.argv.slice(2));
