import { z } from "zod";
import { runId, wrappedRunEnd } from "@/lib/contracts";
import { attemptOf } from "@/lib/server/auth";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { endWrapped } from "@/lib/services/wrapped-runs/report";

export const POST = route(
  { access: "run", params: z.strictObject({ id: runId }), body: wrappedRunEnd, anyText: true },
  async ({ caller, params, body }) => {
    const place = { runId: params.id, attemptId: attemptOf(caller), now: new Date() };
    return json(await endWrapped(getDb(), place, body));
  },
);
