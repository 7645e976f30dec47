import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { JobSpec } from "../../lib/contracts";
import type { Command } from "./launchers/types";
import { sourceRoot } from "./source-files";

const THREAD_VARIABLES = [
  "OMP_NUM_THREADS",
  "MKL_NUM_THREADS",
  "OPENBLAS_NUM_THREADS",
  "NUMEXPR_NUM_THREADS",
  "VECLIB_MAXIMUM_THREADS",
  "RAYON_NUM_THREADS",
];

/** What belongs to the agent or the server and is none of a trainer's business. */
const PRIVATE_VARIABLES =
  /^(STEPWELL_(AGENT_TOKEN|TOKEN|RUN_TOKEN|RUN_SERVER_URL|PG_.*)|DATABASE_URL|PG[A-Z]+|NODE_OPTIONS)$/;

/** `python -m stepwell_trainer <verb> [ARGUMENT…]`. */
export function trainerCommand(python: string, verb: "run" | "drain" | "doctor", ...args: string[]): Command {
  return { program: python, args: ["-m", "stepwell_trainer", verb, ...args] };
}

/**
 * The agent's environment without its secrets, with unbuffered output and the trainer's package of this agent's own
 * version: it goes before one that is installed.
 */
export function trainerEnv(inherited: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...inherited };
  for (const name of Object.keys(env)) if (PRIVATE_VARIABLES.test(name)) delete env[name];
  const packageDir = join(sourceRoot(), "trainer-bridge", "trainer");
  if (existsSync(packageDir)) {
    env.PYTHONPATH = [packageDir, inherited.PYTHONPATH].filter(Boolean).join(delimiter);
  }
  env.PYTHONUNBUFFERED = "1";
  return env;
}

/** The environment of one attempt: its token, and as many threads as the job may use (null = all). */
export function attemptEnv(
  inherited: NodeJS.ProcessEnv,
  token: string,
  threads: JobSpec["threads"],
): NodeJS.ProcessEnv {
  const env = trainerEnv(inherited);
  env.STEPWELL_RUN_TOKEN = token;
  if (threads === null) return env;
  for (const name of THREAD_VARIABLES) env[name] = String(threads);
  env.TOKENIZERS_PARALLELISM = threads > 1 ? "true" : "false";
  return env;
}
