import { lstat, realpath } from "node:fs/promises";
import { isAbsolute, join, normalize, relative, sep } from "node:path";

/** `jobs/<job>/…` holds what jobs wrote, `artifacts/<manifest>` what was fetched; nothing else is ever touched. */
const LEAST_DEPTH = { jobs: 3, artifacts: 2 } as const;

function depthBelow(dataDir: string, path: string): string[] {
  const way = relative(dataDir, path);
  return way === "" || isAbsolute(way) ? [".."] : way.split(sep);
}

/** Why a path names no folder of a job's output or a fetched artifact; null if it does. Looks at no disk. */
export function notOwn(dataDir: string, path: string): string | null {
  if (!isAbsolute(path) || path.includes("\0") || normalize(path) !== path)
    return `${JSON.stringify(path.slice(0, 200))} is not a plain absolute path`;
  const way = depthBelow(dataDir, path.replace(/\/$/, ""));
  const [top] = way;
  const isOwn = (top === "jobs" || top === "artifacts") && way.length >= LEAST_DEPTH[top];
  return isOwn
    ? null
    : `${JSON.stringify(path.slice(0, 200))} is no folder of a job's output below ${dataDir}`;
}

/**
 * A folder of a job's output or a fetched artifact, with no link on the way to it; null where there is none.
 *
 * Throws for every other path: what it names was said by a trainer, and its files are read or deleted.
 */
export async function ownFolder(dataDir: string, path: string): Promise<string | null> {
  const root = await realpath(dataDir);
  const fault = notOwn(dataDir, path);
  if (fault) throw new Error(fault);
  const plain = join(root, relative(dataDir, path));
  const found = await lstat(plain).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return null;
    throw error;
  });
  if (!found) return null;
  if (!found.isDirectory() || (await realpath(plain)) !== plain)
    throw new Error(`${JSON.stringify(path.slice(0, 200))} is a link, or lies behind one`);
  return plain;
}
