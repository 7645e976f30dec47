/**
 * Starts one trainer, waits for it and writes how it ended, so that the truth survives the agent's death.
 *
 *   node supervisor.mjs RUN_DIR COMMAND [ARGUMENT…]
 *
 * It runs in a session of its own, the trainer in a process group of its own. The first supervisor of a run
 * directory owns it (supervisor.json is created exclusively); any other ends at once without starting anything.
 * Arguments stay arguments: no shell reads them. It holds no secret that is not in its environment.
 */
import { spawn } from "node:child_process";
import { existsSync, openSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createExclusively, writeAtomic } from "../durable-file.mjs";
import { identify } from "../process-identity.mjs";

const LEFTOVER_GRACE_MS = 2000;
const POLL_MS = 50;
const DISK_RETRY_MS = 1000;
const WATCH_MS = 2000;

/**
 * The trainer waits for a word on descriptor 3 before it becomes the command, and ends if that is closed: a
 * supervisor killed before it has written the trainer's pid leaves no process behind that nobody knows of.
 */
const GATE = 'IFS= read -r go <&3 || exit 125; exec 3<&-; exec "$@"';

const [runDir, command, ...args] = process.argv.slice(2);
const inRunDir = (name) => join(runDir, name);
const asText = (value) => `${JSON.stringify(value)}\n`;

/** Signals are for the trainer's group; this process stays until it has written how the trainer ended. */
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(signal, () => {});

function signalGroup(pgid, signal) {
  try {
    process.kill(-pgid, signal);
    return true;
  } catch {
    return false;
  }
}

/** What the trainer started and left behind (data workers) ends with it. Nobody else has its group's number. */
async function endLeftovers(pgid) {
  if (!signalGroup(pgid, "SIGTERM")) return;
  const deadline = performance.now() + LEFTOVER_GRACE_MS;
  while (performance.now() < deadline) {
    await sleep(POLL_MS);
    if (!signalGroup(pgid, 0)) return;
  }
  signalGroup(pgid, "SIGKILL");
}

/** The exit record is the one thing that must not get lost: a full disk is waited out. */
async function record(name, value) {
  for (;;) {
    try {
      writeAtomic(inRunDir(name), asText(value));
      return;
    } catch (error) {
      if (error.code === "ENOENT") throw error;
      await sleep(DISK_RETRY_MS);
    }
  }
}

/** Whoever removes the run directory takes away every other way to find this trainer. */
function endWithRunDir(pgid) {
  const watch = setInterval(() => {
    if (!existsSync(runDir)) signalGroup(pgid, "SIGKILL");
  }, WATCH_MS);
  return () => clearInterval(watch);
}

function ended(trainer) {
  return new Promise((resolve) => {
    trainer.once("error", (error) => resolve({ exitCode: 127, signal: null, error: error.message }));
    trainer.once("exit", (exitCode, signal) => resolve({ exitCode, signal, error: "" }));
  });
}

async function supervise() {
  if (!createExclusively(inRunDir("supervisor.json"), asText(identify(process.pid)))) return;
  const output = ["stdout.log", "stderr.log"].map((name) => openSync(inRunDir(name), "a", 0o600));
  const trainer = spawn("/bin/sh", ["-c", GATE, "sh", command, ...args], {
    cwd: runDir,
    detached: true,
    stdio: ["ignore", ...output, "pipe"],
  });
  const end = ended(trainer);
  const gate = trainer.stdio[3];
  gate.on("error", () => {}); // it ended before it was let go; its exit says how
  if (trainer.pid !== undefined) {
    await record("trainer.json", identify(trainer.pid));
    gate.end("go\n");
  }
  const unwatch = endWithRunDir(trainer.pid);
  const how = await end;
  unwatch();
  if (trainer.pid !== undefined) await endLeftovers(trainer.pid);
  await record("exit.json", { ...how, at: new Date().toISOString() });
}

await supervise();
