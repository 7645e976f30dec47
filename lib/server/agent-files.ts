import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { AGENT_MANIFEST, type AgentManifest, agentManifest } from "@/lib/contracts/agent-files";
import type { ServerVersions } from "@/lib/domain/agent-version";
import { AppError } from "@/lib/domain/errors";
import packageFile from "@/package.json";

/** Where `npm start` and `npm run build:agent` put them (scripts/lib/agent-dist); STEPWELL_AGENT_FILES moves it. */
function folder(): string {
  return process.env.STEPWELL_AGENT_FILES || join(process.cwd(), "dist", "agent");
}

/** What hosts install from this server; null where the files were not made. */
export function readManifest(): AgentManifest | null {
  const path = join(/*turbopackIgnore: true*/ folder(), AGENT_MANIFEST);
  if (!existsSync(path)) return null;
  return agentManifest.parse(JSON.parse(readFileSync(path, "utf8")));
}

/** A file of the agent. Throws `agent-files-missing` where the files were not made, `not-found` for an older one's name. */
export function readAgentFile(name: string): Buffer {
  if (!readManifest()) throw new AppError("agent-files-missing", "this server has no agent to give");
  const path = join(/*turbopackIgnore: true*/ folder(), name);
  if (!existsSync(path)) throw new AppError("not-found", `${name} is not of this server's version`);
  return readFileSync(path);
}

/** Versions that agents are compared with. */
export function serverVersions(): ServerVersions {
  return { server: packageFile.version, installable: readManifest()?.version ?? null };
}
