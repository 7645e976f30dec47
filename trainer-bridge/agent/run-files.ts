import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";

/** Names inside a run directory. The trainer reads `job` and `cancel` and writes `spool`; the rest is ours. */
export const RUN_FILES = {
  job: "job.json",
  resumeFrom: "resume-from.json",
  token: "token",
  cancel: "cancel",
  spool: "spool",
  heartbeat: "heartbeat",
  stdout: "stdout.log",
  stderr: "stderr.log",
  supervisor: "supervisor.json",
  supervisorLog: "supervisor.log",
  trainer: "trainer.json",
  exit: "exit.json",
  remote: "remote.json",
  interrupted: "interrupted",
  closed: "closed.json",
} as const;
export type RunFile = keyof typeof RUN_FILES;

/** Path of one of the files above. */
export function runFile(runDir: string, file: RunFile): string {
  return join(runDir, RUN_FILES[file]);
}

/** Reads and checks a JSON file; null if it is absent. Throws if it is there and not what it should be. */
export function readRecord<Schema extends z.ZodType>(path: string, schema: Schema): z.output<Schema> | null {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
  return schema.parse(JSON.parse(text));
}
