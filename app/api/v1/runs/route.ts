import { runsQuery } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { listRuns } from "@/lib/services/runs-read/list-runs";

/** The table of runs: filtered, sorted and paged by the database. */
export const GET = route({ access: "operator", query: runsQuery }, async ({ query }) =>
  json(await listRuns(getDb(), query)),
);
