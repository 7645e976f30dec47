import { execFileSync } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const TRAINER = fileURLToPath(new URL("./logging_trainer.py", import.meta.url));

/**
 * A stand-in for the trainer's Python whose `run` is logging_trainer.py (or another one) and whose `drain` is the real one; whatever a
 * launcher itself runs with it is run by a python3 without packages.
 *
 * @param exported variables for everything that it runs, wherever a launcher starts it
 * @returns the path to be given as --python
 */
export function writeLoggingPython(
  folder: string,
  exported: Record<string, string> = {},
  trainer: string = TRAINER,
): string {
  const python = execFileSync("python3", ["-c", "import sys; print(sys.executable)"], {
    encoding: "utf8",
  }).trim();
  const path = join(folder, "python");
  const exports = Object.entries(exported).map(([name, value]) => `export ${name}=${quoted(value)}\n`);
  writeFileSync(
    path,
    `#!/bin/sh
if [ "$1" != -m ]; then exec "${python}" "$@"; fi
${exports.join("")}case "$3" in
  doctor) echo '{"ready": true}' ;;
  drain) exec "${python}" -m stepwell_trainer drain "$4" ;;
  run) exec "${python}" "${trainer}" "$4" ;;
esac
`,
  );
  chmodSync(path, 0o755);
  return path;
}

const quoted = (value: string) => `'${value.replaceAll("'", "'\\''")}'`;
