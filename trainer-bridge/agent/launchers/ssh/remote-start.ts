import { z } from "zod";
import { readRecord, runFile } from "../../run-files";
import type { Command } from "../types";
import { RemoteTrouble } from "./channel";
import type { Placement } from "./records";
import type { RemoteHost } from "./remote-host";
import type { SshSettings } from "./settings";

const START_LIMIT_MS = 60_000;
/** Nobody listens there: the trainer keeps its events in its spool. */
const NO_SERVER = "http://127.0.0.1:9";
/** Of the agent's environment only what the launcher's caller set for the trainer; the rest is this machine's. */
const TRAINER_VARIABLES = /^(STEPWELL_RUN_TOKEN|PYTHONUNBUFFERED|TOKENIZERS_PARALLELISM|[A-Z]+_NUM_THREADS)$/;

const jobFile = z.looseObject({ jobId: z.string().regex(/^[A-Za-z0-9_-]{1,100}$/), serverUrl: z.string() });

export interface RemoteStart {
  runDir: string;
  where: Placement;
  command: Command;
  env: NodeJS.ProcessEnv;
}

/** Starts the command on the remote host unless it was started there before. */
export async function remoteStart(
  host: RemoteHost,
  settings: SshSettings,
  { runDir, where, command, env }: RemoteStart,
): Promise<void> {
  const what = remoteJob(settings, { runDir, command, env });
  const body = { kind: "attempts", of: where.attempt, ...what };
  await host.askWithPackage({ op: "start", body, limitMs: START_LIMIT_MS });
}

/** What the remote host needs to know of a job: a null argument stands for the run directory there. */
export function remoteJob(
  settings: SshSettings,
  { runDir, command, env }: Pick<RemoteStart, "runDir" | "command" | "env">,
) {
  const job = readRecord(runFile(runDir, "job"), jobFile);
  if (!job) throw new RemoteTrouble("failed", `${runDir} holds no job.json`);
  const here = (part: string) => (part === runDir ? null : part);
  return {
    job: { ...job, serverUrl: serverUrlOf(settings, job.serverUrl) },
    argv: [command.program, ...command.args.map(here)],
    env: remoteEnv(settings, env),
  };
}

/** The address by which the trainer there reaches the server. */
function serverUrlOf({ events }: SshSettings, known: string): string {
  if (events.way === "direct") return events.serverUrl ?? known;
  return events.way === "tunnel" ? `http://127.0.0.1:${events.remotePort}` : NO_SERVER;
}

/** What comes on top of the remote user's own environment. */
export function remoteEnv({ env, passEnv }: SshSettings, given: NodeJS.ProcessEnv): Record<string, string> {
  const passes = (name: string) => passEnv.includes(name) || TRAINER_VARIABLES.test(name);
  const passed = Object.entries(given).flatMap(([name, value]) =>
    passes(name) && value !== undefined ? [[name, value] as const] : [],
  );
  return { ...Object.fromEntries(passed), ...env };
}
