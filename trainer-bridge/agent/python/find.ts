import { spawnSync } from "node:child_process";

/** Oldest Python the trainer runs on. */
export const OLDEST = [3, 10] as const;
const NAMES = ["python3", "python3.13", "python3.12", "python3.11", "python3.14", "python3.10", "python"];

export interface FoundPython {
  command: string;
  version: string;
  /** It can make environments (Debian packs that apart). */
  venv: boolean;
}

const ASK =
  "import sys,json,importlib.util as u;" +
  "print(json.dumps({'version':'.'.join(map(str,sys.version_info[:3]))," +
  "'venv':bool(u.find_spec('venv') and u.find_spec('ensurepip'))}))";

/** True if a version text is at least the oldest that the trainer runs on. */
export function isRecentEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}

function ask(command: string): FoundPython | null {
  const answer = spawnSync(command, ["-c", ASK], { encoding: "utf8", timeout: 20_000 });
  if (answer.status !== 0) return null;
  try {
    const { version, venv } = JSON.parse(answer.stdout) as { version: string; venv: boolean };
    return { command, version, venv };
  } catch {
    return null;
  }
}

/** How to get a Python here, in one line. */
export function pythonFix(platform: NodeJS.Platform = process.platform): string {
  if (platform === "darwin") return "Install one with `brew install python@3.12`, or from python.org.";
  if (platform === "linux")
    return "Install one with your package manager: `apt install python3 python3-venv` (Debian, Ubuntu), `dnf install python3` (Fedora).";
  return "Install Python 3.10 or later.";
}

/** The choice among what was found: recent enough and able to make environments, in the order given. */
export function choosePython(found: FoundPython[]): FoundPython | { problem: string } {
  const recent = found.filter((p) => isRecentEnough(p.version));
  const able = recent.find((p) => p.venv);
  if (able) return able;
  const wanted = `Python ${OLDEST.join(".")} or later`;
  if (recent[0])
    return {
      problem: `${recent[0].command} (${recent[0].version}) cannot make environments: its venv module is missing. On Debian and Ubuntu: \`apt install python3-venv\`.`,
    };
  if (found[0])
    return {
      problem: `The trainer needs ${wanted}; ${found[0].command} is ${found[0].version}. ${pythonFix()}`,
    };
  return { problem: `The trainer needs ${wanted}, and none was found. ${pythonFix()}` };
}

/** A Python to run programs that need no packages; it need not be able to make environments. */
export function findPlainPython(): FoundPython | { problem: string } {
  const found: FoundPython[] = [];
  for (const name of NAMES) {
    const one = ask(name);
    if (one && isRecentEnough(one.version)) return one;
    if (one) found.push(one);
  }
  return choosePython(found);
}

/** Looks for a Python on the PATH to make the trainer's environment with. */
export function findBasePython(): FoundPython | { problem: string } {
  const found: FoundPython[] = [];
  for (const name of NAMES) {
    const one = ask(name);
    if (one) found.push(one);
    if (one && isRecentEnough(one.version) && one.venv) break;
  }
  return choosePython(found);
}
