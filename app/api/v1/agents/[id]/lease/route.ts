import { z } from "zod";
import { AGENT_CONTRACT, agentId, leaseRequest } from "@/lib/contracts";
import { agentTokenOf } from "@/lib/server/agent-token";
import { getDb } from "@/lib/server/db";
import { json, route, serverUrlOf } from "@/lib/server/http";
import { type LeaseAnswer, leaseJob } from "@/lib/services/jobs/lease-job";

/** After a minute somebody may have upgraded it. */
const RETRY_MS = 60_000;

/** An agent that would read a job in another way gets none, and hears why. */
function refusalOf(contract: number): LeaseAnswer | null {
  if (contract === AGENT_CONTRACT) return null;
  const fix =
    contract < AGENT_CONTRACT
      ? "run `stepwell-agent upgrade` on the host"
      : "upgrade this server, or install the agent that it offers (Hosts, Add a host)";
  const reason = `this agent speaks contract ${contract} and this server ${AGENT_CONTRACT}: ${fix}`;
  return { lease: null, retryAfterMs: RETRY_MS, reason };
}

export const POST = route(
  { access: "agent", params: z.strictObject({ id: agentId }), body: leaseRequest },
  async ({ params, body, caller, request }) =>
    json(
      refusalOf(body.contract) ??
        (await leaseJob(getDb(), {
          ...body,
          agentId: params.id,
          tokenId: agentTokenOf(caller),
          serverUrl: serverUrlOf(request),
          now: new Date(),
        })),
    ),
);
