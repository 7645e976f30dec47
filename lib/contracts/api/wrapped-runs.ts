import { z } from "zod";
import { runId } from "../ids";
import { jobStatus } from "../statuses";
import { wrappedRunAnswer, wrappedRunEnd, wrappedRunOrder, wrappedRunStart } from "../wrapped-runs";
import type { ApiEndpoint } from "./endpoint";

/** Commands that people start themselves: `stepwell run -- …`. */
export const WRAPPED_RUNS_API: ApiEndpoint[] = [
  {
    method: "PUT",
    path: "/api/v1/wrapped-runs/{id}",
    access: "operator",
    summary:
      "Says that a wrapped command runs: makes its run, or a new attempt at one that has ended. Idempotent.",
    body: wrappedRunStart,
    answer: wrappedRunAnswer,
    errors: ["conflict"],
  },
  {
    method: "POST",
    path: "/api/v1/wrapped-runs/{id}/heartbeat",
    access: "run",
    summary: "Says that the command still runs, and brings back whether it is to end.",
    answer: wrappedRunOrder,
  },
  {
    method: "POST",
    path: "/api/v1/wrapped-runs/{id}/end",
    access: "run",
    summary: "Says how the command ended. Idempotent.",
    body: wrappedRunEnd,
    answer: z.strictObject({ runId, status: jobStatus }),
  },
];
