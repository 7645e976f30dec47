import { sensitivityRequest } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { whileWanted } from "@/lib/server/while-wanted";
import { runSensitivity } from "@/lib/services/what-if/run-sensitivity";

/** How much stored rewards depend on M, τ, K_max and lost continuations. Changes nothing. */
export const POST = route({ access: "operator", body: sensitivityRequest }, ({ request, body }) =>
  whileWanted(request, async (signal) => json(await runSensitivity(getDb(), body, signal))),
);
