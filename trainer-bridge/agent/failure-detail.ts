import { statfsSync } from "node:fs";
import type { Launcher, LauncherObservation } from "./launchers/types";
import { lastLines, printable } from "./printable";

/** Limits of attemptObservation.detail, in UTF-16 units, less room for what we say ourselves. */
const TAIL_CHARACTERS = 19_000;
const TAIL_BYTES = 20_000;
const FULL_DISK_BYTES = 32 * 1024 * 1024;

/** Bytes free for us on the disk of a folder. */
export function freeBytes(folder: string): number {
  const disk = statfsSync(folder);
  return disk.bavail * disk.bsize;
}

/** One sentence if the disk is, or was said to be, full; else empty. */
export function diskSentence(folder: string, said: string): string {
  const free = freeBytes(folder);
  const wasFull = /No space left on device|ENOSPC|Disk quota exceeded/i.test(said);
  if (!wasFull && free >= FULL_DISK_BYTES) return "";
  const megabytes = Math.floor(free / 1024 / 1024);
  return `The disk that holds ${folder} was full (${megabytes} MB free now): free some space, then retry.`;
}

/** Why an attempt ended badly: our sentences, then the end of its stderr (or of its stdout if that is empty). */
export async function failureDetail(
  launcher: Launcher,
  runDir: string,
  seen: LauncherObservation,
): Promise<string> {
  const chunk = await launcher.logs(runDir, { stdout: -TAIL_BYTES, stderr: -TAIL_BYTES });
  const stderr = printable(chunk.stderr).trim();
  const tail = stderr === "" ? printable(chunk.stdout).trim() : stderr;
  const sentences = [seen.error, diskSentence(runDir, tail)].filter(Boolean).join("\n").slice(0, 900);
  return [sentences, lastLines(tail, TAIL_CHARACTERS)].filter(Boolean).join("\n");
}
