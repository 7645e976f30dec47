import { execFileSync } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const TRAINER = fileURLToPath(new URL("./logging_trainer.py", import.meta.url));

/**
 * A stand-in for the trainer's Python whose `run` is logging_trainer.py and whose `drain` is the real one. Needs a
 * python3 without packages. Returns the path to be given as --python.
 */
export function writeLoggingPython(folder: string): string {
  const python = execFileSync("python3", ["-c", "import sys; print(sys.executable)"], {
    encoding: "utf8",
  }).trim();
  const path = join(folder, "python");
  writeFileSync(
    path,
    `#!/bin/sh
case "$3" in
  doctor) echo '{"ready": true}' ;;
  drain) exec "${python}" -m stepwell_trainer drain "$4" ;;
  run) exec "${python}" "${TRAINER}" "$4" ;;
esac
`,
  );
  chmodSync(path, 0o755);
  return path;
}
