import { createHash } from "node:crypto";
import { AGENT_MANIFEST, type AgentManifest } from "../../../lib/contracts/agent-files";
import type { AgentSettingsAnswer } from "../../../lib/contracts/enrolments";
import { problem } from "../../../lib/contracts/problem";
import { manifestAnswered, settingsAnswered } from "../answers";

const LIMIT_MS = 60_000;

/** The server did not give what was asked for. */
export class DownloadError extends Error {
  constructor(
    message: string,
    /** HTTP status; null where nothing answered. */
    readonly status: number | null,
  ) {
    super(message);
    this.name = "DownloadError";
  }
}

async function get(server: string, path: string, token: string | null): Promise<Response> {
  const url = new URL(path, server);
  const headers: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` };
  let response: Response;
  try {
    // The token goes to the server that was named and nowhere else.
    response = await fetch(url, { headers, redirect: "error", signal: AbortSignal.timeout(LIMIT_MS) });
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw new DownloadError(`${server} does not answer (${String(cause)})`, null);
  }
  if (response.ok) return response;
  const said = problem.safeParse(await response.json().catch(() => null)).data;
  const why = said ? [said.title, said.detail, said.hint].filter(Boolean).join(". ") : "";
  throw new DownloadError(`${path}: ${response.status} ${why}`.trim(), response.status);
}

/** What this host was enrolled as. Throws a DownloadError with status 401 for a token that was revoked. */
export async function fetchSettings(server: string, token: string): Promise<AgentSettingsAnswer> {
  return settingsAnswered.parse(await (await get(server, "/api/v1/agents/settings", token)).json());
}

/** What the server gives to hosts now. */
export async function fetchManifest(server: string): Promise<AgentManifest> {
  return manifestAnswered.parse(await (await get(server, `/api/v1/agent/${AGENT_MANIFEST}`, null)).json());
}

/** A file of the manifest, whole: its hash is compared. */
export async function fetchFile(server: string, { name, sha256 }: AgentManifest["bundle"]): Promise<Buffer> {
  const response = await get(server, `/api/v1/agent/${encodeURIComponent(name)}`, null);
  const content = Buffer.from(await response.arrayBuffer());
  const found = createHash("sha256").update(content).digest("hex");
  if (found === sha256) return content;
  throw new DownloadError(`${name} came damaged (sha256 ${found}, expected ${sha256}): try again`, 200);
}
