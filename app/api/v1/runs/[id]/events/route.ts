import { z } from "zod";
import { runId } from "@/lib/contracts";
import { attemptOf } from "@/lib/server/auth";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { runLater } from "@/lib/services/ingest/follow-ups";
import { BATCH_LIMITS } from "@/lib/services/ingest/limits";
import { receiveBatch } from "@/lib/services/ingest/receive-batch";

/** Takes a batch of events of one of the run's attempts. The batch is parsed by the service, which records refusals. */
export const POST = route(
  {
    access: "run",
    params: z.strictObject({ id: runId }),
    body: z.unknown(),
    anyText: true,
    limits: BATCH_LIMITS,
  },
  async ({ caller, params, body }) => {
    const from = { attemptId: attemptOf(caller), target: { runId: params.id } };
    const { answer, followUp } = await receiveBatch(getDb(), from, body);
    runLater(followUp);
    return json(answer);
  },
);
