import { EXIT_NOT_STARTED } from "../../../../lib/domain/lease-times";
import { createExclusively, writeAtomic } from "../../durable-file.mjs";
import { runFile } from "../../run-files";
import { groupLives, type LocalFacts, NEVER_STARTED, readFacts } from "../local-records";
import type { LauncherObservation } from "../types";
import { dropEnvironment, isIntended, readBeat, readNode, submissionIdOf } from "./files";
import { RayAway, type RayJob, type RayJobs } from "./jobs";

/** Ray's own troubles, which say nothing about the job: it may be tried again elsewhere or later. */
const RAYS_OWN = new Set([
  "JOB_SUPERVISOR_ACTOR_START_TIMEOUT",
  "JOB_SUPERVISOR_ACTOR_UNSCHEDULABLE",
  "JOB_SUPERVISOR_ACTOR_DIED",
]);

/** What Ray says when asked: a job, that it knows none, or nothing. */
export type RayWord = { job: RayJob | null } | { away: string };

/** Asks Ray for the job of a run directory. */
export async function askRay(jobs: RayJobs, runDir: string): Promise<RayWord> {
  try {
    return { job: await jobs.find(submissionIdOf(runDir)) };
  } catch (error) {
    if (error instanceof RayAway) return { away: error.message };
    throw error;
  }
}

/** Remembers when each run directory's sign of life last changed, on our own clock: other nodes' may be wrong. */
export class Pulse {
  private readonly seen = new Map<string, { mark: string; atMs: number }>();

  constructor(private readonly now: () => number) {}

  /** Milliseconds since the sign was first seen as it is now. */
  silentMs(runDir: string): number {
    const mark = readBeat(runDir)?.mark ?? "";
    const last = this.seen.get(runDir);
    if (last?.mark === mark) return this.now() - last.atMs;
    this.seen.set(runDir, { mark, atMs: this.now() });
    return 0;
  }

  forget(runDir: string): void {
    this.seen.delete(runDir);
  }
}

const nothing = { exitCode: null, signal: null, pid: null, error: "" };

/** What the run directory alone says for certain; null if Ray has to be asked. */
export function certain(runDir: string, facts: LocalFacts): LauncherObservation | null {
  const pid = facts.trainer?.pid ?? null;
  if (facts.exit) {
    const { exitCode, signal, error } = facts.exit;
    const engineState = signal ?? `exit ${exitCode}`;
    return { state: "exited", exitCode, signal, pid, error, engineState };
  }
  if (!facts.present)
    return { ...nothing, state: "gone", engineState: "gone", error: "its run directory is gone" };
  if (facts.claimed && !facts.supervisor)
    return { ...nothing, state: "gone", engineState: "gone", error: "stopped before it started" };
  if (!facts.claimed && !isIntended(runDir))
    return { ...nothing, state: "unstarted", engineState: "not submitted yet" };
  return null;
}

/** A job that waits in Ray, or is on its way there. */
export function starting(word: RayWord): LauncherObservation {
  return { ...nothing, state: "starting", engineState: waitingWord(word) };
}

function waitingWord(word: RayWord): string {
  if ("away" in word) return `waits for Ray, which does not answer: ${word.away}`;
  if (!word.job) return "not in Ray yet";
  const { status, message } = word.job;
  return status === "PENDING" && message ? `PENDING: ${message}` : status;
}

/**
 * Ray has ended a job that never came to its trainer: nothing may start in this directory any more. A failure of
 * its own making is its recorded end; one of Ray's making leaves it gone, to be tried again.
 */
export async function settleUnstarted(
  jobs: RayJobs,
  runDir: string,
  job: RayJob,
): Promise<LauncherObservation> {
  const log = await jobs.logs(submissionIdOf(runDir)).catch(() => "");
  const said = [job.message, log].filter(Boolean).join("\n").trim().slice(-4000);
  const why = `Ray ended the job (${job.status}) before the trainer started. ${said}`;
  if (job.error_type && RAYS_OWN.has(job.error_type)) {
    if (createExclusively(runFile(runDir, "supervisor"), NEVER_STARTED)) dropEnvironment(runDir);
    return { ...nothing, state: "gone", engineState: job.status, error: why };
  }
  recordNotStarted(runDir, why);
  return certain(runDir, readFacts(runDir)) ?? { ...nothing, state: "starting", engineState: job.status };
}

/** Records that this run directory's trainer will never start, and why, unless one has begun meanwhile. */
export function recordNotStarted(runDir: string, why: string): void {
  if (!createExclusively(runFile(runDir, "supervisor"), NEVER_STARTED)) return;
  dropEnvironment(runDir);
  const end = { exitCode: EXIT_NOT_STARTED, signal: null, error: why, at: new Date().toISOString() };
  writeAtomic(runFile(runDir, "exit"), `${JSON.stringify(end)}\n`);
}

/** Whether anything of the attempt can live: by its process numbers on this machine, by its pulse elsewhere. */
function mayLive(runDir: string, facts: LocalFacts, word: RayWord, silence: { ms: number; limitMs: number }) {
  if (readNode(runDir)?.isHere) return facts.supervisor?.alive === true || groupLives(facts);
  if (silence.ms < silence.limitMs) return true;
  // A silent share and a silent Ray are no proof of an end, and neither is a share's silence against Ray's word.
  return "away" in word || word.job?.status === "RUNNING";
}

/** A supervisor has begun and left no record of an end. */
export function afterStart(
  runDir: string,
  facts: LocalFacts,
  word: RayWord,
  silence: { ms: number; limitMs: number },
): LauncherObservation {
  const pid = facts.trainer?.pid ?? null;
  const node = readNode(runDir)?.hostname ?? "a node";
  if (!mayLive(runDir, facts, word, silence)) {
    // The end may have been recorded between our first look and this one.
    const end = certain(runDir, readFacts(runDir));
    const error = `its supervisor on ${node} was killed, or the node went down`;
    return end ?? { ...nothing, pid, state: "gone", engineState: engineWord(word), error };
  }
  const quiet =
    silence.ms < silence.limitMs ? "" : `; no sign of it for ${Math.floor(silence.ms / 60_000)} min`;
  return {
    ...nothing,
    pid,
    state: facts.trainer ? "running" : "starting",
    engineState: `${engineWord(word)} on ${node}${quiet}`,
  };
}

function engineWord(word: RayWord): string {
  if ("away" in word) return `running, Ray does not answer (${word.away})`;
  if (!word.job) return "running, unknown to Ray since its head was restarted";
  const { status } = word.job;
  return status === "RUNNING" || status === "PENDING" ? status : `${status}, the trainer is ending`;
}
