import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createExclusively, writeAtomic } from "../../durable-file.mjs";
import { runProcess } from "../../process-run";
import { runFile } from "../../run-files";
import { assetPath } from "../assets";
import { NEVER_STARTED } from "../local-records";
import { readLogs } from "../raw-logs";
import { pythonProgram } from "../supervision/program";
import type { BatchLaunch, SlurmPlace } from "./place";
import { readRecords, readSubmission, type SlurmFacts, slurmFile } from "./records";
import { programIn, slurmEnvironment, trainerEnvironment } from "./sbatch";

/** A login node on which the agent runs, with its folder on a file system that compute nodes see at the same path. */
export const LOCAL_PLACE: SlurmPlace = {
  channel: (command, limitMs) => runProcess(command, { env: slurmEnvironment(process.env), limitMs }),
  known: () => null,
  facts,
  layOut,
  forbidStart,
  askToCancel,
  endLaunch,
  lastWords,
  settle: async (_runDir, end) => end,
  abandon: async () => {}, // the batch job sees that its directory is gone
  logs: async (runDir, from) => readLogs(runDir, from),
  cpuSeconds: async (runDir) => notedCpuSeconds(runDir),
};

async function facts(runDir: string): Promise<SlurmFacts> {
  const submission = readSubmission(runDir);
  return { ...readRecords(runDir), present: existsSync(runDir), submission, silent: "" };
}

async function layOut(runDir: string, { command, env, requeue }: BatchLaunch) {
  const launch = { ...command, env: trainerEnvironment(env), requeue };
  writeAtomic(slurmFile(runDir, "launch"), JSON.stringify(launch), 0o600);
  writeAtomic(programIn(runDir), pythonProgram("slurm_job"));
  return { runDir, script: assetPath("slurm/batch.sh") };
}

async function forbidStart(runDir: string): Promise<boolean> {
  if (!createExclusively(runFile(runDir, "supervisor"), NEVER_STARTED)) return false;
  forgetLaunch(runDir);
  return true;
}

async function askToCancel(runDir: string): Promise<void> {
  try {
    writeFileSync(runFile(runDir, "cancel"), "");
  } catch {
    // the signals follow
  }
}

/** The trainer wrote its checkpoint before it went back into the queue. */
async function endLaunch(runDir: string, { checkpointed }: { checkpointed: boolean }): Promise<void> {
  if (checkpointed) {
    const record = { exitCode: 75, signal: null, error: "", at: new Date().toISOString() };
    createExclusively(runFile(runDir, "exit"), JSON.stringify(record));
  }
  forgetLaunch(runDir);
}

/** Removes the trainer's environment, and with it its token. */
function forgetLaunch(runDir: string): void {
  rmSync(slurmFile(runDir, "launch"), { force: true });
}

async function lastWords(runDir: string): Promise<string> {
  try {
    return readFileSync(runFile(runDir, "supervisorLog"), "utf8").slice(-2000).trim();
  } catch {
    return "";
  }
}

/** CPU seconds of the trainer, as the compute node noted them last. */
function notedCpuSeconds(runDir: string): number | null {
  try {
    const seconds = Number.parseFloat(readFileSync(slurmFile(runDir, "usage"), "ascii"));
    return Number.isFinite(seconds) ? seconds : null;
  } catch {
    return null; // not noted yet
  }
}
