import { z } from "zod";
import { hostId, hostUsageQuery } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { readUsage } from "@/lib/services/hosts/read-usage";

/** What kept a host busy over the last hours. */
export const GET = route(
  { access: "operator", params: z.strictObject({ id: hostId }), query: hostUsageQuery },
  async ({ params, query }) => json(await readUsage(getDb(), params.id, query, new Date())),
);
