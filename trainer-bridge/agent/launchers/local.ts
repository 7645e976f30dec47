import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from "node:fs";
import type { LaunchOptions } from "../../../lib/contracts";
import { LOCAL, type LocalConfig } from "../../../lib/contracts/launchers/local";
import { createExclusively } from "../durable-file.mjs";
import { pollUntil } from "../poll";
import { membersOf, signalGroup } from "../process-group";
import { runFile } from "../run-files";
import { assetPath } from "./assets";
import { jobOptions } from "./job-options";
import { groupLives, type LocalFacts, NEVER_STARTED, readFacts } from "./local-records";
import { readLogs } from "./raw-logs";
import type { Command, Launcher, LauncherDefinition, LauncherObservation } from "./types";

const START_LIMIT_MS = 45_000;
const STOP_POLL_MS = 50;
const KILL_LIMIT_MS = 15_000;

/** Processes on this machine, each under a supervisor (supervisor.mjs) that outlives the agent. */
export const localLauncher: LauncherDefinition<typeof LOCAL.config> = {
  name: LOCAL.name,
  title: LOCAL.title,
  configSchema: LOCAL.config,
  open: openLocal,
};

function openLocal(config: LocalConfig): Launcher {
  return {
    pollMs: config.pollMs,
    start,
    observe: async (runDir) => look(readFacts(runDir)),
    stop: (runDir, options) => stop(runDir, { ...options, termMs: config.termMs }),
    logs: async (runDir, from) => readLogs(runDir, from),
    cpuSeconds: async (runDir) => cpuSeconds(readFacts(runDir)),
  };
}

/** Starts a supervisor and waits until one, this or an earlier one, owns the run directory. */
async function start(
  runDir: string,
  command: Command,
  env: NodeJS.ProcessEnv,
  launch: LaunchOptions = {},
): Promise<void> {
  jobOptions(LOCAL, launch);
  if (readFacts(runDir).claimed) return;
  const log = openSync(runFile(runDir, "supervisorLog"), "a", 0o600);
  const args = [assetPath("supervisor.mjs"), runDir, command.program, ...command.args];
  const supervisor = spawn(process.execPath, args, {
    cwd: runDir,
    detached: true,
    stdio: ["ignore", log, log],
    env,
  });
  closeSync(log);
  let died = "";
  supervisor.once("error", (error) => {
    died = error.message;
  });
  supervisor.once("exit", (code, signal) => {
    died = `it ended with ${signal ?? code}`;
  });
  supervisor.unref();
  await pollUntil(() => died !== "" || readFacts(runDir).claimed, { everyMs: 20, withinMs: START_LIMIT_MS });
  if (readFacts(runDir).claimed) return;
  // Nothing may start later on, behind the back of whoever hears that this failed.
  if (!createExclusively(runFile(runDir, "supervisor"), NEVER_STARTED)) return;
  const said = readFileSync(runFile(runDir, "supervisorLog"), "utf8").slice(-2000);
  throw new Error(
    `The supervisor did not start (${died || `no sign of it for ${START_LIMIT_MS} ms`}). ${said}`,
  );
}

function look(facts: LocalFacts): LauncherObservation {
  const seen = { exitCode: null, signal: null, pid: facts.trainer?.pid ?? null, error: "" };
  const { exit } = facts;
  if (exit) {
    const { exitCode, signal, error } = exit;
    return { ...seen, state: "exited", exitCode, signal, error, engineState: signal ?? `exit ${exitCode}` };
  }
  if (!facts.present)
    return { ...seen, state: "gone", engineState: "gone", error: "its run directory is gone" };
  if (!facts.claimed) return { ...seen, state: "unstarted", engineState: "not started yet" };
  if (facts.supervisor?.alive) {
    return facts.trainer
      ? { ...seen, state: "running", engineState: facts.trainer.alive ? "running" : "ending" }
      : { ...seen, state: "starting", engineState: "starting" };
  }
  if (facts.trainer && groupLives(facts)) {
    return { ...seen, state: "running", engineState: "running without its supervisor" };
  }
  const error = facts.supervisor
    ? "its supervisor was killed, or the machine went down"
    : "stopped before it started";
  return { ...seen, state: "gone", engineState: "gone", error };
}

function hasEnded(runDir: string): boolean {
  const { state } = look(readFacts(runDir));
  return state === "exited" || state === "gone";
}

async function stop(
  runDir: string,
  { graceMs, termMs, signal }: { graceMs: number; termMs: number; signal?: AbortSignal },
): Promise<void> {
  if (!existsSync(runDir)) return; // its supervisor ends what runs there
  if (!readFacts(runDir).claimed && createExclusively(runFile(runDir, "supervisor"), NEVER_STARTED)) return;
  const ended = () => hasEnded(runDir);
  if (ended()) return;
  askToCancel(runDir);
  if (await pollUntil(ended, { everyMs: STOP_POLL_MS, withinMs: graceMs, signal })) return;
  signalTrainer(runDir, "SIGTERM");
  if (await pollUntil(ended, { everyMs: STOP_POLL_MS, withinMs: termMs, signal })) return;
  const killed = () => ended() || kill(runDir);
  if (await pollUntil(killed, { everyMs: STOP_POLL_MS, withinMs: KILL_LIMIT_MS })) return;
  // A supervisor that still waits for a full disk to take its record is no reason to wait with it.
  if (!groupLives(readFacts(runDir))) return;
  throw new Error(`process group ${readFacts(runDir).trainer?.pid} does not end: the kernel holds it`);
}

/** One round of SIGKILL, to be followed by a look at what it did. */
function kill(runDir: string): false {
  const facts = readFacts(runDir);
  if (facts.trainer) {
    if (groupLives(facts)) signalGroup(facts.trainer.pid, "SIGKILL");
  } else if (facts.supervisor?.alive) {
    // The trainer waits for its supervisor's word and ends without it.
    signalGroup(facts.supervisor.pid, "SIGKILL");
  }
  return false;
}

/** A full disk must not keep anything running: then the signals alone have to do. */
function askToCancel(runDir: string): void {
  try {
    writeFileSync(runFile(runDir, "cancel"), "");
  } catch {
    // the signals follow
  }
}

function signalTrainer(runDir: string, name: NodeJS.Signals): void {
  const facts = readFacts(runDir);
  if (facts.trainer && groupLives(facts)) signalGroup(facts.trainer.pid, name);
}

function cpuSeconds(facts: LocalFacts): number | null {
  if (!facts.trainer || !groupLives(facts)) return null;
  return membersOf(facts.trainer.pid).reduce((sum, member) => sum + member.cpuSeconds, 0);
}
