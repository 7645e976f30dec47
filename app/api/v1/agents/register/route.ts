import { registerRequest } from "@/lib/contracts";
import { agentTokenOf } from "@/lib/server/agent-token";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { registerAgent } from "@/lib/services/agents/register";

export const POST = route({ access: "agent", body: registerRequest }, async ({ body, caller }) =>
  json(await registerAgent(getDb(), body, { tokenId: agentTokenOf(caller) }, new Date())),
);
