import { execFile } from "node:child_process";
import { ROOT } from "../../scripts/lib/home";

const LIMIT_MS = 60_000;

/** What `npm run import -- …` printed on standard output. Throws with all it said if it fails. */
export function runImport(...args: string[]): Promise<string> {
  const command = ["--import", "tsx", "scripts/import.ts", ...args];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, command, { cwd: ROOT, timeout: LIMIT_MS }, (error, stdout, stderr) =>
      error ? reject(new Error(`${error.message}\n${stdout}${stderr}`)) : resolve(stdout),
    );
  });
}
