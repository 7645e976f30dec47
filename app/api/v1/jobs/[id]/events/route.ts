import { z } from "zod";
import { jobId } from "@/lib/contracts";
import { attemptOf } from "@/lib/server/auth";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { runLater } from "@/lib/services/ingest/follow-ups";
import { BATCH_LIMITS } from "@/lib/services/ingest/limits";
import { receiveBatch } from "@/lib/services/ingest/receive-batch";

/** As the run's events route, for jobs that belong to no run (rewriting). */
export const POST = route(
  {
    access: "run",
    params: z.strictObject({ id: jobId }),
    body: z.unknown(),
    anyText: true,
    limits: BATCH_LIMITS,
  },
  async ({ caller, params, body }) => {
    const from = { attemptId: attemptOf(caller), target: { jobId: params.id } };
    const { answer, followUp } = await receiveBatch(getDb(), from, body);
    runLater(followUp);
    return json(answer);
  },
);
