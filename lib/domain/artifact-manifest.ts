import { createHash } from "node:crypto";
import type { ArtifactRef } from "@/lib/contracts";

type ManifestFiles = ArtifactRef["files"];

/** Written into each copied folder by whoever copied it, so no artifact may bring a file of that name. */
export const MANIFEST_FILE = "manifest.json";
const MOST_NAME_BYTES = 255;

/** Sum of a manifest's file sizes, in bytes. */
export function manifestBytes(files: ManifestFiles): number {
  return files.reduce((sum, file) => sum + file.bytes, 0);
}

/** The name of an artifact's content: sha256 over path, size and sum of each file, in any order; lower-case hex. */
export function manifestSha256(files: ManifestFiles): string {
  const lines = files.map(({ path, bytes, sha256 }) => `${sha256} ${bytes} ${JSON.stringify(path)}\n`);
  return createHash("sha256").update(lines.sort().join("")).digest("hex");
}

function isPlainName(name: string): boolean {
  if (name === "" || name === "." || name === ".." || name.includes("\0") || name.includes("\\"))
    return false;
  return Buffer.byteLength(name) <= MOST_NAME_BYTES;
}

/** Whether a path leads to something below a folder, and nowhere else. */
export function isPlainPath(path: string): boolean {
  return path.split("/").every(isPlainName);
}

/**
 * Why a folder cannot be made from this manifest: a path that leads out of it, that two files share, or that is a file
 * and a folder at once. Manifests are what a trainer wrote, so any text at all. Null if nothing is wrong.
 */
export function manifestFault(files: ManifestFiles): string | null {
  if (files.length === 0) return "it has no manifest of its files";
  const paths = new Set<string>();
  for (const { path } of files) {
    if (!isPlainPath(path) || path === MANIFEST_FILE)
      return `it names a file ${JSON.stringify(path.slice(0, 200))}, which cannot be copied`;
    if (paths.has(path)) return `it names ${JSON.stringify(path.slice(0, 200))} twice`;
    paths.add(path);
  }
  for (const path of paths)
    for (let end = path.indexOf("/"); end >= 0; end = path.indexOf("/", end + 1))
      if (paths.has(path.slice(0, end)))
        return `${JSON.stringify(path.slice(0, end).slice(0, 200))} is a file and a folder`;
  return null;
}
