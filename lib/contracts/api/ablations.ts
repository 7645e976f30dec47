import { ablationSpec } from "../ablation-spec";
import { controlAnswer } from "../hosts";
import { launchAnswer, launchPreview } from "../launch-preview";
import { addSeedsAnswer, addSeedsPreview, addSeedsRequest } from "../seed-additions";
import { ablationDetail, ablationsPage, ablationsQuery } from "../workspace";
import type { ApiEndpoint } from "./endpoint";

/** Launches. */
export const ABLATIONS_API: ApiEndpoint[] = [
  {
    method: "POST",
    path: "/api/v1/ablations",
    access: "operator",
    summary:
      "Launches an ablation. Under an Idempotency-Key header the same request again launches nothing and answers 200.",
    body: ablationSpec,
    answer: launchAnswer,
    errors: ["conflict"],
  },
  {
    method: "POST",
    path: "/api/v1/ablations/{id}/seeds",
    access: "operator",
    summary:
      "Adds seeds: new warm-ups shared by the arms of their seed, so differences stay paired. The same seeds again answer 200.",
    body: addSeedsRequest,
    answer: addSeedsAnswer,
    errors: ["conflict"],
  },
  {
    method: "POST",
    path: "/api/v1/ablations/{id}/seeds/preview",
    access: "operator",
    summary: "What adding seeds would create and cost, and what is worth knowing before. Writes nothing.",
    body: addSeedsRequest,
    answer: addSeedsPreview,
  },
  {
    method: "GET",
    path: "/api/v1/ablations",
    access: "operator",
    summary: "Ablations with their progress, the newest first.",
    query: ablationsQuery,
    answer: ablationsPage,
  },
  {
    method: "GET",
    path: "/api/v1/ablations/{id}",
    access: "operator",
    summary: "One ablation with its runs, jobs and what they wait for.",
    answer: ablationDetail,
  },
  {
    method: "POST",
    path: "/api/v1/ablations/preview",
    access: "operator",
    summary: "What a launch would create, and the tokens and seconds it is expected to cost. Writes nothing.",
    body: ablationSpec,
    answer: launchPreview,
  },
  {
    method: "GET",
    path: "/api/v1/ablations/{id}/spec",
    access: "operator",
    summary: "The launch as it was submitted, to be launched again with changes.",
    answer: ablationSpec,
  },
  {
    method: "POST",
    path: "/api/v1/ablations/{id}/cancel",
    access: "operator",
    summary: "Cancels everything of an ablation that has not ended.",
    answer: controlAnswer,
  },
  {
    method: "POST",
    path: "/api/v1/ablations/{id}/pause",
    access: "operator",
    summary: "Pauses every job of an ablation that waits or runs.",
    answer: controlAnswer,
  },
  {
    method: "POST",
    path: "/api/v1/ablations/{id}/resume",
    access: "operator",
    summary: "Queues every paused job of an ablation again.",
    answer: controlAnswer,
  },
];
