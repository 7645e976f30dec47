import { spawnSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";

const SIZE_MB = 96;
const PIECE = Buffer.alloc(64 * 1024);

/** A small file system of the bench's own, to be filled to the last byte; where that cannot be, a folder. */
export interface Disk {
  folder: string;
  /** Why it cannot be filled; empty if it can. */
  why: string;
  /** Takes every byte that is left. */
  fill(): void;
  /** Gives them back. */
  clear(): void;
  close(): void;
}

/** Mounts it (a tmpfs), which takes root. */
export function openDisk(folder: string): Disk {
  mkdirSync(folder, { recursive: true });
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${SIZE_MB}m,mode=0755`, "none", folder], {
    encoding: "utf8",
  });
  const filling = join(folder, "filling");
  return {
    folder,
    why: mounted.status === 0 ? "" : (mounted.error?.message ?? mounted.stderr.trim()),
    fill: () => fillUp(filling),
    clear: () => rmSync(filling, { force: true }),
    close: () => {
      if (mounted.status === 0) spawnSync("umount", ["--lazy", folder]);
    },
  };
}

/** Writes until the disk refuses, by pieces and then by bytes. */
function fillUp(path: string): void {
  const file = openSync(path, "a");
  for (let size = PIECE.length; size >= 1; size = Math.floor(size / 16)) {
    while (wrote(file, PIECE.subarray(0, size)));
  }
  closeSync(file);
}

function wrote(file: number, bytes: Buffer): boolean {
  try {
    return writeSync(file, bytes) === bytes.length;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOSPC") return false;
    throw error;
  }
}
