import { hostname } from "node:os";
import { join } from "node:path";
import type { DbLocation } from "@/db/client";
import type { Instance } from "./instance";
import { SupervisedChild } from "./supervise";

const CHECKPOINT_MS = 20_000;
/** After the checkpoint come SIGTERM and SIGKILL for the trainers, and the last words to the server. */
const GRACE_MS = CHECKPOINT_MS + 25_000;

export interface AgentRequest {
  root: string;
  url: string;
  data: string;
  python: string;
  log: string;
  database: Record<string, string>;
  instance: Instance;
  say(text: string): void;
}

function locationOf(env: Record<string, string>): DbLocation {
  if (env.DATABASE_URL) return { url: env.DATABASE_URL };
  return { socketDir: env.STEPWELL_PG_SOCKET ?? "", database: env.STEPWELL_PG_DATABASE ?? "" };
}

/** A token for the local agent: new at each start, those of earlier starts are revoked. */
async function localToken(location: DbLocation, subject: string): Promise<string> {
  const [{ openDb }, { mintToken }, { revokeAgentTokens }] = await Promise.all([
    import("@/db/client"),
    import("@/lib/server/tokens"),
    import("@/db/queries/tokens"),
  ]);
  const handle = openDb(location, { max: 1 });
  try {
    await revokeAgentTokens(handle.db, subject, new Date());
    return (await mintToken(handle.db, "agent", subject)).token;
  } finally {
    await handle.close();
  }
}

/**
 * Starts the agent of this machine. On stop it lets its trainers write a checkpoint; the next start resumes them.
 * It may start before the trainer's environment is there: it looks again until it is.
 */
export async function startAgent(request: AgentRequest): Promise<SupervisedChild> {
  const { root, url, data, python } = request;
  const name = `${hostname() || "this-machine"}`;
  const token = await localToken(locationOf(request.database), `local agent: ${data}`);
  const main = join(root, "trainer-bridge", "agent", "main.ts");
  const options = ["--server", url, "--data", data, "--name", name, "--python", python];
  const ending = ["--on-exit", "stop", "--exit-grace-ms", String(CHECKPOINT_MS)];
  return new SupervisedChild({
    name: "The agent",
    command: [process.execPath, "--import", "tsx", main, "--launcher", "local", ...options, ...ending],
    cwd: root,
    env: withoutSecrets({ ...process.env, STEPWELL_AGENT_TOKEN: token }),
    log: request.log,
    graceMs: GRACE_MS,
    onStart: (pid) => request.instance.setChild("agent", pid),
    say: request.say,
  }).start();
}

/** The agent and its trainers speak HTTP: they hold no credential of the database and not the browser's token. */
function withoutSecrets(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { DATABASE_URL, STEPWELL_TOKEN, ...rest } = env;
  return rest;
}
