import type { Queryable } from "@/db/client";
import { type AgentRow, findAgentHost, type HostRow } from "@/db/queries/hosts";
import { AppError, notFound } from "@/lib/domain/errors";

/**
 * The agent and its host, if the token is the one it registered with. Throws `forbidden`, or `not-found` for an agent
 * that never registered or whose host was removed since: it registers anew then.
 *
 * @param options.lock holds the host until the transaction ends, so that its places are counted by one lease at a time
 */
export async function agentOf(
  db: Queryable,
  agentId: string,
  tokenId: string | null,
  options: { lock?: boolean } = {},
): Promise<{ agent: AgentRow; host: HostRow }> {
  const found = await findAgentHost(db, agentId, options);
  if (!found) throw notFound("agent", agentId);
  if (found.agent.tokenId !== tokenId)
    throw new AppError("forbidden", "this agent registered with another token");
  if (found.host.state === "removed") throw notFound("host", found.host.id);
  return found;
}
