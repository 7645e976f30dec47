import { z } from "zod";
import { hostId, hostLogQuery } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { readAgentLog } from "@/lib/services/hosts/read-agent-log";

/** A page of the log of a host's agent. */
export const GET = route(
  { access: "operator", params: z.strictObject({ id: hostId }), query: hostLogQuery },
  async ({ params, query }) => json(await readAgentLog(getDb(), params.id, query)),
);
