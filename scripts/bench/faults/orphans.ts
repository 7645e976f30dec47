import { readdirSync, readFileSync } from "node:fs";

/** Processes that carry a world's mark in their environment or name its folder in their command line. */
export function processesOf(mark: string, except: ReadonlySet<number>): string[] {
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name) || except.has(Number(name))) return [];
    const command = read(`/proc/${name}/cmdline`);
    const belongs = command.includes(mark) || read(`/proc/${name}/environ`).includes(mark);
    return belongs && command !== "" ? [`${name}: ${command.replaceAll("\0", " ").slice(0, 200)}`] : [];
  });
}

/** Empty for a process that has ended, and of a zombie. */
function read(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return "";
  }
}
