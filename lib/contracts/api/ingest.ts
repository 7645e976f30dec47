import { eventBatch, eventBatchAnswer } from "../events";
import type { ApiEndpoint } from "./endpoint";

/** What trainers send. */
export const INGEST_API: ApiEndpoint[] = [
  {
    method: "POST",
    path: "/api/v1/runs/{id}/events",
    access: "run",
    summary:
      "Stores a batch of events of one run: idempotent by (attempt, kind, seq), all or nothing, gzip welcome.",
    body: eventBatch,
    answer: eventBatchAnswer,
  },
  {
    method: "POST",
    path: "/api/v1/jobs/{id}/events",
    access: "run",
    summary: "The same for a job that belongs to no single run (rewriting).",
    body: eventBatch,
    answer: eventBatchAnswer,
  },
];
