import { z } from "zod";
import { runId } from "@/lib/contracts";
import { attemptOf } from "@/lib/server/auth";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { hearWrapped } from "@/lib/services/wrapped-runs/report";

export const POST = route(
  { access: "run", params: z.strictObject({ id: runId }) },
  async ({ caller, params }) =>
    json(await hearWrapped(getDb(), { runId: params.id, attemptId: attemptOf(caller), now: new Date() })),
);
