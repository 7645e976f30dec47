import { z } from "zod";
import { agentId, heartbeatRequest } from "@/lib/contracts";
import { agentTokenOf } from "@/lib/server/agent-token";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { heartbeat } from "@/lib/services/agents/heartbeat";

export const POST = route(
  {
    access: "agent",
    params: z.strictObject({ id: agentId }),
    body: heartbeatRequest,
    anyText: true,
    // A thousand attempts that each ended badly bring twenty kilobytes of their last words.
    limits: { maxBytes: 32_000_000 },
  },
  async ({ params, body, caller }) =>
    json(await heartbeat(getDb(), params.id, body, agentTokenOf(caller), new Date())),
);
