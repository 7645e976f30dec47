import { chmodSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { z } from "zod";
import { AGENT_BUNDLE } from "../../../lib/contracts/agent-files";
import { agentSettings } from "../../../lib/contracts/enrolments";
import { writeAtomic } from "../durable-file.mjs";

/** What an installed agent keeps beside its program. */
const config = z.strictObject({
  server: z.url({ protocol: /^https?$/ }),
  /** Run directories and outputs of jobs. */
  data: z.string().min(1),
  /** The trainer's Python where its owner named one; null = an environment that the agent makes. */
  python: z.string().nullable(),
  /** Who keeps the agent running. */
  service: z.enum(["systemd", "background"]),
  /** As the server said them last: the agent starts while the server is away, too. */
  settings: agentSettings,
});
export type InstalledConfig = z.infer<typeof config>;

/** The folder of an installed agent and what lies in it. */
export interface AgentHome {
  dir: string;
  bundle: string;
  /** The program people call. */
  command: string;
  config: string;
  token: string;
  log: string;
  /** The trainer's environment, where the agent makes it. */
  python: string;
  installLog: string;
  /** The trainer's wheel, as the server gave it. */
  wheels: string;
}

export function agentHome(env: Readonly<Record<string, string | undefined>> = process.env): AgentHome {
  const dir = resolve(env.STEPWELL_AGENT_HOME || join(homedir(), ".stepwell-agent"));
  const at = (name: string) => join(dir, name);
  return {
    dir,
    bundle: at(AGENT_BUNDLE),
    command: at("stepwell-agent"),
    config: at("config.json"),
    token: at("token"),
    log: at("agent.log"),
    python: at("python"),
    installLog: at("python-install.log"),
    wheels: at("wheels"),
  };
}

/** Throws one sentence if nothing is installed there, or if the file was changed into nonsense. */
export function readConfig(home: AgentHome): InstalledConfig {
  if (!existsSync(home.config))
    throw new Error(`Nothing is installed in ${home.dir}: use the command that the Hosts page shows.`);
  const parsed = config.safeParse(JSON.parse(readFileSync(home.config, "utf8")));
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
  throw new Error(`${home.config} is damaged (${wrong.join("; ")}): install again.`);
}

export function writeConfig(home: AgentHome, value: InstalledConfig): void {
  makeHome(home);
  writeAtomic(home.config, `${JSON.stringify(value, null, 2)}\n`, 0o600);
}

/** The folder is its owner's alone: it holds the token. */
export function makeHome({ dir }: AgentHome): void {
  mkdirSync(dir, { recursive: true });
  chmodSync(dir, 0o700);
}

export function readToken(home: AgentHome): string {
  const token = existsSync(home.token) ? readFileSync(home.token, "utf8").trim() : "";
  if (token === "") throw new Error(`${home.token} is missing: use the command that the Hosts page shows.`);
  return token;
}
