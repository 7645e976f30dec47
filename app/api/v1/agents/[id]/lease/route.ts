import { z } from "zod";
import { agentId, leaseRequest } from "@/lib/contracts";
import { agentTokenOf } from "@/lib/server/agent-token";
import { getDb } from "@/lib/server/db";
import { json, route, serverUrlOf } from "@/lib/server/http";
import { leaseJob } from "@/lib/services/jobs/lease-job";

export const POST = route(
  { access: "agent", params: z.strictObject({ id: agentId }), body: leaseRequest },
  async ({ params, body, caller, request }) =>
    json(
      await leaseJob(getDb(), {
        ...body,
        agentId: params.id,
        tokenId: agentTokenOf(caller),
        serverUrl: serverUrlOf(request),
        now: new Date(),
      }),
    ),
);
