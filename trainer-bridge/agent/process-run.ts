import { spawn } from "node:child_process";
import type { Command } from "./launchers/types";

const KEEP_BYTES = 200_000;

export interface ProcessResult {
  /** null if it could not start, was ended by a signal or ran out of time. */
  exitCode: number | null;
  stdout: Buffer;
  stderr: Buffer;
}

export interface ProcessLimits {
  env: NodeJS.ProcessEnv;
  limitMs: number;
  signal?: AbortSignal;
}

/** Runs a short helper process to its end and keeps the last 200 KB of each output. Never rejects. */
export function runProcess(
  command: Command,
  { env, limitMs, signal }: ProcessLimits,
): Promise<ProcessResult> {
  const limit = AbortSignal.timeout(limitMs);
  const child = spawn(command.program, command.args, {
    env,
    stdio: ["ignore", "pipe", "pipe"],
    signal: signal ? AbortSignal.any([signal, limit]) : limit,
    killSignal: "SIGKILL",
  });
  const stdout = keepTail(child.stdout);
  const stderr = keepTail(child.stderr);
  return new Promise((resolve) => {
    let failure = "";
    child.once("error", (error) => {
      failure = error.message;
      // A process that never started closes nothing.
      if (child.pid === undefined)
        resolve({ exitCode: null, stdout: stdout(), stderr: Buffer.from(failure) });
    });
    child.once("close", (exitCode) =>
      resolve({ exitCode, stdout: stdout(), stderr: Buffer.concat([stderr(), Buffer.from(failure)]) }),
    );
  });
}

function keepTail(stream: NodeJS.ReadableStream): () => Buffer {
  let kept = Buffer.alloc(0);
  stream.on("data", (chunk: Buffer) => {
    kept = Buffer.concat([kept, chunk]).subarray(-KEEP_BYTES);
  });
  return () => kept;
}
