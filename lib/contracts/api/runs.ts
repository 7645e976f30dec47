import { continueRequest, controlAnswer } from "../hosts";
import { runDetail, runHistory, runHistoryQuery, runLog, runLogQuery } from "../run-detail";
import { seriesAnswer, seriesQuery } from "../series";
import { runsPage, runsQuery } from "../workspace";
import type { ApiEndpoint } from "./endpoint";

/** Runs. */
export const RUNS_API: ApiEndpoint[] = [
  {
    method: "GET",
    path: "/api/v1/runs",
    access: "operator",
    summary: "The table of runs: filtered, sorted, paged, with latest values of the asked metrics.",
    query: runsQuery,
    answer: runsPage,
  },
  {
    method: "GET",
    path: "/api/v1/runs/{id}",
    access: "operator",
    summary: "One run: its settings, jobs, attempts, checkpoints, cost, and the runs beside it.",
    answer: runDetail,
  },
  {
    method: "GET",
    path: "/api/v1/runs/{id}/log",
    access: "operator",
    summary: "A page of a run's log: its end, or what lies before or after a line.",
    query: runLogQuery,
    answer: runLog,
  },
  {
    method: "GET",
    path: "/api/v1/runs/{id}/history",
    access: "operator",
    summary: "What happened to a run, newest first: status changes, phases, artifacts, refused batches.",
    query: runHistoryQuery,
    answer: runHistory,
  },
  {
    method: "GET",
    path: "/api/v1/runs/{id}/series",
    access: "operator",
    summary: "Metric series of a run at any zoom, and the catalogue of its metrics.",
    query: seriesQuery,
    answer: seriesAnswer,
  },
  {
    method: "POST",
    path: "/api/v1/runs/{id}/cancel",
    access: "operator",
    summary: "Cancels a run: its training, or the evaluation of its checkpoint.",
    answer: controlAnswer,
    errors: ["invalid-transition"],
  },
  {
    method: "POST",
    path: "/api/v1/runs/{id}/retry",
    access: "operator",
    summary: "Queues a failed or cancelled run again, from its last checkpoint.",
    answer: controlAnswer,
    errors: ["invalid-transition", "conflict"],
  },
  {
    method: "POST",
    path: "/api/v1/runs/{id}/pause",
    access: "operator",
    summary:
      "Pauses a run: what waits at once, a running trainer after its checkpoint. It holds no place on a host then.",
    answer: controlAnswer,
    errors: ["invalid-transition"],
  },
  {
    method: "POST",
    path: "/api/v1/runs/{id}/resume",
    access: "operator",
    summary: "Queues a paused run again: it goes on from its last checkpoint.",
    answer: controlAnswer,
    errors: ["invalid-transition"],
  },
  {
    method: "POST",
    path: "/api/v1/runs/{id}/continue",
    access: "operator",
    summary:
      "Continues an ended training for more train steps, from its last checkpoint; its new result is evaluated again.",
    body: continueRequest,
    answer: controlAnswer,
    errors: ["invalid-transition", "conflict"],
  },
];
