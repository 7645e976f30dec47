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
  {
    method: "POST",
    path: "/api/v1/jobs/{id}/pause",
    access: "operator",
    summary:
      "Pauses a job: a queued one at once, a running one after its checkpoint. What waits for it waits.",
    answer: controlAnswer,
    errors: ["invalid-transition"],
  },
  {
    method: "POST",
    path: "/api/v1/jobs/{id}/resume",
    access: "operator",
    summary: "Queues a paused job again: it goes on from its last checkpoint.",
    answer: controlAnswer,
    errors: ["invalid-transition"],
  },
];
