import { systemAnswer, systemQuery } from "../system-series";
import type { ApiEndpoint } from "./endpoint";

/** What machines gave to runs and jobs. */
export const SYSTEM_API: ApiEndpoint[] = [
  {
    method: "GET",
    path: "/api/v1/runs/{id}/system",
    access: "operator",
    summary:
      "CPU, memory, disk, network and GPUs of a run over time, its evaluations included, at the zoom that a chart shows.",
    query: systemQuery,
    answer: systemAnswer,
  },
  {
    method: "GET",
    path: "/api/v1/jobs/{id}/system",
    access: "operator",
    summary: "The same of one job, whether it belongs to a run or not.",
    query: systemQuery,
    answer: systemAnswer,
  },
];
