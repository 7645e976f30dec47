import { z } from "zod";
import { createExclusively, writeAtomic } from "../../durable-file.mjs";
import { readRecord, runFile } from "../../run-files";
import type { LauncherObservation } from "../types";

/** Where the attempt of a local run directory runs; written before the remote host hears of it. */
const placement = z.strictObject({
  host: z.string(),
  port: z.int(),
  root: z.string(),
  attempt: z.string(),
  /** Whether the remote host has confirmed that it holds the attempt. */
  placed: z.boolean(),
});
export type Placement = z.infer<typeof placement>;
/** The one slot of a run directory: the first of `start` and `stop` takes it. */
const remoteRecord = z.union([placement, z.strictObject({ neverStarted: z.literal(true) })]);
type RemoteRecord = z.infer<typeof remoteRecord>;

const exitRecord = z.strictObject({
  exitCode: z.int().nullable(),
  signal: z.string().nullable(),
  error: z.string(),
  at: z.string(),
});
/** What is known of an end for good: all that it left is here. `gone`: nobody knows how it ended. */
const endRecord = z.union([exitRecord, z.strictObject({ gone: z.string() })]);
export type EndRecord = z.infer<typeof endRecord>;

const remoteFacts = z.strictObject({
  attempt: z.string(),
  present: z.boolean(),
  claimed: z.boolean(),
  neverStarted: z.boolean(),
  supervisorAlive: z.boolean(),
  trainer: z.strictObject({ pid: z.int(), alive: z.boolean(), groupAlive: z.boolean() }).nullable(),
  cpuSeconds: z.number().nullable(),
  touchedMs: z.int(),
  exit: exitRecord.nullable(),
});
/** What a remote run directory and the process table there say together (supervision/remote_attempts.py). */
export type RemoteFacts = z.infer<typeof remoteFacts>;
export const statusAnswer = z.strictObject({ attempts: z.array(remoteFacts) });

export const readRemote = (runDir: string) => readRecord(runFile(runDir, "remote"), remoteRecord);
export const readEnd = (runDir: string) => readRecord(runFile(runDir, "exit"), endRecord);

/** Takes the slot, or returns who has it. */
export function claimRemote(runDir: string, wanted: RemoteRecord): RemoteRecord {
  const text = `${JSON.stringify(wanted)}\n`;
  if (createExclusively(runFile(runDir, "remote"), text)) return wanted;
  return readRemote(runDir) ?? wanted;
}

/** Empty, or why an attempt cannot be followed with these settings: they lead to another place. */
export function elsewhere(
  { host, port, root }: Placement,
  now: Omit<Placement, "attempt" | "placed">,
): string {
  if (host === now.host && port === now.port && root === now.root) return "";
  return `it was started in ${root} on ${host}:${port}, and this agent now drives ${now.root} on ${now.host}:${now.port}`;
}

export function markPlaced(runDir: string, where: Placement): void {
  writeAtomic(runFile(runDir, "remote"), `${JSON.stringify({ ...where, placed: true })}\n`);
}

/** The word on the end, and with it the last thing this host needs the remote one for. */
export function writeEnd(runDir: string, end: EndRecord): void {
  writeAtomic(runFile(runDir, "exit"), `${JSON.stringify(end)}\n`);
}

const NOTHING = { exitCode: null, signal: null, pid: null, error: "" };

export function observationOfEnd(end: EndRecord): LauncherObservation {
  if ("gone" in end) return { ...NOTHING, state: "gone", engineState: "gone", error: end.gone };
  const { exitCode, signal, error } = end;
  return { ...NOTHING, exitCode, signal, error, state: "exited", engineState: signal ?? `exit ${exitCode}` };
}

/** How it ended, if the remote host says that it has. */
export function endOf(facts: RemoteFacts, placed: boolean): EndRecord | null {
  if (facts.exit) return facts.exit;
  if (!facts.present) return placed ? { gone: "its run directory on the remote host is gone" } : null;
  if (facts.neverStarted) return { gone: "stopped before it started" };
  if (!facts.claimed || facts.supervisorAlive || facts.trainer?.groupAlive) return null;
  return { gone: "its supervisor was killed, or the remote host went down" };
}

/** What to say of an attempt that has not ended. */
export function observationOfLife(facts: RemoteFacts): LauncherObservation {
  const pid = facts.trainer?.pid ?? null;
  if (!facts.claimed) return { ...NOTHING, state: "unstarted", engineState: "not started yet" };
  if (!facts.trainer) return { ...NOTHING, state: "starting", engineState: "starting" };
  const ending = facts.trainer.alive ? "running" : "ending";
  const engineState = facts.supervisorAlive ? ending : "running without its supervisor";
  return { ...NOTHING, state: "running", pid, engineState };
}
