import { z } from "zod";
import { wholeNumber } from "../scalars";
import {
  continuationGroups,
  promptTraining,
  promptTrainingQuery,
  solvabilityGrid,
  traceDetail,
  traceList,
  traceOrigin,
  traceQuery,
} from "../trace-views";
import type { ApiEndpoint } from "./endpoint";

/** Traces and solvability. */
export const TRACES_API: ApiEndpoint[] = [
  {
    method: "GET",
    path: "/api/v1/runs/{id}/traces",
    access: "operator",
    summary: "A page of a run's traces without their bodies. Re-run train steps show their latest attempt.",
    query: traceQuery,
    answer: traceList,
  },
  {
    method: "GET",
    path: "/api/v1/runs/{id}/solvability",
    access: "operator",
    summary: "Mean solvability by train step and trace step.",
    query: z.strictObject({ origin: traceOrigin.default("train") }),
    answer: solvabilityGrid,
  },
  {
    method: "GET",
    path: "/api/v1/traces/{id}",
    access: "operator",
    summary: "One trace with its prompt, trace steps, reward parts and group.",
    answer: traceDetail,
  },
  {
    method: "GET",
    path: "/api/v1/traces/{id}/continuations",
    access: "operator",
    summary: "The continuations of one trace step, grouped by final answer.",
    query: z.strictObject({ traceStep: wholeNumber.min(1) }),
    answer: continuationGroups,
  },
  {
    method: "GET",
    path: "/api/v1/prompts/{id}/training",
    access: "operator",
    summary: "The responses to one prompt through the training of a run, or of all runs of an arm.",
    query: promptTrainingQuery,
    answer: promptTraining,
  },
];
