import { z } from "zod";
import { runId, wrappedRunStart } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { env } from "@/lib/server/env";
import { json, route } from "@/lib/server/http";
import { startWrappedRun } from "@/lib/services/wrapped-runs/start";

export const PUT = route(
  { access: "operator", params: z.strictObject({ id: runId }), body: wrappedRunStart, anyText: true },
  async ({ params, body }) => {
    const { codeVersion } = env();
    return json(await startWrappedRun(getDb(), { runId: params.id, body, codeVersion, now: new Date() }));
  },
);
