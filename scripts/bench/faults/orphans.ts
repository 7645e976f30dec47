import { readdirSync, readFileSync } from "node:fs";

/**
 * Processes of a world's agents and trainers, as lines to read.
 *
 * @param mark what only they carry in their environment
 * @param folder what only their command lines name
 */
export function processesOf(mark: string, folder: string): string[] {
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    const command = read(`/proc/${name}/cmdline`);
    const belongs = command.includes(folder) || read(`/proc/${name}/environ`).includes(`${mark}\0`);
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
