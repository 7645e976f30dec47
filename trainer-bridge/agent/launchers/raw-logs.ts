import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { runFile } from "../run-files";
import type { LogChunk, LogPosition } from "./types";

const LIMIT_BYTES = 1_000_000;

function readFrom(path: string, from: number): { bytes: Buffer; next: number } {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return { bytes: Buffer.alloc(0), next: 0 };
    throw error;
  }
  try {
    const { size } = fstatSync(file);
    const start = from < 0 ? Math.max(0, size + from) : Math.min(from, size);
    const bytes = Buffer.alloc(Math.min(LIMIT_BYTES, size - start));
    const read = readSync(file, bytes, 0, bytes.length, start);
    return { bytes: bytes.subarray(0, read), next: start + read };
  } finally {
    closeSync(file);
  }
}

/** Reads both raw outputs of a run directory on this machine from the given offsets. */
export function readLogs(runDir: string, from: LogPosition): LogChunk {
  const stdout = readFrom(runFile(runDir, "stdout"), from.stdout);
  const stderr = readFrom(runFile(runDir, "stderr"), from.stderr);
  return { stdout: stdout.bytes, stderr: stderr.bytes, next: { stdout: stdout.next, stderr: stderr.next } };
}
