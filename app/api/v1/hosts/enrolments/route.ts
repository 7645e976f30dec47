import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { listEnrolments } from "@/lib/services/enrolments/enrol";

/** Tokens of agents, the latest first. */
export const GET = route({ access: "operator" }, async () =>
  json({ enrolments: await listEnrolments(getDb()) }),
);
