import type { LauncherObservation } from "../types";
import type { SlurmJob } from "./engine";
import type { SlurmFacts } from "./records";

/** States in which a job will still run or write something. Every other one is an end. */
const ALIVE = new Set([
  "PENDING",
  "CONFIGURING",
  "RUNNING",
  "SUSPENDED",
  "STOPPED",
  "COMPLETING",
  "STAGE_OUT",
  "SIGNALING",
  "RESIZING",
  "REQUEUED",
  "REQUEUE_FED",
  "REQUEUE_HOLD",
  "RESV_DEL_HOLD",
]);

/** What Slurm says of the job of a run directory: null if it does not know it, "silent" if it does not answer. */
export type EngineWord = SlurmJob | null | "silent";

/** `ended`: Slurm says that it ended, but there is no record of how. */
export type Look = { observation: LauncherObservation; ended: boolean };

const QUIET = { exitCode: null, signal: null, pid: null, error: "" };

/** Whether the files alone say everything. */
export function isSettled(facts: SlurmFacts): boolean {
  return facts.exit !== null || !facts.present || facts.claim === "never";
}

/** What the files of an attempt say that has ended or never began. Only for those that are settled. */
export function settledObservation(facts: SlurmFacts): LauncherObservation {
  const pid = facts.trainer?.pid ?? null;
  if (facts.exit?.lost) {
    return { ...QUIET, pid, state: "gone", engineState: "gone", error: facts.exit.error };
  }
  if (facts.exit) {
    const { exitCode, signal, error } = facts.exit;
    return { state: "exited", exitCode, signal, pid, error, engineState: signal ?? `exit ${exitCode}` };
  }
  const error = facts.present ? "stopped before it started" : "its run directory is gone";
  return { ...QUIET, state: "gone", engineState: "gone", error };
}

/** The id of the job that counts: the one that owns the run directory, else the one that was submitted. */
export function jobIdOf(facts: SlurmFacts): string | null {
  if (facts.claim && facts.claim !== "never") return facts.claim.job;
  return facts.submission?.jobId ?? null;
}

/** Files and engine together, for an attempt that is not settled. */
export function look(facts: SlurmFacts, word: EngineWord, trouble: string): Look {
  if (jobIdOf(facts) === null) {
    const engineState = trouble === "" ? "not submitted yet" : `not submitted yet: ${trouble}`;
    return { observation: { ...QUIET, state: "unstarted", engineState }, ended: false };
  }
  const pid = facts.trainer?.pid ?? null;
  const begun = { ...QUIET, pid, state: facts.trainer ? ("running" as const) : ("starting" as const) };
  if (facts.silent !== "") {
    return { observation: { ...begun, engineState: facts.silent.slice(0, 180) }, ended: false };
  }
  if (word === "silent") {
    return { observation: { ...begun, engineState: `Slurm does not answer: ${trouble}` }, ended: false };
  }
  if (word && ALIVE.has(word.state) && !wasTakenAway(facts, word)) {
    return { observation: { ...begun, engineState: words(word, facts) }, ended: false };
  }
  const engineState = word ? `${words(word, facts)}; no record of its end yet` : "unknown to Slurm";
  return { observation: { ...begun, engineState }, ended: true };
}

/** Waiting in the queue while its trainer's record stands: pre-empted or lost with its node, without a checkpoint. */
function wasTakenAway(facts: SlurmFacts, job: SlurmJob): boolean {
  return facts.trainer !== null && job.state === "PENDING";
}

/** Such as `PENDING (Resources)` or `RUNNING on node7`. */
function words(job: SlurmJob, facts: SlurmFacts): string {
  const why = job.reason !== "" && job.reason !== "None" ? ` (${job.reason})` : "";
  const where = job.nodes !== "" ? ` on ${job.nodes}` : "";
  const paused = facts.paused && !facts.trainer ? "; goes on from its checkpoint" : "";
  return `${job.state}${job.state === "PENDING" ? why : where || why}${paused}`;
}

/** What to report of an attempt that Slurm ended without leaving a record, by what its books say. */
export function conclusion(
  facts: SlurmFacts,
  end: { state: string; exitCode: number } | null,
  said: string,
): LauncherObservation {
  const pid = facts.trainer?.pid ?? null;
  const job = `Slurm's job ${jobIdOf(facts)}`;
  if (end?.state === "OUT_OF_MEMORY") {
    const error = `${job} used more memory than it had asked for: raise mem.`;
    return { state: "exited", exitCode: null, signal: "SIGKILL", pid, engineState: end.state, error };
  }
  if (end?.state === "FAILED" && !facts.trainer) {
    const error = [
      `${job} failed before the trainer started. Can compute nodes see the run directory, and is there the Python of the launcher's settings?`,
      said,
    ];
    const exitCode = end.exitCode || 1;
    return {
      state: "exited",
      exitCode,
      signal: null,
      pid,
      engineState: end.state,
      error: error.join("\n").trim(),
    };
  }
  const error = end
    ? `${job} ended as ${end.state} without a record of the trainer's end`
    : `Slurm no longer knows ${job}`;
  return { ...QUIET, pid, state: "gone", engineState: end?.state ?? "unknown to Slurm", error };
}
