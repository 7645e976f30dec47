import { controlAnswer } from "../hosts";
import { moveAnswer, moveRequest, queueQuery, queueView } from "../queue";
import type { ApiEndpoint } from "./endpoint";

/** The queue and its jobs. */
export const QUEUE_API: ApiEndpoint[] = [
  {
    method: "POST",
    path: "/api/v1/jobs/{id}/cancel",
    access: "operator",
    summary: "Cancels a job: it alone; what waits for it is skipped.",
    answer: controlAnswer,
    errors: ["invalid-transition"],
  },
  {
    method: "POST",
    path: "/api/v1/jobs/{id}/retry",
    access: "operator",
    summary: "Queues a failed or cancelled job again, from its last checkpoint.",
    answer: controlAnswer,
    errors: ["invalid-transition", "conflict"],
  },
  {
    method: "POST",
    path: "/api/v1/jobs/{id}/move",
    access: "operator",
    summary: "Moves a queued job in the queue, with the queued jobs that it waits for.",
    body: moveRequest,
    answer: moveAnswer,
    errors: ["invalid-transition", "conflict"],
  },
  {
    method: "GET",
    path: "/api/v1/queue",
    access: "operator",
    summary:
      "What runs and what waits, in the order of the queue: why, where, and when it is expected to start.",
    query: queueQuery,
    answer: queueView,
  },
];
